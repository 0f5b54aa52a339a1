package dev.assent.compliance.review;

import java.util.Optional;

/** Every second of the call reached the recorder. */
final class LostSeconds implements Check {
  @Override
  public Optional<Finding> look(EndedCall call) {
    return call.recording()
        .filter(recording -> recording.lostSeconds() > 0)
        .map(
            recording ->
                new Finding(
                    Flag.SECONDS_LOST,
                    recording.lostSeconds() + " of " + recording.seconds() + " s"));
  }
}
