package dev.assent.dialer.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.sip.EndCause;
import dev.assent.dialer.sip.VirtualTimers;
import dev.assent.media.rtp.Key;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The one queue of a call: bounded, in order, and never without room for what matters. */
@Timeout(30)
class CallMailboxTest {
  private final VirtualTimers timers = new VirtualTimers();
  private final CallMailbox mailbox = new CallMailbox(timers);

  private static Signal key(char digit) {
    return new Signal.KeyHeard(new Key(digit, 0, 100, Key.Path.RFC4733, true));
  }

  @Test
  void aFloodOfKeysLeavesRoomForA9AndTheEnd() throws InterruptedException {
    for (int i = 0; i < 10_000; i++) {
      mailbox.offer(key('5'));
    }
    mailbox.offer(key('9'));
    mailbox.offer(new Signal.DialogEnded(EndCause.FAR_END, List.of()));
    assertThat(mailbox.overflowed()).isPositive();

    long fives = 10_000 - mailbox.overflowed();
    for (long i = 0; i < fives; i++) {
      assertThat(mailbox.take()).isEqualTo(key('5'));
    }
    assertThat(mailbox.take()).isEqualTo(key('9'));
    assertThat(mailbox.take()).isEqualTo(new Signal.DialogEnded(EndCause.FAR_END, List.of()));
  }

  @Test
  void aWaitIsOverWhenItsTimeIsUpAndNotBefore() throws InterruptedException {
    try (CallMailbox.Wait wait = mailbox.begin(Duration.ofSeconds(8))) {
      timers.advance(Duration.ofMillis(7999));
      mailbox.offer(key('1'));
      timers.advance(Duration.ofMillis(1));
      assertThat(mailbox.take()).isEqualTo(key('1'));
      assertThat(wait.isOver((Signal.TimeUp) mailbox.take())).isTrue();
    }
  }

  @Test
  void theEndOfAnEarlierWaitIsNotTheEndOfThisOne() throws InterruptedException {
    mailbox.begin(Duration.ofSeconds(1));
    timers.advance(Duration.ofSeconds(1)); // its time is up just before it is closed
    try (CallMailbox.Wait second = mailbox.begin(Duration.ofSeconds(8))) {
      assertThat(second.isOver((Signal.TimeUp) mailbox.take())).isFalse();
    }
    assertThat(timers.pending()).isZero();
  }
}
