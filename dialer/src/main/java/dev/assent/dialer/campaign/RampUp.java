package dev.assent.dialer.campaign;

import dev.assent.dialer.Timers;
import java.time.Duration;

/**
 * From a tenth of the calls a second to all of them, after the start and after every rest: carriers
 * take a sudden crowd for an attack. Any thread.
 */
final class RampUp {
  private static final double LEAST = 0.1;
  private static final long REST = Duration.ofMinutes(1).toNanos();

  private final Timers timers;
  private final long span;
  private long beganAt;
  private long lastAt;

  RampUp(Timers timers, Duration span) {
    this.timers = timers;
    this.span = span.toNanos();
    this.beganAt = timers.nanoTime();
    this.lastAt = beganAt;
  }

  /**
   * A call begins. One that was only wanted, while its trunk took none, does not end a rest: or
   * after an hour's outage all of them would begin at once.
   */
  synchronized void dialled() {
    long now = timers.nanoTime();
    if (now - lastAt > REST) {
      beganAt = now;
    }
    lastAt = now;
  }

  /** Part of the calls a second that the next call may keep to, above 0 to 1. */
  synchronized double share() {
    long now = timers.nanoTime();
    long since = now - lastAt > REST ? 0 : now - beganAt;
    return span == 0 ? 1 : Math.clamp((double) since / span, LEAST, 1);
  }
}
