package dev.assent.dialer.call;

import dev.assent.dialer.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * Turns the media thread's monotonic nanoseconds into instants of the engine's clock. Safe for any
 * thread.
 */
public final class CallClock {
  private final InstantSource clock;
  private final Timers timers;
  private final Supplier<Duration> offset;

  /**
   * @param offset how far the clock is from the truth, as the kernel says (R02)
   */
  public CallClock(InstantSource clock, Timers timers, Supplier<Duration> offset) {
    this.clock = clock;
    this.timers = timers;
    this.offset = offset;
  }

  /** The engine's time. */
  public Instant now() {
    return clock.instant();
  }

  /** The instant of a monotonic reading of the last hours. */
  public Instant at(long nanos) {
    return clock.instant().minusNanos(timers.nanoTime() - nanos);
  }

  /** The clock's known error. */
  public Duration offset() {
    return offset.get();
  }
}
