package dev.assent.dialer.sip;

import dev.assent.dialer.Timers;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import java.util.concurrent.TimeUnit;

/**
 * Real time: one hashed wheel of 10 ms slots and one thread, whatever the number of transactions.
 * SIP's shortest timer is 500 ms, so being up to one slot late costs nothing; scheduling and
 * calling off are O(1).
 */
public final class WheelTimers implements Timers, AutoCloseable {
  private static final long SLOT_MILLIS = 10;
  private static final int SLOTS = 1024;

  private final HashedWheelTimer wheel =
      new HashedWheelTimer(
          task -> Thread.ofPlatform().daemon().name("sip-timers").unstarted(task),
          SLOT_MILLIS,
          TimeUnit.MILLISECONDS,
          SLOTS,
          false);

  @Override
  public Cancellable after(long nanos, Runnable task) {
    Timeout timeout = wheel.newTimeout(_ -> task.run(), nanos, TimeUnit.NANOSECONDS);
    return timeout::cancel;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  /** Drops what is still due. */
  @Override
  public void close() {
    wheel.stop();
  }
}
