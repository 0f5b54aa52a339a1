package dev.assent.media.rtp;

import dev.assent.media.codec.Codec;

/**
 * One second of a tapped call, both directions. Filled by the media thread, then owned by the
 * reader of {@link TapQueue} until it gives it back.
 */
public final class TapSecond {
  /** Samples of a whole second at 8 kHz. */
  public static final int SAMPLES = 8000;

  private final TapLane home;
  private final TapLeg ours = new TapLeg();
  private final TapLeg theirs = new TapLeg();
  private long tapId;
  private long second;
  private long wallMicros;
  private long monotonicNanos;
  private int samples;
  private boolean last;
  private int droppedBefore;

  TapSecond(TapLane home) {
    this.home = home;
  }

  public long tapId() {
    return tapId;
  }

  /** 0, 1, … since the tap began; a gap in this sequence is what {@link #droppedBefore} counts. */
  public long second() {
    return second;
  }

  /** Wall clock of sample 0, microseconds since 1970. */
  public long wallMicros() {
    return wallMicros;
  }

  /** Monotonic clock of sample 0. */
  public long monotonicNanos() {
    return monotonicNanos;
  }

  /** {@value #SAMPLES}; fewer, even 0, in the last. */
  public int samples() {
    return samples;
  }

  /** Leg A: what we sent, at the slot it left. */
  public TapLeg ours() {
    return ours;
  }

  /** Leg B: what the peer sent, placed by its RTP timestamps. */
  public TapLeg theirs() {
    return theirs;
  }

  /** No more of this tap follows. */
  public boolean last() {
    return last;
  }

  /** Seconds of this tap lost just before this one because queue or buffers were full. */
  public int droppedBefore() {
    return droppedBefore;
  }

  TapLane home() {
    return home;
  }

  void begin(long tap, long number, long wall, long monotonic, Codec codec) {
    tapId = tap;
    second = number;
    wallMicros = wall;
    monotonicNanos = monotonic;
    samples = 0;
    last = false;
    droppedBefore = 0;
    ours.clear(codec);
    theirs.clear(codec);
  }

  void end(int count, boolean isLast, int dropped) {
    samples = count;
    last = isLast;
    droppedBefore = dropped;
  }
}
