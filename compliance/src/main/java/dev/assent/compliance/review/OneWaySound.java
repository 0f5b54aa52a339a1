package dev.assent.compliance.review;

import java.util.Optional;

/**
 * Of one leg hardly a packet came while the other was there: a firewall or an address in the way.
 * From two seconds on, for a call that ends at once has no sides.
 */
final class OneWaySound implements Check {
  static final long LEAST_MS = 2_000;

  @Override
  public Optional<Finding> look(EndedCall call) {
    return call.recording()
        .flatMap(
            recording ->
                recording
                    .leg(SealedSound.CALLEE)
                    .flatMap(
                        callee ->
                            recording.leg(SealedSound.OURS).flatMap(ours -> lone(callee, ours))))
        .map(detail -> new Finding(Flag.ONE_WAY_SOUND, detail));
  }

  private static Optional<String> lone(SealedSound.Leg callee, SealedSound.Leg ours) {
    if (absent(callee) && present(ours)) {
      return Optional.of("nothing from the callee: " + callee.soundMs() + " ms");
    }
    return absent(ours) && present(callee)
        ? Optional.of("nothing of ours: " + ours.soundMs() + " ms")
        : Optional.empty();
  }

  private static long whole(SealedSound.Leg leg) {
    return leg.soundMs() + leg.missingMs();
  }

  private static boolean absent(SealedSound.Leg leg) {
    return whole(leg) >= LEAST_MS && 10 * leg.soundMs() < whole(leg);
  }

  private static boolean present(SealedSound.Leg leg) {
    return whole(leg) >= LEAST_MS && 2 * leg.soundMs() >= whole(leg);
  }
}
