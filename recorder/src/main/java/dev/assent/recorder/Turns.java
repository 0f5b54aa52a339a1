package dev.assent.recorder;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Who gives the recorder's agents their turns, and the monotonic time they go by. A test turns them
 * by hand.
 */
public interface Turns extends AutoCloseable {
  /** Monotonic, nanoseconds. */
  long nanoTime();

  /**
   * From now on calls {@code agent} again and again, never from two threads at once, resting for
   * {@code rest} when it returns false.
   */
  void begin(String name, Duration rest, BooleanSupplier agent);

  /** Blocks the calling thread until it is done; throws what it failed of. */
  <T> T await(CompletableFuture<T> done);

  /**
   * The same for at most {@code nanos}.
   *
   * @return false if it was not done by then
   */
  boolean await(CompletableFuture<?> done, long nanos);

  /** Returns when no agent is being called any more. */
  @Override
  void close();
}
