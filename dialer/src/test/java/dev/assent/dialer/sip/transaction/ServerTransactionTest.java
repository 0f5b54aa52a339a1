package dev.assent.dialer.sip.transaction;

import static dev.assent.dialer.sip.message.Messages.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.sip.VirtualTimers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** RFC 3261 figures 7 and 8, RFC 6026. */
@Timeout(value = 10, unit = TimeUnit.SECONDS)
class ServerTransactionTest {
  private static final TimerValues VALUES =
      TimerValues.of(Duration.ofMillis(500), Duration.ofSeconds(4), Duration.ofSeconds(5));

  private final VirtualTimers timers = new VirtualTimers();
  private final RecordedHop hop = new RecordedHop(timers, false);
  private long terminatedAt = -1;

  @Test
  void aRefusalIsRepeatedUntilAcknowledged() {
    InviteServer transaction = invite(hop);
    transaction.refuse("488 x".getBytes(UTF_8));
    timers.advance(Duration.ofSeconds(12));
    transaction.receive(request("INVITE"));
    assertThat(hop.take())
        .containsExactly(
            "488@0", "488@500", "488@1500", "488@3500", "488@7500", "488@11500", "488@12000");
    transaction.receive(request("ACK"));
    transaction.receive(request("ACK"));
    transaction.receive(request("INVITE"));
    timers.advance(Duration.ofMinutes(1));
    assertThat(hop.take()).isEmpty();
    assertThat(terminatedAt).as("timer I").isEqualTo(17_000);
    assertThat(timers.pending()).isZero();
  }

  @Test
  void aRefusalNobodyAcknowledgesEndsWithTimerH() {
    invite(hop).refuse("488 x".getBytes(UTF_8));
    timers.advance(Duration.ofMinutes(1));
    assertThat(hop.take()).hasSize(11);
    assertThat(terminatedAt).isEqualTo(32_000);
    assertThat(timers.pending()).isZero();
  }

  @Test
  void afterA2xxCopiesAreAbsorbedForTimerL() {
    InviteServer transaction = invite(hop);
    transaction.accept("200 x".getBytes(UTF_8));
    transaction.receive(request("INVITE"));
    transaction.receive(request("ACK"));
    timers.advance(Duration.ofMinutes(1));
    assertThat(hop.take()).containsExactly("200@0");
    assertThat(terminatedAt).isEqualTo(32_000);
  }

  @Test
  void overAReliableTransportARefusalIsSentOnceAndConfirmedIsBrief() {
    RecordedHop tcp = new RecordedHop(timers, true);
    InviteServer transaction = invite(tcp);
    transaction.refuse("488 x".getBytes(UTF_8));
    timers.advance(Duration.ofSeconds(10));
    transaction.receive(request("ACK"));
    assertThat(tcp.take()).containsExactly("488@0");
    assertThat(terminatedAt).isEqualTo(10_000);
    assertThat(timers.pending()).isZero();
  }

  @Test
  void anAnswerIsKeptForTimerJ() {
    NonInviteServer transaction = new NonInviteServer(hop, timers, VALUES, this::terminated);
    transaction.answer("200 x".getBytes(UTF_8));
    timers.advance(Duration.ofMillis(31_999));
    transaction.receive(request("BYE"));
    timers.advance(Duration.ofSeconds(1));
    transaction.receive(request("BYE"));
    assertThat(hop.take()).containsExactly("200@0", "200@31999");
    assertThat(terminatedAt).isEqualTo(32_000);
    assertThat(timers.pending()).isZero();
  }

  @Test
  void overAReliableTransportAnAnswerIsNotKept() {
    new NonInviteServer(new RecordedHop(timers, true), timers, VALUES, this::terminated)
        .answer("200 x".getBytes(UTF_8));
    assertThat(terminatedAt).isZero();
    assertThat(timers.pending()).isZero();
  }

  private InviteServer invite(Hop where) {
    return new InviteServer(where, timers, VALUES, this::terminated);
  }

  private void terminated() {
    terminatedAt = timers.nanoTime() / 1_000_000;
  }
}
