package dev.assent.compliance.review;

import java.util.Optional;

/** A recording begins after a durable yes, never without one (R37, Q05). */
final class ConsentBeforeRecording implements Check {
  @Override
  public Optional<Finding> look(EndedCall call) {
    return call.recording()
        .flatMap(
            recording ->
                call.yes()
                    .map(
                        yes ->
                            recording.startedAt().isBefore(yes.at())
                                ? Optional.of("began before the key")
                                : Optional.<String>empty())
                    .orElse(Optional.of("no yes is kept")))
        .map(detail -> new Finding(Flag.RECORDED_BEFORE_CONSENT, detail));
  }
}
