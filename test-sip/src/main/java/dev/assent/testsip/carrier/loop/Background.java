package dev.assent.testsip.carrier.loop;

import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One thread beside the loop, for files: a disk that others keep busy must not hold up the sound.
 * Tasks run in the order they were given. Any thread.
 */
public final class Background implements AutoCloseable {
  private final ExecutorService executor;
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  public Background(String name) {
    executor = Executors.newSingleThreadExecutor(Thread.ofPlatform().name(name).daemon().factory());
  }

  /** A task whose failure {@link #close} throws. */
  public void run(Callable<?> task) {
    executor.execute(
        () -> {
          try {
            task.call();
          } catch (Exception e) {
            failures.add(e);
          }
        });
  }

  /** The future fails as the task does. */
  public <T> CompletableFuture<T> submit(Callable<T> task) {
    CompletableFuture<T> done = new CompletableFuture<>();
    executor.execute(
        () -> {
          try {
            done.complete(task.call());
          } catch (Exception e) {
            done.completeExceptionally(e);
          }
        });
    return done;
  }

  /** Waits for what was submitted before, then throws the first failure of {@link #run}, if any. */
  @Override
  public void close() {
    executor.close();
    Throwable failure = failures.poll();
    if (failure != null) {
      throw new IllegalStateException("the carrier could not write its files", failure);
    }
  }
}
