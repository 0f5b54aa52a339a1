package dev.assent.dialer.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.VirtualThreads;
import dev.assent.dialer.sip.VirtualTimers;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** New calls are spaced evenly, and a turn that placed no call is not lost. */
@Timeout(30)
class PacerTest {
  private final VirtualTimers timers = new VirtualTimers();
  private final Pacer pacer = new Pacer(timers, new VirtualThreads(), 10);

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
  void aLateTimerDoesNotPutOffThoseAfter() throws InterruptedException {
    pacer.await();
    timers.advance(Duration.ofMillis(130)); // due at 100
    pacer.await();
    Thread next = waiting();
    timers.advance(Duration.ofMillis(69));
    assertThat(next.isAlive()).isTrue();
    timers.advance(Duration.ofMillis(1));
    next.join();
  }

  @Test
  void aTurnGivenBackIsTheNextOnes() throws InterruptedException {
    pacer.await().giveBack();
    pacer.await();
    assertThat(timers.pending()).isZero();
  }

  @Test
  void whatATurnGivenBackHasCostIsMadeUpFor() throws InterruptedException {
    pacer.await();
    timers.advance(Duration.ofMillis(110)); // a timer that was late
    pacer.await().giveBack();
    timers.advance(Duration.ofMillis(5));
    pacer.await();
    Thread next = waiting();
    timers.advance(Duration.ofMillis(96));
    next.join();
  }

  @Test
  void aTurnOfAPartOfTheCallsIsGivenBackWhole() throws InterruptedException {
    pacer.await(0.25).giveBack();
    pacer.await(0.25);
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
      LockSupport.parkNanos(1_000_000); // what is waited for needs the core
    }
    return thread;
  }
}
