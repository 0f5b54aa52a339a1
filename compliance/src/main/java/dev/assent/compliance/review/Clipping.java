package dev.assent.compliance.review;

import java.util.List;
import java.util.Optional;

/** More than one sample in a thousand at the codec's largest value: speech hardly ever is there. */
final class Clipping implements Check {
  static final long MOST_PPM = 1_000;

  @Override
  public Optional<Finding> look(EndedCall call) {
    List<String> clipped =
        call.recording().stream()
            .flatMap(recording -> recording.legs().stream())
            .filter(leg -> leg.clippedPpm() > MOST_PPM)
            .map(leg -> "leg " + leg.leg() + ": " + leg.clippedPpm() + " ppm")
            .toList();
    return clipped.isEmpty()
        ? Optional.empty()
        : Optional.of(new Finding(Flag.CLIPPED, String.join(", ", clipped)));
  }
}
