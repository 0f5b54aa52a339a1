package dev.assent.media.rtp;

/**
 * The time of a media thread. One implementation reads the machine's, tests turn theirs by hand.
 */
public interface MediaClock {
  /** Monotonic nanoseconds from an arbitrary origin. */
  long nanoTime();

  /** Returns when {@link #nanoTime()} has reached the deadline; at once if it has already. */
  void parkUntil(long deadlineNanos);
}
