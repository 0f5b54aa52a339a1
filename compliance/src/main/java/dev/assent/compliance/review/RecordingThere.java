package dev.assent.compliance.review;

import java.util.Optional;

/** A yes has a recording that is whole: every call that may be recorded is (C-23). */
final class RecordingThere implements Check {
  @Override
  public Optional<Finding> look(EndedCall call) {
    if (call.recording().isEmpty()) {
      return call.yes().map(_ -> new Finding(Flag.RECORDING_MISSING, "never opened"));
    }
    SealedSound recording = call.recording().get();
    return switch (recording.state()) {
      case COMPLETE -> Optional.empty();
      case INCOMPLETE ->
          Optional.of(new Finding(Flag.RECORDING_INCOMPLETE, recording.seconds() + " s"));
      case DAMAGED -> Optional.of(new Finding(Flag.RECORDING_DAMAGED, recording.id().toString()));
      case LOST -> Optional.of(new Finding(Flag.RECORDING_MISSING, "no file"));
    };
  }
}
