package dev.assent.recorder.spool;

/** Writes one sealed frame where the spool wants it, so that it is never copied. */
@FunctionalInterface
public interface FrameSealer {
  /**
   * @return false if there is no further frame; nothing was written then
   */
  boolean seal(byte[] out, int at);
}
