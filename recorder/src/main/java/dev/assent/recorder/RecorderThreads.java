package dev.assent.recorder;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * A platform thread for each agent, of the lowest priority, so that sealing never takes the core
 * from a media thread. On Linux the JVM heeds priorities only with {@code
 * -XX:ThreadPriorityPolicy=1} (as root); otherwise give the media threads a real-time class, as
 * systemd's {@code CPUSchedulingPolicy} does.
 */
public final class RecorderThreads implements Turns {
  private static final long REST_NANOS = 2_000_000;

  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // a wish, not what correctness rests on
  public void begin(String name, BooleanSupplier agent) {
    threads.add(
        Thread.ofPlatform()
            .name(name)
            .daemon()
            .priority(Thread.MIN_PRIORITY)
            .start(() -> turn(agent)));
  }

  private void turn(BooleanSupplier agent) {
    while (!closed) {
      if (!agent.getAsBoolean()) {
        LockSupport.parkNanos(REST_NANOS);
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
