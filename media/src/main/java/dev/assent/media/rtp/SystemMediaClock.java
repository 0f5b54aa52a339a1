package dev.assent.media.rtp;

import java.util.concurrent.locks.LockSupport;

/** The machine's monotonic clock. */
public final class SystemMediaClock implements MediaClock {
  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void parkUntil(long deadlineNanos) {
    long left = deadlineNanos - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(this, left);
      left = deadlineNanos - System.nanoTime();
    }
  }
}
