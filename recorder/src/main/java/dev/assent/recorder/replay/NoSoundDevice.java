package dev.assent.recorder.replay;

/** This machine cannot play sound; the message says what to do instead. */
public final class NoSoundDevice extends Exception {
  NoSoundDevice(Throwable cause) {
    super(
        "This machine has no sound device that plays 8 kHz stereo: replay from a workstation that"
            + " has one, or look at the levels instead",
        cause);
  }
}
