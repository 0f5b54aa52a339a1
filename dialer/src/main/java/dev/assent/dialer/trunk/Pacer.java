package dev.assent.dialer.trunk;

import dev.assent.dialer.Threads;
import dev.assent.dialer.Timers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Has each caller wait for its turn of a {@link Pace}. Safe for any thread; waits on the injected
 * timers.
 */
public final class Pacer {
  private final Timers timers;
  private final Threads threads;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final Pace pace;

  /** What the last turn took of the time: more than a gap where only a part is to be dialled. */
  private long length;

  /**
   * @param callsPerSecond above 0
   */
  public Pacer(Timers timers, Threads threads, double callsPerSecond) {
    this.timers = timers;
    this.threads = threads;
    this.pace = new Pace(callsPerSecond, timers.nanoTime());
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
      long turn = pace.next(now);
      length = pace.take(turn, share);
      waitNanos = turn - now;
    } finally {
      lock.unlock();
    }
    if (waitNanos > 0) {
      CompletableFuture<Void> turn = new CompletableFuture<>();
      timers.after(waitNanos, () -> turn.complete(null));
      threads.await(turn);
    }
  }

  /** A turn that placed no call is given back: the next caller need not wait for it. */
  public void giveBack() {
    lock.lock();
    try {
      pace.giveBack(length);
    } finally {
      lock.unlock();
    }
  }
}
