package dev.assent.compliance.review;

import java.util.Optional;

/**
 * Our side says something in every recorded call, without a long hole; a person may be silent, but
 * even then their line has some noise: packets of nothing at all are a dead line. From three
 * seconds on.
 */
final class Silence implements Check {
  static final long LEAST_MS = 3_000;
  static final long LONGEST_HOLE_MS = 15_000;
  static final int NOISE = 16;

  @Override
  public Optional<Finding> look(EndedCall call) {
    return call.recording()
        .flatMap(
            recording ->
                recording
                    .leg(SealedSound.OURS)
                    .flatMap(Silence::ours)
                    .or(() -> recording.leg(SealedSound.CALLEE).flatMap(Silence::callee)))
        .map(detail -> new Finding(Flag.SILENT, detail));
  }

  private static Optional<String> ours(SealedSound.Leg leg) {
    if (leg.soundMs() >= LEAST_MS && leg.voiceMs() == 0) {
      return Optional.of("nothing audible of ours in " + leg.soundMs() + " ms");
    }
    return leg.silenceMs() > LONGEST_HOLE_MS
        ? Optional.of("nothing of ours for " + leg.silenceMs() + " ms")
        : Optional.empty();
  }

  private static Optional<String> callee(SealedSound.Leg leg) {
    return leg.soundMs() >= LEAST_MS && leg.peak() <= NOISE
        ? Optional.of("a dead line from the callee: peak " + leg.peak())
        : Optional.empty();
  }
}
