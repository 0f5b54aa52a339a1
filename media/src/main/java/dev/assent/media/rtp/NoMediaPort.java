package dev.assent.media.rtp;

/** No port pair can be had now: all in use, resting, or taken by other programs. */
public final class NoMediaPort extends Exception {
  NoMediaPort(String message) {
    super(message, null, false, false);
  }
}
