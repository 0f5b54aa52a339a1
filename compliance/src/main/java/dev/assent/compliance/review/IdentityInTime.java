package dev.assent.compliance.review;

import dev.assent.compliance.consent.ConsentEvidence;
import dev.assent.compliance.script.SegmentType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Who calls is the first thing said, and its first packet leaves within two seconds (A-27, R36).
 */
final class IdentityInTime implements Check {
  static final Duration WITHIN = Duration.ofSeconds(2);

  @Override
  public Optional<Finding> look(EndedCall call) {
    return first(call)
        .filter(type -> type != SegmentType.IDENTITY)
        .map(type -> "first said " + type)
        .or(() -> call.firstSound().filter(IdentityInTime::late).map(IdentityInTime::told))
        .map(detail -> new Finding(Flag.IDENTITY_LATE, detail));
  }

  private static Optional<SegmentType> first(EndedCall call) {
    return call.choices().stream()
        .findFirst()
        .map(ConsentEvidence::played)
        .filter(played -> !played.isEmpty())
        .map(List::getFirst)
        .map(ConsentEvidence.Played::type);
  }

  private static boolean late(Duration firstSound) {
    return firstSound.isNegative() || firstSound.compareTo(WITHIN) > 0;
  }

  private static String told(Duration firstSound) {
    return firstSound.isNegative() ? "never" : firstSound.toMillis() + " ms";
  }
}
