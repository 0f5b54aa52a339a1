package dev.assent.dialer.simulate;

import dev.assent.dialer.Threads;
import dev.assent.dialer.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Time that passes only when nobody has anything to do, and threads of which one at a time goes on,
 * in the order in which they were woken: every run with the same orders is the same run. Whatever
 * is used here is touched by the thread whose turn it is; the clock may be read by any.
 */
final class VirtualTime implements InstantSource, Timers, Threads {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** Whoever does more in one second goes on and on without any time passing. */
  private static final int STEPS_A_SECOND = 200_000;

  private final Instant began;
  private final Queue<Fibre> ready = new ArrayDeque<>();
  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
  private final Semaphore driver = new Semaphore(0);
  private long numbers;
  private volatile long nanos;
  private volatile Duration skew = Duration.ZERO;
  private BooleanSupplier over = () -> false;
  private long end;
  private long second;
  private int steps;
  private boolean goesOn;
  private @Nullable Fibre running;
  private @Nullable Throwable failure;

  VirtualTime(Instant began) {
    this.began = began;
  }

  /** A thread and its permission to go on. */
  private static final class Fibre {
    private final Semaphore turn = new Semaphore(0);
  }

  private static final class Due {
    private final long at;
    private final long number;
    private @Nullable Runnable task;

    Due(long at, long number, Runnable task) {
      this.at = at;
      this.number = number;
      this.task = task;
    }

    long at() {
      return at;
    }

    long number() {
      return number;
    }
  }

  /** What the machine's clock says. */
  @Override
  public Instant instant() {
    return actual().plus(skew);
  }

  /** What time it is. */
  Instant actual() {
    return began.plusNanos(nanos);
  }

  /** From now on the machine's clock is so far ahead. */
  void skew(Duration ahead) {
    skew = ahead;
  }

  @Override
  public long nanoTime() {
    return nanos;
  }

  @Override
  public Cancellable after(long inNanos, Runnable task) {
    Due entry = new Due(nanos + Math.max(0, inNanos), ++numbers, task);
    due.add(entry);
    return () -> entry.task = null;
  }

  @Override
  public void start(String name, Runnable task) {
    Fibre fibre = new Fibre();
    Thread.ofVirtual()
        .name(name)
        .start(
            () -> {
              fibre.turn.acquireUninterruptibly();
              try {
                task.run();
              } catch (RuntimeException | Error e) {
                fail(e);
              } finally {
                passOn(null);
              }
            });
    ready.add(fibre);
  }

  @Override
  public void await(CompletableFuture<?> done) {
    if (done.isDone()) {
      return;
    }
    Fibre me = running;
    if (me == null) {
      throw new IllegalStateException("only a simulated thread waits in simulated time");
    }
    var _ = done.whenComplete((_, _) -> ready.add(me));
    passOn(me);
  }

  /** Lets this much time pass for the calling thread. */
  void sleep(Duration time) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    after(time.toNanos(), () -> over.complete(null));
    await(over);
  }

  /**
   * Lets everybody go on, and time pass, until that is so, until that instant, or until nothing can
   * happen any more. Whoever waits then waits for ever, like the threads of a process that is gone.
   *
   * @return whether something could still happen
   */
  boolean run(BooleanSupplier isOver, Instant until) {
    over = isOver;
    end = Duration.between(began, until).toNanos();
    Fibre first = next();
    if (first != null) {
      begin(first);
      driver.acquireUninterruptibly();
    }
    Throwable thrown = failure;
    if (thrown != null) {
      throw new IllegalStateException("a simulated thread failed", thrown);
    }
    return goesOn;
  }

  /**
   * Whoever has nothing more to do looks itself for who is next: often that is itself, and nobody
   * has to be woken.
   */
  private void passOn(@Nullable Fibre me) {
    Fibre next = next();
    if (next == null) {
      driver.release();
    } else if (next == me) {
      running = me;
      return;
    } else {
      begin(next);
    }
    if (me != null) {
      me.turn.acquireUninterruptibly();
    }
  }

  private void begin(Fibre next) {
    running = next;
    next.turn.release();
  }

  /** Whose turn it is, time having passed up to it; null when it is all over. */
  private @Nullable Fibre next() {
    running = null;
    goesOn = true;
    while (failure == null && !over.getAsBoolean()) {
      step();
      Fibre next = ready.poll();
      if (next != null) {
        return next;
      }
      Due now = due.peek();
      if (now == null || now.at > end) {
        nanos = now == null ? nanos : end;
        goesOn = now != null;
        return null;
      }
      due.remove();
      happen(now);
    }
    return null;
  }

  private void step() {
    steps++;
    if (nanos - second > SECOND) {
      second = nanos;
      steps = 0;
    } else if (steps > STEPS_A_SECOND) {
      fail(new IllegalStateException("somebody looks again and again at " + instant()));
    }
  }

  private void happen(Due now) {
    Runnable task = now.task;
    if (task != null) {
      nanos = now.at;
      try {
        task.run();
      } catch (RuntimeException | Error e) {
        fail(e);
      }
    }
  }

  /** What fails in a world that is over, fails no more. */
  private void fail(Throwable thrown) {
    if (failure == null && !over.getAsBoolean()) {
      failure = thrown;
    }
  }
}
