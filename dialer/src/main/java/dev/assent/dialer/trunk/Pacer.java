package dev.assent.dialer.trunk;

import dev.assent.dialer.Timers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Spaces new calls evenly: a token bucket that holds one token, so that a second without dialling
 * is never followed by a burst (carriers police the shape of traffic, R32).
 *
 * <p>Safe for any thread; waits on the injected timers.
 */
public final class Pacer {
  private final Timers timers;
  private final long gapNanos;
  private final ReentrantLock lock = new ReentrantLock(true);
  private long nextAt;

  /**
   * @param callsPerSecond above 0
   */
  public Pacer(Timers timers, double callsPerSecond) {
    this.timers = timers;
    this.gapNanos = (long) (1e9 / callsPerSecond);
    this.nextAt = timers.nanoTime();
  }

  /** Waits for this caller's turn. */
  public void await() throws InterruptedException {
    await(1);
  }

  /**
   * Waits for this caller's turn, while only a part of the calls a second is to be dialled.
   *
   * @param share above 0 to 1
   */
  public void await(double share) throws InterruptedException {
    long waitNanos;
    lock.lockInterruptibly();
    try {
      long now = timers.nanoTime();
      long turn = Math.max(now, nextAt);
      nextAt = turn + (long) (gapNanos / share);
      waitNanos = turn - now;
    } finally {
      lock.unlock();
    }
    if (waitNanos > 0) {
      CompletableFuture<Void> turn = new CompletableFuture<>();
      timers.after(waitNanos, () -> turn.complete(null));
      try {
        turn.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /** A turn that placed no call is given back: the next caller need not wait for it. */
  public void giveBack() {
    lock.lock();
    try {
      nextAt = Math.max(timers.nanoTime(), nextAt - gapNanos);
    } finally {
      lock.unlock();
    }
  }
}
