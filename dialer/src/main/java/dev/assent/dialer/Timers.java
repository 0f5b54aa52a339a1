package dev.assent.dialer;

/**
 * Time, as the user agent sees it. {@link WheelTimers} is the real one; tests advance a virtual
 * one.
 */
public interface Timers {

  /**
   * Runs {@code task} once, not before {@code nanos} have passed. The task runs on a thread of the
   * timers and must only hand work on.
   */
  Cancellable after(long nanos, Runnable task);

  /** Nanoseconds since some fixed instant; never goes back. */
  long nanoTime();

  /** Something due that can be called off; calling it off twice, or too late, does nothing. */
  @FunctionalInterface
  interface Cancellable {
    void cancel();
  }
}
