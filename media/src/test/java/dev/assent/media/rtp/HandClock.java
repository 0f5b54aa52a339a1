package dev.assent.media.rtp;

/** A clock that moves only when somebody waits for it or turns it. One thread. */
final class HandClock implements MediaClock {
  private long now = 1_000_000_000L;

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void parkUntil(long deadlineNanos) {
    now = Math.max(now, deadlineNanos);
  }

  void advance(long nanos) {
    now += nanos;
  }
}
