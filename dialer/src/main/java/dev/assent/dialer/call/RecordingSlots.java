package dev.assent.dialer.call;

import dev.assent.recorder.Recorder;
import dev.assent.recorder.RecorderBusy;
import dev.assent.recorder.RecorderSlot;
import dev.assent.recorder.Recording;
import dev.assent.recorder.RecordingWarrant;

/** Where the right to begin a recording is taken, before a call is cleared. Any thread. */
public interface RecordingSlots {

  /**
   * One prepared recording. Close it if there is none; after {@link Slot#begin} closing does
   * nothing.
   *
   * @throws RecorderBusy when no call could be recorded now
   */
  Slot reserve() throws RecorderBusy;

  /** The right to begin one recording at once. */
  interface Slot extends AutoCloseable {
    /** Opens the recording: its header is forced and journalled when this returns. */
    Recording begin(RecordingWarrant warrant);

    @Override
    void close();
  }

  /** Those of the recorder. */
  static RecordingSlots of(Recorder recorder) {
    return () -> {
      RecorderSlot slot = recorder.reserve();
      return new Slot() {
        @Override
        public Recording begin(RecordingWarrant warrant) {
          return recorder.begin(slot, warrant);
        }

        @Override
        public void close() {
          slot.close();
        }
      };
    };
  }
}
