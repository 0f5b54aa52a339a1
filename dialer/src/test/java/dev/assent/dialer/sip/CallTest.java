package dev.assent.dialer.sip;

import static dev.assent.dialer.sip.RawPeer.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.sip.transport.Drop;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call from INVITE to BYE. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CallTest {
  private final SipFixture fixture = new SipFixture();
  private final RawPeer peer = fixture.peer;
  private final RecordedEvents events = fixture.events;

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void ringsIsAnsweredAndWeHangUp() {
    PreparedCall prepared = fixture.userAgent.prepare();
    OutgoingCall call = prepared.invite(fixture.spec(), events);

    String invite = peer.expect("INVITE sip:+8619900000002@trunk.example SIP/2.0\r\n");
    assertThat(header(invite, "Call-ID")).isEqualTo(prepared.callId());
    assertThat(header(invite, "From"))
        .isEqualTo("<sip:+8619900000001@trunk.example>;tag=" + prepared.localTag());
    assertThat(invite).endsWith("\r\n\r\n" + RawPeer.SDP);
    peer.answer(invite, "100 Trying", null);
    assertThat(events.next()).isEqualTo("progress 100");
    peer.answerSdp(invite, "183 Session Progress", "far");
    assertThat(events.next()).isEqualTo("progress 183 sdp");
    peer.answerSdp(invite, "200 OK", "far");
    assertThat(events.next()).isEqualTo("answered far sdp");

    String ack = peer.expect("ACK sip:far@" + peer.hostPort() + " SIP/2.0\r\n");
    assertThat(header(ack, "CSeq")).isEqualTo("1 ACK");
    assertThat(header(ack, "To")).endsWith(";tag=far");
    assertThat(header(ack, "Via")).isNotEqualTo(header(invite, "Via"));

    call.hangUp("done");
    String bye = peer.expect("BYE sip:far@" + peer.hostPort() + " SIP/2.0\r\n");
    assertThat(header(bye, "CSeq")).isEqualTo("2 BYE");
    assertThat(header(bye, "Reason")).isEqualTo("Q.850;cause=16;text=\"done\"");
    peer.answer(bye, "200 OK", null);
    assertThat(events.next()).isEqualTo("ended NEAR_END");
    call.hangUp("again");
    fixture.assertEmpty();
    assertThat(peer.isSilent()).isTrue();
    assertThat(events.rest()).isEmpty();
    assertThat(fixture.spool.log()).containsExactly("inviting", "confirmed 1", "closed");
    assertThat(fixture.userAgent.counters().responses().subList(1, 3)).containsExactly(2L, 2L);
  }

  @Test
  void theFarEndHangsUp() {
    fixture.call();
    String invite = fixture.answeredCall("far");

    String bye =
        peer.inDialog(invite, "far", "BYE", 7, "", "Reason: Q.850;cause=31;text=\"normal\"");
    peer.send(bye);
    String answer = peer.expect("SIP/2.0 200 OK\r\n");
    assertThat(header(answer, "CSeq")).isEqualTo("7 BYE");
    assertThat(events.next()).isEqualTo("ended FAR_END [Q.850;cause=31;text=\"normal\"]");

    peer.send(bye);
    assertThat(peer.expect("SIP/2.0 200 OK\r\n")).isEqualTo(answer);
    fixture.assertEmpty();
    assertThat(events.rest()).isEmpty();
  }

  /** The call is known for half a minute more, for copies; what its sound was made of is not. */
  @Test
  void whoListenedToACallIsLetGoWithIt() {
    WeakReference<RecordedEvents> listener = listenedTo();
    assertThat(peer.isSilent()).isTrue();
    for (int i = 0; i < 100 && listener.get() != null; i++) {
      System.gc();
    }
    assertThat(listener.get()).isNull();
  }

  private WeakReference<RecordedEvents> listenedTo() {
    RecordedEvents one = new RecordedEvents();
    fixture.userAgent.prepare().invite(fixture.spec(), one);
    String invite = peer.expect("INVITE");
    peer.answerSdp(invite, "200 OK", "far");
    peer.expect("ACK");
    assertThat(one.next()).isEqualTo("answered far sdp");
    peer.send(peer.inDialog(invite, "far", "BYE", 7, "", "Reason: Q.850;cause=16"));
    peer.expect("SIP/2.0 200 OK\r\n");
    assertThat(one.next()).startsWith("ended FAR_END");
    return new WeakReference<>(one);
  }

  @Test
  void busyIsARefusalWithItsReasons() {
    fixture.call();
    String invite = peer.expect("INVITE");
    peer.answer(invite, "180 Ringing", "far");
    peer.answer(
        invite,
        "603 Network Blocked",
        "far",
        "Reason: Q.850;cause=21;text=\"v=analytics1;url=https://example.com\"",
        "Retry-After: 18");
    String ack = peer.expect("ACK sip:+8619900000002@trunk.example SIP/2.0\r\n");
    assertThat(header(ack, "Via")).isEqualTo(header(invite, "Via"));
    assertThat(header(ack, "To")).endsWith(";tag=far");
    assertThat(events.next()).isEqualTo("progress 180");
    assertThat(events.next())
        .isEqualTo(
            "refused 603 Network Blocked rang after 18"
                + " [Q.850;cause=21;text=\"v=analytics1;url=https://example.com\"]");
    fixture.assertEmpty();
  }

  @Test
  void extraHeadersAreWritten() {
    CallSpec spec =
        fixture.spec(null, Map.of("X-Carrier-Account", "<sip:+8619900000001@trunk.example>"));
    fixture.userAgent.prepare().invite(spec, events);
    String invite = peer.expect("INVITE");
    assertThat(header(invite, "X-Carrier-Account")).isEqualTo("<sip:+8619900000001@trunk.example>");
    assertThat(invite).doesNotContain("Privacy");
    peer.answer(invite, "486 Busy Here", "far");
    assertThat(events.next()).isEqualTo("refused 486 Busy Here");
    fixture.assertEmpty();
  }

  @Test
  void theCallerNumberStandsWhereTheCarrierWantsItAndIsShown() {
    fixture.callWith(
        new InviteProfile(AssertedIdentity.PAI, true, null, ReliableProvisional.OFF, false));
    String invite = peer.expect("INVITE");
    assertThat(header(invite, "From")).startsWith("<sip:+8619900000001@trunk.example>;tag=");
    assertThat(header(invite, "P-Asserted-Identity"))
        .isEqualTo("<sip:+8619900000001@trunk.example>");
    assertThat(header(invite, "Privacy")).isEqualTo("none");
    assertThat(invite).doesNotContain("P-Preferred-Identity", "Supported", "Session-Expires");
    peer.answer(invite, "486 Busy Here", "far");
    assertThat(events.next()).isEqualTo("refused 486 Busy Here");
    fixture.assertEmpty();
  }

  @Test
  void theAddressTheFarEndSeesBecomesOurContact() {
    fixture.call();
    String first = peer.expect("INVITE");
    assertThat(header(first, "Via")).endsWith(";rport");
    assertThat(header(first, "Contact")).contains("127.0.0.1");
    String busy = peer.response(first, "486 Busy Here", "far", "");
    peer.send(busy.replace(";rport", ";received=203.0.113.9;rport=4711"));
    assertThat(events.next()).isEqualTo("refused 486 Busy Here");
    peer.expect("ACK");

    fixture.call();
    String second = peer.expect("INVITE");
    assertThat(header(second, "Contact")).isEqualTo("<sip:203.0.113.9:4711>");
    assertThat(header(second, "Via")).contains("127.0.0.1");
    peer.answer(second, "486 Busy Here", "far");
    assertThat(events.next()).isEqualTo("refused 486 Busy Here");
    fixture.assertEmpty();
  }

  @Test
  void aCallThatCannotBeSpooledIsAnsweredAndHungUp() {
    CallSpool broken =
        new CallSpool() {
          @Override
          public void inviting(SpooledCall call) {}

          @Override
          public void confirmed(SpooledCall call) {
            throw new IllegalStateException("disk full");
          }

          @Override
          public void closed(String callId) {}
        };
    try (UserAgent other = fixture.start(settings -> settings, broken)) {
      other.prepare().invite(fixture.spec(), events);
      peer.answerSdp(peer.expect("INVITE"), "200 OK", "far");
      peer.expect("ACK");
      peer.answer(peer.expect("BYE"), "200 OK", null);
      assertThat(events.next()).isEqualTo("answered far sdp");
      assertThat(events.next()).isEqualTo("ended LOST");
    }
  }

  @Test
  void answersOutOfOrder() {
    OutgoingCall call = fixture.call();
    String invite = peer.expect("INVITE");
    peer.answerSdp(invite, "200 OK", "far");
    peer.answer(invite, "180 Ringing", "far");
    peer.answer(invite, "486 Busy Here", "far");
    peer.expect("ACK");
    assertThat(events.next()).isEqualTo("answered far sdp");
    fixture.drain();
    assertThat(events.rest()).isEmpty();
    call.hangUp("");
    peer.answer(peer.expect("BYE"), "200 OK", null);
    assertThat(events.next()).isEqualTo("ended NEAR_END");
    fixture.assertEmpty();
  }

  @Test
  void aDefectInAListenerStopsNoOtherCall() {
    RecordedEvents faulty =
        new RecordedEvents()
            .retrying(
                _ -> {
                  throw new IllegalStateException("defect");
                });
    fixture.userAgent.prepare().invite(fixture.spec(), faulty);
    peer.answer(peer.expect("INVITE"), "503 Service Unavailable", "far");
    peer.expect("ACK");
    fixture.drain();
    assertThat(fixture.userAgent.counters().dropped(Drop.DEFECT)).isEqualTo(1);
    fixture.call();
    peer.answer(peer.expect("INVITE"), "486 Busy Here", "far");
    assertThat(events.next()).isEqualTo("refused 486 Busy Here");
    fixture.advance(SipFixture.LINGER);
    assertThat(faulty.next()).isEqualTo("refused 503 Service Unavailable");
    assertThat(fixture.userAgent.counters().calls()).isZero();
  }
}
