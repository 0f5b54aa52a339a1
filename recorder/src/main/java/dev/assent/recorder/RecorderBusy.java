package dev.assent.recorder;

/** No slot can be had now; the call must wait. The message says why. */
public final class RecorderBusy extends Exception {
  RecorderBusy(String message) {
    super(message);
  }
}
