package dev.assent.dialer.sip.transaction;

import static dev.assent.dialer.sip.message.Messages.response;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.sip.VirtualTimers;
import dev.assent.dialer.sip.message.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** RFC 3261 figure 6. */
@Timeout(value = 10, unit = TimeUnit.SECONDS)
class NonInviteClientTest {
  private final VirtualTimers timers = new VirtualTimers();
  private final List<String> told = new ArrayList<>();
  private NonInviteClient transaction;

  @AfterEach
  void nothingIsLeftDue() {
    timers.advance(Duration.ofMinutes(2));
    assertThat(timers.pending()).isZero();
    assertThat(told).filteredOn("terminated"::equals).hasSize(1);
  }

  @Test
  void timersEAndF() {
    RecordedHop hop = start(false);
    timers.advance(Duration.ofSeconds(40));
    assertThat(hop.take())
        .containsExactly(
            "BYE@0",
            "BYE@500",
            "BYE@1500",
            "BYE@3500",
            "BYE@7500",
            "BYE@11500",
            "BYE@15500",
            "BYE@19500",
            "BYE@23500",
            "BYE@27500",
            "BYE@31500");
    assertThat(told).containsExactly("terminated", "unanswered@32000");
  }

  @Test
  void aProvisionalAnswerSlowsRetransmissionToT2() {
    RecordedHop hop = start(false);
    transaction.receive(response("100 Trying", "BYE"));
    timers.advance(Duration.ofSeconds(9));
    transaction.receive(response("200 OK", "BYE"));
    assertThat(hop.take()).containsExactly("BYE@0", "BYE@500", "BYE@4500", "BYE@8500");
    assertThat(told).containsExactly("answered 200");
  }

  @Test
  void copiesOfTheAnswerAreAbsorbedForTimerK() {
    RecordedHop hop = start(false);
    transaction.receive(response("200 OK", "BYE"));
    timers.advance(Duration.ofMillis(4999));
    transaction.receive(response("200 OK", "BYE"));
    assertThat(told).containsExactly("answered 200");
    timers.advance(Duration.ofMillis(1));
    assertThat(told).containsExactly("answered 200", "terminated");
    assertThat(hop.take()).containsExactly("BYE@0");
  }

  @Test
  void overAReliableTransportNothingIsRepeated() {
    RecordedHop hop = start(true);
    timers.advance(Duration.ofSeconds(31));
    transaction.receive(response("200 OK", "BYE"));
    assertThat(hop.take()).containsExactly("BYE@0");
    assertThat(told).containsExactly("answered 200", "terminated");
  }

  @Test
  void whatCannotLeaveIsUnanswered() {
    start(false).failLast();
    assertThat(told).containsExactly("terminated", "unanswered@0");
  }

  private RecordedHop start(boolean reliable) {
    RecordedHop hop = new RecordedHop(timers, reliable);
    TimerValues values =
        TimerValues.of(Duration.ofMillis(500), Duration.ofSeconds(4), Duration.ofSeconds(5));
    transaction = new NonInviteClient("BYE x".getBytes(UTF_8), hop, timers, values, new Told());
    transaction.start();
    return hop;
  }

  private final class Told implements NonInviteClient.User {
    @Override
    public void answered(Response response) {
      told.add("answered " + response.status());
    }

    @Override
    public void unanswered() {
      told.add("unanswered@" + timers.nanoTime() / 1_000_000);
    }

    @Override
    public void terminated() {
      told.add("terminated");
    }
  }
}
