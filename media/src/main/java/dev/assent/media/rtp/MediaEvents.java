package dev.assent.media.rtp;

/**
 * What a call learns from its media. All on the media thread: implementations only put into the
 * call's mailbox; they never block, lock for long or throw.
 */
public interface MediaEvents {
  /** A key was pressed. Once per press, as soon as the digit is certain; its end is not awaited. */
  void key(Key key);

  /**
   * A segment of {@link MediaLeg#play} ended, whole or not. In order, none for those never begun.
   */
  void segment(SegmentReport report);

  /** Last event, exactly once; the ports are given back. */
  void closed(MediaReport report);
}
