package dev.assent.recorder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A platform thread for each agent, of the lowest priority, so that sealing never takes the core
 * from a media thread. On Linux the JVM heeds priorities only with {@code
 * -XX:ThreadPriorityPolicy=1} (as root); otherwise give the media threads a real-time class, as
 * systemd's {@code CPUSchedulingPolicy} does.
 */
public final class RecorderThreads implements Turns {
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // a wish, not what correctness rests on
  public void begin(String name, Duration rest, BooleanSupplier agent) {
    long restNanos = rest.toNanos();
    threads.add(
        Thread.ofPlatform()
            .name(name)
            .daemon()
            .priority(Thread.MIN_PRIORITY)
            .start(() -> turn(restNanos, agent)));
  }

  private void turn(long restNanos, BooleanSupplier agent) {
    while (!closed) {
      if (!agent.getAsBoolean()) {
        LockSupport.parkNanos(restNanos);
      }
    }
  }

  @Override
  public <T> T await(CompletableFuture<T> done) {
    try {
      return done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public boolean await(CompletableFuture<?> done, long nanos) {
    // A copy: the limit of one who waits is none for the others.
    return await(done.thenApply(_ -> true).completeOnTimeout(false, nanos, TimeUnit.NANOSECONDS));
  }

  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException e) {
          // Files are closed after this: the agents must be gone first.
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
