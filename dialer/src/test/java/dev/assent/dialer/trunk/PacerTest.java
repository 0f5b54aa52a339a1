package dev.assent.dialer.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.sip.VirtualTimers;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** New calls are spaced evenly, and a turn that placed no call is not lost. */
@Timeout(30)
class PacerTest {
  private final VirtualTimers timers = new VirtualTimers();
  private final Pacer pacer = new Pacer(timers, 10);

  @Test
  void aSecondTurnComesOneGapLater() throws InterruptedException {
    pacer.await();
    Thread second = waiting();
    timers.advance(Duration.ofMillis(99));
    assertThat(second.isAlive()).isTrue();
    timers.advance(Duration.ofMillis(1));
    second.join();
  }

  @Test
  void idleTimeIsNotSavedUpForABurst() throws InterruptedException {
    pacer.await();
    timers.advance(Duration.ofSeconds(60));
    pacer.await();
    Thread next = waiting();
    timers.advance(Duration.ofMillis(100));
    next.join();
  }

  @Test
  void aTurnGivenBackIsTheNextOnes() throws InterruptedException {
    pacer.await();
    pacer.giveBack();
    pacer.await();
    assertThat(timers.pending()).isZero();
  }

  /** Somebody who has begun to wait. */
  private Thread waiting() {
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    pacer.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    while (timers.pending() == 0) {
      Thread.onSpinWait();
    }
    return thread;
  }
}
