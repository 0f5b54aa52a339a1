package dev.assent.dialer.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.Timers;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class WheelTimersTest {

  @Test
  void firesOnceNotTooEarlyAndNotWhenCalledOff() throws InterruptedException {
    try (WheelTimers timers = new WheelTimers()) {
      AtomicBoolean calledOff = new AtomicBoolean();
      Timers.Cancellable off =
          timers.after(Duration.ofMillis(20).toNanos(), () -> calledOff.set(true));
      off.cancel();
      off.cancel();
      long start = timers.nanoTime();
      CountDownLatch fired = new CountDownLatch(1);
      timers.after(Duration.ofMillis(60).toNanos(), fired::countDown);
      assertThat(fired.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(timers.nanoTime() - start).isGreaterThanOrEqualTo(Duration.ofMillis(60).toNanos());
      assertThat(calledOff).isFalse();
    }
  }
}
