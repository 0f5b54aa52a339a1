package dev.assent.dialer.trunk;

import dev.assent.dialer.Threads;
import dev.assent.dialer.Timers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A trunk's channels and calls a second, shared by whoever wants them in proportion to their
 * weights (stride scheduling, Waldspurger 1995): of those waiting when a call may leave, the one
 * that had least of its share goes. So nobody starves, and what one does not want is the others'.
 *
 * <p>Calls are spaced as {@link Pace} has it (R32). Safe for any thread; waits on the injected
 * threads.
 */
public final class TrunkBudget {
  private static final double STRIDE = 1;

  /** Calls that somebody who was away for a moment may catch up on. */
  private static final double CREDIT = 20;

  /** One of those that share. */
  public static final class Claim {
    private final double stride;
    private double pass;

    private Claim(int weight, double pass) {
      this.stride = STRIDE / weight;
      this.pass = pass;
    }
  }

  /** A channel and leave to place one call; to be given back by whoever places none. */
  public final class Turn {
    private final Claim claim;
    private final Pace.Turn turn;

    private Turn(Claim claim, Pace.Turn turn) {
      this.claim = claim;
      this.turn = turn;
    }

    /** The next need not wait for it, and nobody had it; the channel is kept. */
    public void giveBack() {
      lock.lock();
      try {
        claim.pass -= claim.stride;
        pace.giveBack(turn);
        grant();
      } finally {
        lock.unlock();
      }
    }
  }

  private record Waiter(
      Claim claim, DoubleSupplier share, long arrived, CompletableFuture<Turn> granted) {}

  private final Timers timers;
  private final Threads threads;
  private final Pace pace;
  private final int channels;
  private final ReentrantLock lock = new ReentrantLock(true);
  private final List<Waiter> waiting = new ArrayList<>();
  private int free;
  private long arrivals;
  private double virtual;
  private Timers.@Nullable Cancellable wake;
  private long wakeAt;

  /**
   * @param callsPerSecond above 0
   */
  public TrunkBudget(Timers timers, Threads threads, int channels, double callsPerSecond) {
    this.timers = timers;
    this.threads = threads;
    this.channels = channels;
    this.free = channels;
    this.pace = new Pace(callsPerSecond, timers.nanoTime());
  }

  /** One more that shares, from now on. */
  public Claim claim(int weight) {
    lock.lock();
    try {
      return new Claim(weight, virtual);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for a channel and a turn; both are then taken.
   *
   * @param share of the calls a second that may be dialled now, above 0 to 1
   */
  public Turn enter(Claim claim, DoubleSupplier share) throws InterruptedException {
    Waiter waiter;
    lock.lockInterruptibly();
    try {
      claim.pass = Math.max(claim.pass, virtual - CREDIT * claim.stride);
      waiter = new Waiter(claim, share, arrivals++, new CompletableFuture<>());
      waiting.add(waiter);
      grant();
    } finally {
      lock.unlock();
    }
    try {
      threads.await(waiter.granted());
      return waiter.granted().join();
    } catch (InterruptedException e) {
      withdraw(waiter);
      throw e;
    }
  }

  private void withdraw(Waiter waiter) {
    lock.lock();
    try {
      if (!waiting.remove(waiter)) {
        waiter.granted().join().giveBack();
        leave();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock: everybody who may go now goes. */
  private void grant() {
    while (free > 0 && !waiting.isEmpty()) {
      long now = timers.nanoTime();
      long at = pace.next(now);
      if (now < at) {
        wakeAt(now, at);
        return;
      }
      Waiter next =
          waiting.stream()
              .min(
                  Comparator.<Waiter>comparingDouble(waiter -> waiter.claim().pass)
                      .thenComparingLong(Waiter::arrived))
              .orElseThrow();
      waiting.remove(next);
      free--;
      virtual = next.claim().pass;
      next.claim().pass += next.claim().stride;
      Pace.Turn turn = pace.take(at, next.share().getAsDouble());
      next.granted().complete(new Turn(next.claim(), turn));
    }
  }

  /** Sooner than was thought, where a turn was given back. */
  private void wakeAt(long now, long at) {
    if (wake == null || at < wakeAt) {
      if (wake != null) {
        wake.cancel();
      }
      wakeAt = at;
      wake = timers.after(at - now, this::awoken);
    }
  }

  private void awoken() {
    lock.lock();
    try {
      wake = null;
      grant();
    } finally {
      lock.unlock();
    }
  }

  /** A call is over: its channel is free. */
  public void leave() {
    lock.lock();
    try {
      free++;
      grant();
    } finally {
      lock.unlock();
    }
  }

  /** A channel at once, if there is one, for a call that is not ours to space; ended by leaving. */
  Optional<AutoCloseable> channel() {
    lock.lock();
    try {
      if (free == 0) {
        return Optional.empty();
      }
      free--;
      return Optional.of(this::leave);
    } finally {
      lock.unlock();
    }
  }

  public int inUse() {
    lock.lock();
    try {
      return channels - free;
    } finally {
      lock.unlock();
    }
  }

  /** Who waits now. */
  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }
}
