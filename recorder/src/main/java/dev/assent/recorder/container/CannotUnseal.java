package dev.assent.recorder.container;

/** These keys do not open this recording. The message says why, and names nothing secret. */
public final class CannotUnseal extends Exception {
  CannotUnseal(String message) {
    super(message);
  }

  CannotUnseal(String message, Throwable cause) {
    super(message, cause);
  }
}
