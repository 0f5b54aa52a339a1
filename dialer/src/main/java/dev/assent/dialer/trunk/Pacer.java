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

  /**
   * @param callsPerSecond above 0
   */
  public Pacer(Timers timers, Threads threads, double callsPerSecond) {
    this.timers = timers;
    this.threads = threads;
    this.pace = new Pace(callsPerSecond, timers.nanoTime());
  }

  /** Leave to place one call; to be given back by whoever places none. */
  public final class Turn {
    private final Pace.Turn turn;

    private Turn(Pace.Turn turn) {
      this.turn = turn;
    }

    /** The next caller need not wait for it. */
    public void giveBack() {
      lock.lock();
      try {
        pace.giveBack(turn);
      } finally {
        lock.unlock();
      }
    }
  }

  /** Waits for this caller's turn. */
  public Turn await() throws InterruptedException {
    return await(1);
  }

  /**
   * Waits for this caller's turn, while only a part of the calls a second is to be dialled.
   *
   * @param share above 0 to 1
   */
  public Turn await(double share) throws InterruptedException {
    Turn mine;
    long waitNanos;
    lock.lockInterruptibly();
    try {
      long now = timers.nanoTime();
      long at = pace.next(now);
      mine = new Turn(pace.take(at, share));
      waitNanos = at - now;
    } finally {
      lock.unlock();
    }
    if (waitNanos > 0) {
      CompletableFuture<Void> come = new CompletableFuture<>();
      timers.after(waitNanos, () -> come.complete(null));
      threads.await(come);
    }
    return mine;
  }
}
