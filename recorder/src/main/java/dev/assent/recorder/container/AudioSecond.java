package dev.assent.recorder.container;

/**
 * One second of a call's two legs on its way into a frame: a flyweight that refers to the arrays of
 * whoever fills it. Owned by the recorder thread; what it refers to must stay as it is until the
 * next poll of the same feed.
 */
public final class AudioSecond {
  /** Legs of a recording. */
  public static final int LEGS = 2;

  /** Samples a second: G.711. */
  public static final int RATE = 8000;

  /** 10 ms slots of a second, one bit each. */
  public static final int BITMAP_BYTES = 13;

  /** Whose second this is: {@code Recording.tapId()}. */
  public long tapId;

  /** 0, 1, 2 … from the start of the tap; a number left out is a second that was lost. */
  public int second;

  /** Wall clock of the first sample, microseconds since 1970. */
  public long wallMicros;

  /** Monotonic clock of the first sample, nanoseconds. */
  public long monotonicNanos;

  /** 0–8000; fewer than 8000 only in the last second. */
  public int samples;

  /** Nothing follows under this tap. */
  public boolean last;

  private final AudioLeg[] legs = {new AudioLeg(), new AudioLeg()};

  /**
   * @param index 0 or 1, in the order of the recording's legs
   */
  public AudioLeg leg(int index) {
    return legs[index];
  }
}
