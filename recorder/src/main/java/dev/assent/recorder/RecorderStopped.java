package dev.assent.recorder;

/** The recorder has stopped for good; nothing is recorded until it is opened anew. */
public final class RecorderStopped extends RuntimeException {
  RecorderStopped(String why) {
    super("The recorder has stopped: " + why);
  }
}
