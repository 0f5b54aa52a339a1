package dev.assent.recorder.container;

/** These bytes are not a recording of this format; the message says where. */
public final class MalformedRecording extends Exception {
  MalformedRecording(String message) {
    super(message);
  }
}
