package dev.assent.dialer.sip.transaction;

import static dev.assent.dialer.sip.message.Messages.response;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.sip.VirtualTimers;
import dev.assent.dialer.sip.message.Messages;
import dev.assent.dialer.sip.message.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** RFC 3261 figure 5 with RFC 6026. */
@Timeout(value = 10, unit = TimeUnit.SECONDS)
class InviteClientTest {
  private final VirtualTimers timers = new VirtualTimers();
  private final List<String> told = new ArrayList<>();

  @AfterEach
  void nothingIsLeftDue() {
    timers.advance(Duration.ofMinutes(2));
    assertThat(timers.pending()).isZero();
    assertThat(told).last().isEqualTo("terminated");
    assertThat(told).filteredOn("terminated"::equals).hasSize(1);
  }

  @Test
  void timersAAndB() {
    RecordedHop hop = start(false);
    timers.advance(Duration.ofSeconds(40));
    assertThat(hop.take())
        .containsExactly(
            "INVITE@0",
            "INVITE@500",
            "INVITE@1500",
            "INVITE@3500",
            "INVITE@7500",
            "INVITE@15500",
            "INVITE@31500");
    assertThat(told).containsExactly("terminated");
    assertThat(timedOutAt).isEqualTo(32_000);
  }

  @Test
  void aProvisionalAnswerStopsRetransmissionAndTimerB() {
    RecordedHop hop = start(false);
    timers.advance(Duration.ofMillis(600));
    transaction.receive(response("100 Trying", "INVITE"));
    timers.advance(Duration.ofMinutes(3));
    assertThat(hop.take()).containsExactly("INVITE@0", "INVITE@500");
    transaction.receive(response("180 Ringing", "INVITE"));
    transaction.receive(response("486 Busy Here", "INVITE"));
    assertThat(told).containsExactly("provisional 100", "provisional 180", "failure 486");
  }

  @Test
  void aRefusalIsAcknowledgedForTimerD() {
    RecordedHop hop = start(false);
    transaction.receive(response("486 Busy Here", "INVITE"));
    timers.advance(Duration.ofMillis(31_999));
    transaction.receive(response("486 Busy Here", "INVITE"));
    transaction.receive(response("180 Ringing", "INVITE"));
    assertThat(hop.take()).containsExactly("INVITE@0", "ACK@0", "ACK@31999");
    assertThat(told).containsExactly("failure 486");
    timers.advance(Duration.ofMillis(1));
    assertThat(told).containsExactly("failure 486", "terminated");
    transaction.receive(response("486 Busy Here", "INVITE"));
    assertThat(hop.take()).isEmpty();
  }

  @Test
  void every2xxIsPassedOnForTimerM() {
    RecordedHop hop = start(false);
    transaction.receive(response("200 OK", "INVITE"));
    timers.advance(Duration.ofMillis(31_999));
    transaction.receive(response("200 OK", "INVITE"));
    transaction.receive(response("180 Ringing", "INVITE"));
    timers.advance(Duration.ofMillis(1));
    transaction.receive(response("200 OK", "INVITE"));
    assertThat(told).containsExactly("success 200", "success 200", "terminated");
    assertThat(hop.take()).containsExactly("INVITE@0");
  }

  @Test
  void overAReliableTransportNothingIsRepeated() {
    RecordedHop hop = start(true);
    timers.advance(Duration.ofSeconds(31));
    transaction.receive(response("486 Busy Here", "INVITE"));
    assertThat(hop.take()).containsExactly("INVITE@0", "ACK@31000");
    assertThat(told).containsExactly("failure 486", "terminated");
  }

  @Test
  void nothingLeft() {
    RecordedHop hop = start(false);
    hop.failLast();
    assertThat(told).containsExactly("terminated");
    assertThat(nothingLeft).isTrue();
  }

  @Test
  void aLaterCopyThatCannotLeaveSaysNothingOfTheFirst() {
    RecordedHop hop = start(false);
    timers.advance(Duration.ofMillis(500));
    hop.failLast();
    assertThat(nothingLeft).isFalse();
  }

  @Test
  void aFailureAfterAnAnswerIsNone() {
    RecordedHop hop = start(false);
    transaction.receive(response("100 Trying", "INVITE"));
    hop.failLast();
    assertThat(told).containsExactly("provisional 100");
    transaction.giveUp();
    transaction.giveUp();
    assertThat(transaction.isOpen()).isFalse();
  }

  @Test
  void resumedItOnlyListens() {
    RecordedHop hop = new RecordedHop(timers, false);
    transaction = make(hop);
    transaction.resume();
    timers.advance(Duration.ofMinutes(5));
    assertThat(hop.take()).isEmpty();
    transaction.receive(response("487 Request Terminated", "INVITE"));
    assertThat(told).containsExactly("failure 487");
    assertThat(hop.take()).containsExactly("ACK@300000");
  }

  private InviteClient transaction;
  private Boolean nothingLeft;
  private long timedOutAt;

  private RecordedHop start(boolean reliable) {
    RecordedHop hop = new RecordedHop(timers, reliable);
    transaction = make(hop);
    transaction.start();
    return hop;
  }

  private InviteClient make(RecordedHop hop) {
    TimerValues values =
        TimerValues.of(Duration.ofMillis(500), Duration.ofSeconds(4), Duration.ofSeconds(5));
    return new InviteClient(
        Messages.head("INVITE"), "INVITE x".getBytes(UTF_8), hop, timers, values, new Told());
  }

  private final class Told implements InviteClient.User {
    @Override
    public void provisional(Response response) {
      told.add("provisional " + response.status());
    }

    @Override
    public void success(Response response) {
      told.add("success " + response.status());
    }

    @Override
    public void failure(Response response) {
      told.add("failure " + response.status());
    }

    @Override
    public void timedOut() {
      timedOutAt = timers.nanoTime() / 1_000_000;
    }

    @Override
    public void unsendable(boolean nothing, Throwable cause) {
      nothingLeft = nothing;
    }

    @Override
    public void terminated() {
      told.add("terminated");
    }
  }
}
