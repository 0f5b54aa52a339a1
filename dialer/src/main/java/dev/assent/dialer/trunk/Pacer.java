package dev.assent.dialer.trunk;

import dev.assent.dialer.Threads;
import dev.assent.dialer.Timers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Spaces new calls evenly: a token bucket that holds one token, so that a second without dialling
 * is never followed by a burst (carriers police the shape of traffic, R32). Who comes late by less
 * than a gap, because a timer or a thread was, does not put off those after them: of 93 calls a
 * second 75 would be left.
 *
 * <p>Safe for any thread; waits on the injected timers.
 */
public final class Pacer {
  /** How much of the time that a turn given back has cost the next may make up for. */
  static final long CARRIED = Duration.ofMillis(50).toNanos();

  private final Timers timers;
  private final Threads threads;
  private final long gapNanos;
  private final ReentrantLock lock = new ReentrantLock(true);
  private long nextAt;

  /** What the last turn took of the time: more than a gap where only a part is to be dialled. */
  private long taken;

  /** Nobody has used the time since the turn that was given back. */
  private boolean givenBack;

  /**
   * @param callsPerSecond above 0
   */
  public Pacer(Timers timers, Threads threads, double callsPerSecond) {
    this.timers = timers;
    this.threads = threads;
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
      long carried = Math.min(gapNanos, CARRIED);
      boolean late = now - nextAt <= carried;
      long turn = Math.max(givenBack ? now - carried : late ? nextAt : now, nextAt);
      givenBack = false;
      taken = (long) (gapNanos / share);
      nextAt = turn + taken;
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
      nextAt -= taken;
      givenBack = true;
    } finally {
      lock.unlock();
    }
  }
}
