package dev.assent.dialer.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The ladder of a call, while it happens, without a number in it. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class SipTraceTest {
  private final SipFixture fixture = new SipFixture();
  private final List<String> lines = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void theLadderOfACall() {
    try (SipTrace.Watch _ = fixture.userAgent.trace().watch(message -> lines.add(message.line()))) {
      OutgoingCall call = fixture.call();
      String invite = fixture.peer.expect("INVITE");
      fixture.peer.answer(
          invite,
          "480 Gone, ask 8619900000002",
          "far",
          "Reason: Q.850;cause=17;text=\"+86 199-0000 0002\"");
      fixture.peer.expect("ACK");
      assertThat(fixture.events.next()).startsWith("refused 480");
      String id = call.callId().substring(0, 8);
      assertThat(lines).hasSize(3);
      assertThat(lines.get(0))
          .startsWith(id + " --> 127.0.0.1:")
          .contains("/UDP  INVITE sip:+86*********02@trunk.example SIP/2.0 (1 INVITE)");
      assertThat(lines.get(1))
          .startsWith(id + " <-- ")
          .contains("SIP/2.0 480 Gone, ask 861********02 (1 INVITE)  Reason: Q.850;cause=17;text=");
      assertThat(lines.get(2)).startsWith(id + " --> ").contains("  ACK sip:");
      assertThat(lines).noneMatch(line -> line.replaceAll("[^0-9]", "").contains("19900000002"));
    }
    fixture.call();
    fixture.peer.expect("INVITE");
    assertThat(lines).as("nobody looks any more").hasSize(3);
  }

  @Test
  void aForeignCallIdMayHoldANumber() {
    fixture.userAgent.trace().watch(message -> lines.add(message.callId()));
    fixture.peer.send(
        fixture
            .peer
            .outside("OPTIONS", "x")
            .replace("Call-ID: x", "Call-ID: 13800138000@10.0.0.1"));
    fixture.peer.expect("SIP/2.0 200");
    assertThat(lines).containsOnly("138******00@10.0.0.1");
  }
}
