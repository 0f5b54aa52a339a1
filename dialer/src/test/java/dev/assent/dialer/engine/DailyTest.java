package dev.assent.dialer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.sip.VirtualTimers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A job once a day, in time that passes only when told to. */
@Timeout(60)
class DailyTest {
  private static final Instant START = Instant.parse("2026-11-01T02:00:00Z");

  private final VirtualTimers timers = new VirtualTimers();
  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final Semaphore ran = new Semaphore(0);

  private void hour() throws InterruptedException {
    awaitArmed();
    now.updateAndGet(at -> at.plus(Duration.ofHours(1)));
    timers.advance(Duration.ofHours(1));
    awaitArmed();
  }

  /** The job runs on a thread of its own, which arms the next hour when it has ended. */
  private void awaitArmed() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (timers.pending() == 0) {
      assertThat(System.nanoTime()).isLessThan(end);
      LockSupport.parkNanos(1_000_000); // what is waited for needs the core
    }
  }

  @Test
  void itRunsAtOnceAndOnceADay() throws Exception {
    try (Daily daily = Daily.start("look", ran::release, now::get, timers)) {
      assertThat(daily).isNotNull();
      hour();
      assertThat(ran.availablePermits()).as("at once").isEqualTo(1);
      for (int hour = 0; hour < 22; hour++) {
        hour();
      }
      assertThat(ran.availablePermits()).as("after 23 hours").isEqualTo(1);
      hour();
      assertThat(ran.tryAcquire(2, 30, TimeUnit.SECONDS)).as("after a day").isTrue();
      awaitArmed();
    }
    assertThat(timers.pending()).as("closed").isZero();
  }

  @Test
  void itsFirstTimeMayComeLater() throws Exception {
    Duration minute = Duration.ofMinutes(1);
    try (Daily daily = Daily.startAfter(minute, "look", ran::release, now::get, timers)) {
      assertThat(daily).isNotNull();
      timers.advance(minute.minusMillis(1));
      assertThat(timers.pending()).as("waits").isEqualTo(1);
      assertThat(ran.availablePermits()).as("not yet").isZero();
      timers.advance(Duration.ofMillis(1));
      assertThat(ran.tryAcquire(30, TimeUnit.SECONDS)).as("after a minute").isTrue();
      hour();
      assertThat(ran.availablePermits()).as("not again within a day").isZero();
    }
  }

  @Test
  void aFirstTimeThatNeverCame() {
    Daily.startAfter(Duration.ofMinutes(1), "look", ran::release, now::get, timers).close();
    assertThat(timers.pending()).isZero();
  }

  @Test
  void aJobThatFailsIsTriedAgain() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    Runnable failing =
        () -> {
          if (tries.incrementAndGet() == 1) {
            throw new IllegalStateException("the database is busy");
          }
          ran.release();
        };
    try (Daily daily = Daily.start("look", failing, now::get, timers)) {
      assertThat(daily).isNotNull();
      hour();
      assertThat(ran.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void aClockThatWasSetBackDoesNotDelayIt() throws Exception {
    try (Daily daily = Daily.start("look", ran::release, now::get, timers)) {
      assertThat(daily).isNotNull();
      awaitArmed();
      now.set(START.minus(Duration.ofDays(300)));
      hour();
      assertThat(ran.tryAcquire(2, 30, TimeUnit.SECONDS)).isTrue();
    }
  }
}
