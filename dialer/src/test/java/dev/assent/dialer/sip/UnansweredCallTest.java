package dev.assent.dialer.sip;

import static dev.assent.dialer.sip.RawPeer.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls nobody takes: CANCEL and its races, silence. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class UnansweredCallTest {
  private final SipFixture fixture = new SipFixture();
  private final RawPeer peer = fixture.peer;
  private final RecordedEvents events = fixture.events;

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aCancelWaitsForAProvisionalAnswer() {
    OutgoingCall call = fixture.call();
    String invite = peer.expect("INVITE");
    call.cancel("stopped");
    fixture.drain();
    assertThat(peer.isSilent()).isTrue();
    peer.answer(invite, "100 Trying", null);
    String cancel = peer.expect("CANCEL sip:+8619900000002@trunk.example SIP/2.0\r\n");
    assertThat(header(cancel, "Via")).isEqualTo(header(invite, "Via"));
    assertThat(header(cancel, "CSeq")).isEqualTo("1 CANCEL");
    assertThat(header(cancel, "To")).isEqualTo(header(invite, "To"));
    assertThat(header(cancel, "Reason")).isEqualTo("SIP;cause=487;text=\"stopped\"");
    peer.answer(cancel, "200 OK", "far");
    peer.answer(invite, "487 Request Terminated", "far");
    peer.expect("ACK");
    assertThat(events.next()).isEqualTo("progress 100");
    assertThat(events.next()).isEqualTo("cancelled false");
    call.cancel("again");
    call.hangUp("again");
    fixture.assertEmpty();
    assertThat(events.rest()).isEmpty();
    assertThat(peer.isSilent()).isTrue();
  }

  @Test
  void theAnswerCrossesTheCancel() {
    OutgoingCall call = fixture.call();
    String invite = peer.expect("INVITE");
    peer.answer(invite, "180 Ringing", "far");
    assertThat(events.next()).isEqualTo("progress 180");
    call.cancel("stopped");
    String cancel = peer.expect("CANCEL");
    peer.answerSdp(invite, "200 OK", "far");
    peer.answer(cancel, "200 OK", "far");
    peer.expect("ACK");
    String bye = peer.expect("BYE");
    assertThat(events.next()).isEqualTo("cancelled true");
    peer.answer(bye, "200 OK", null);
    fixture.assertEmpty();
    assertThat(fixture.spool.log()).containsExactly("inviting", "confirmed 1", "closed");
    assertThat(fixture.userAgent.counters().lateAnswers()).isEqualTo(1);
  }

  @Test
  void theAnswerComesBeforeAnyProvisionalAnswer() {
    OutgoingCall call = fixture.call();
    String invite = peer.expect("INVITE");
    call.cancel("stopped");
    fixture.drain();
    peer.answerSdp(invite, "200 OK", "far");
    peer.expect("ACK");
    peer.answer(peer.expect("BYE"), "200 OK", null);
    assertThat(events.next()).isEqualTo("cancelled true");
    fixture.assertEmpty();
  }

  @Test
  void aCancelAfterTheAnswerIsTooLate() {
    OutgoingCall call = fixture.call();
    fixture.answeredCall("far");
    call.cancel("too late");
    fixture.drain();
    assertThat(peer.isSilent()).isTrue();
    call.hangUp("");
    peer.answer(peer.expect("BYE"), "200 OK", null);
    assertThat(events.next()).isEqualTo("ended NEAR_END");
    fixture.assertEmpty();
  }

  @Test
  void busyCrossesTheCancel() {
    OutgoingCall call = fixture.call();
    String invite = peer.expect("INVITE");
    peer.answer(invite, "180 Ringing", "far");
    assertThat(events.next()).isEqualTo("progress 180");
    call.hangUp("stopped");
    peer.answer(peer.expect("CANCEL"), "200 OK", "far");
    peer.answer(invite, "486 Busy Here", "far");
    assertThat(events.next()).isEqualTo("refused 486 Busy Here rang");
    fixture.assertEmpty();
  }

  @Test
  void withoutAFinalAnswerACancelledCallIsGivenUp() {
    OutgoingCall call = fixture.call();
    String invite = peer.expect("INVITE");
    peer.answer(invite, "180 Ringing", "far");
    assertThat(events.next()).isEqualTo("progress 180");
    call.cancel("stopped");
    peer.answer(peer.expect("CANCEL"), "200 OK", "far");
    fixture.drain();
    fixture.advance(Duration.ofMillis(31_900));
    assertThat(events.rest()).isEmpty();
    fixture.advance(Duration.ofMillis(100));
    assertThat(events.next()).isEqualTo("cancelled false");

    fixture.advance(SipFixture.LINGER);
    peer.answerSdp(invite, "200 OK", "far");
    peer.expect("ACK");
    peer.answer(peer.expect("BYE"), "200 OK", null);
    fixture.assertEmpty();
    assertThat(events.rest()).isEmpty();
  }

  @Test
  void itRingsNoLongerThanAllowed() {
    fixture.call();
    String invite = peer.expect("INVITE");
    peer.answer(invite, "100 Trying", null);
    assertThat(events.next()).isEqualTo("progress 100");
    fixture.advance(Duration.ofSeconds(40));
    peer.answer(invite, "180 Ringing", "far");
    assertThat(events.next()).isEqualTo("progress 180");
    fixture.drain();
    fixture.advance(Duration.ofMillis(44_999));
    peer.answer(invite, "180 Ringing", "far");
    assertThat(events.next()).isEqualTo("progress 180");
    assertThat(peer.isSilent()).as("45 s from the first 180, not before").isTrue();
    fixture.advance(Duration.ofMillis(1));
    peer.answer(peer.expect("CANCEL"), "200 OK", "far");
    peer.answer(invite, "487 Request Terminated", "far");
    assertThat(events.next()).isEqualTo("cancelled false");
    fixture.assertEmpty();
  }

  @Test
  void silenceIsUnknown() {
    fixture.call();
    for (int i = 0; i < 7; i++) {
      peer.expect("INVITE");
      fixture.advance(Duration.ofMillis(500L << i));
    }
    assertThat(events.next()).isEqualTo("unknown no answer to INVITE");
    assertThat(fixture.userAgent.counters().retransmissions()).isEqualTo(6);
    fixture.assertEmpty();
    assertThat(fixture.spool.log()).containsExactly("inviting", "closed");
  }

  @Test
  void a408IsUnknown() {
    fixture.events.retrying(_ -> true);
    fixture.call();
    peer.answer(peer.expect("INVITE"), "408 Request Timeout", "far");
    assertThat(events.next()).isEqualTo("unknown 408 Request Timeout");
    fixture.assertEmpty();
  }

  @Test
  void anUnsafeSpoolKeepsTheInviteHome() {
    CallSpool broken =
        new CallSpool() {
          @Override
          public void inviting(SpooledCall call) {
            throw new IllegalStateException("disk full");
          }

          @Override
          public void confirmed(SpooledCall call) {}

          @Override
          public void closed(String callId) {}
        };
    try (UserAgent other = fixture.start(settings -> settings, broken)) {
      other.prepare().invite(fixture.spec(), events);
      assertThat(events.next()).isEqualTo("notSent the call could not be spooled");
      assertThat(peer.isSilent()).isTrue();
      assertThat(other.counters().calls()).isZero();
    }
  }

  @Test
  void closingTellsEveryCall() {
    fixture.call();
    peer.expect("INVITE");
    fixture.userAgent.close();
    assertThat(events.next()).isEqualTo("unknown the user agent was closed");
  }
}
