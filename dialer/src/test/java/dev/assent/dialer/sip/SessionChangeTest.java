package dev.assent.dialer.sip;

import static dev.assent.dialer.sip.RawPeer.SDP;
import static dev.assent.dialer.sip.RawPeer.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the far end may ask for while the call is up, and before. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SessionChangeTest {
  private static final String HOLD = SDP + "a=sendonly\r\n";
  private static final String HELD = SDP + "a=recvonly\r\n";

  private final SipFixture fixture = new SipFixture();
  private final RawPeer peer = fixture.peer;
  private final RecordedEvents events =
      fixture.events.reoffering(offer -> offer.contains("sendonly") ? HELD : null);

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void holdByReinvite() {
    OutgoingCall call = fixture.call();
    String invite = fixture.answeredCall("far");
    try (RawPeer moved = new RawPeer()) {
      String reinvite =
          peer.inDialog(invite, "far", "INVITE", 5, HOLD)
              .replace("<sip:far@" + peer.hostPort(), "<sip:far@" + moved.hostPort());
      peer.send(reinvite);
      String answer = peer.expect("SIP/2.0 200 OK\r\n");
      assertThat(answer).endsWith(HELD);
      assertThat(header(answer, "Contact")).isNotEmpty();
      assertThat(events.next()).isEqualTo("reoffered true");

      fixture.advance(Duration.ofMillis(500));
      assertThat(peer.expect("SIP/2.0 200 OK")).as("until the ACK").isEqualTo(answer);
      peer.send(reinvite);
      fixture.drain();
      assertThat(peer.isSilent()).as("a copy is absorbed").isTrue();
      peer.send(peer.inDialog(invite, "far", "ACK", 5, ""));
      fixture.drain();
      fixture.advance(Duration.ofSeconds(40));
      assertThat(peer.isSilent()).isTrue();

      call.hangUp("");
      moved.answer(moved.expect("BYE sip:far@" + moved.hostPort()), "200 OK", null);
      assertThat(events.next()).isEqualTo("ended NEAR_END");
    }
    fixture.assertEmpty();
  }

  @Test
  void aChangeWeCannotFollowIs488AndTheCallGoesOn() {
    OutgoingCall call = fixture.call();
    String invite = fixture.answeredCall("far");
    peer.send(peer.inDialog(invite, "far", "INVITE", 5, SDP));
    String refusal = peer.expect("SIP/2.0 488");
    assertThat(events.next()).isEqualTo("reoffered false");
    fixture.advance(Duration.ofMillis(500));
    assertThat(peer.expect("SIP/2.0 488")).isEqualTo(refusal);
    peer.send(peer.inDialog(invite, "far", "ACK", 5, "").replace("-ACK5", "-INVITE5"));
    fixture.drain();
    fixture.advance(Duration.ofSeconds(2));
    assertThat(peer.isSilent()).isTrue();
    hangUp(call);
  }

  @Test
  void updateHoldsToo() {
    OutgoingCall call = fixture.call();
    String invite = fixture.answeredCall("far");
    peer.send(peer.inDialog(invite, "far", "UPDATE", 5, HOLD));
    assertThat(peer.expect("SIP/2.0 200 OK")).endsWith(HELD);
    assertThat(events.next()).isEqualTo("reoffered true");
    peer.send(peer.inDialog(invite, "far", "UPDATE", 6, ""));
    assertThat(peer.expect("SIP/2.0 200 OK")).contains("Content-Length: 0");
    peer.send(peer.inDialog(invite, "far", "UPDATE", 7, SDP));
    peer.expect("SIP/2.0 488");
    assertThat(events.next()).isEqualTo("reoffered false");
    hangUp(call);
  }

  @Test
  void askedForAnOfferWeRepeatOurSessionAndTakeTheAnswerFromTheAck() {
    OutgoingCall call = fixture.call();
    String invite = fixture.answeredCall("far");
    peer.send(peer.inDialog(invite, "far", "INVITE", 5, ""));
    assertThat(peer.expect("SIP/2.0 200 OK")).endsWith(SDP);

    peer.send(peer.inDialog(invite, "far", "UPDATE", 6, HOLD));
    peer.expect("SIP/2.0 491 Request Pending");
    peer.send(peer.inDialog(invite, "far", "INVITE", 7, HOLD));
    peer.expect("SIP/2.0 491 Request Pending");
    peer.send(peer.inDialog(invite, "far", "ACK", 7, "").replace("-ACK7", "-INVITE7"));

    peer.send(peer.inDialog(invite, "far", "ACK", 5, HOLD));
    assertThat(events.next()).isEqualTo("reoffered true");
    hangUp(call);
  }

  @Test
  void anAnswerInTheAckThatCannotBeFollowedEndsTheCall() {
    fixture.call();
    String invite = fixture.answeredCall("far");
    peer.send(peer.inDialog(invite, "far", "INVITE", 5, ""));
    peer.expect("SIP/2.0 200 OK");
    peer.send(peer.inDialog(invite, "far", "ACK", 5, SDP));
    assertThat(events.next()).isEqualTo("reoffered false");
    peer.answer(peer.expect("BYE"), "200 OK", null);
    assertThat(events.next()).isEqualTo("ended NEAR_END");
    fixture.assertEmpty();
  }

  @Test
  void aSecondChangeBeforeTheAckIsTooEarly() {
    OutgoingCall call = fixture.call();
    String invite = fixture.answeredCall("far");
    peer.send(peer.inDialog(invite, "far", "INVITE", 5, HOLD));
    peer.expect("SIP/2.0 200 OK");
    peer.send(peer.inDialog(invite, "far", "INVITE", 6, HOLD));
    assertThat(header(peer.expect("SIP/2.0 500"), "Retry-After")).isNotEmpty();
    peer.send(peer.inDialog(invite, "far", "ACK", 6, "").replace("-ACK6", "-INVITE6"));
    peer.send(peer.inDialog(invite, "far", "ACK", 5, ""));
    assertThat(events.next()).isEqualTo("reoffered true");
    hangUp(call);
  }

  @Test
  void withoutAnAckTheCallIsLost() {
    fixture.call();
    String invite = fixture.answeredCall("far");
    peer.send(peer.inDialog(invite, "far", "INVITE", 5, HOLD));
    assertThat(events.next()).isEqualTo("reoffered true");
    fixture.drain();
    fixture.advance(Duration.ofSeconds(36));
    String message = peer.receive();
    int copies = 0;
    while (message.startsWith("SIP/2.0 200")) {
      copies++;
      message = peer.receive();
    }
    assertThat(copies).isEqualTo(11);
    assertThat(message).startsWith("BYE");
    peer.answer(message, "200 OK", null);
    assertThat(events.next()).isEqualTo("ended LOST");
    fixture.assertEmpty();
  }

  @Test
  void requestsOutOfOrderAreRefused() {
    OutgoingCall call = fixture.call();
    String invite = fixture.answeredCall("far");
    peer.send(peer.inDialog(invite, "far", "INFO", 9, ""));
    peer.expect("SIP/2.0 200");
    peer.send(peer.inDialog(invite, "far", "UPDATE", 8, HOLD));
    peer.expect("SIP/2.0 500");
    hangUp(call);
  }

  @Test
  void otherRequestsInTheDialog() {
    OutgoingCall call = fixture.call();
    String invite = fixture.answeredCall("far");
    peer.send(peer.inDialog(invite, "far", "OPTIONS", 2, ""));
    assertThat(header(peer.expect("SIP/2.0 200"), "Allow")).contains("UPDATE");
    peer.send(
        peer.inDialog(invite, "far", "INFO", 3, "Signal=9\r\n")
            .replace("application/sdp", "application/dtmf-relay"));
    assertThat(header(peer.expect("SIP/2.0 415"), "Accept")).isEqualTo("application/sdp");
    peer.send(peer.inDialog(invite, "far", "REFER", 4, "", "Refer-To: <sip:else@127.0.0.1>"));
    assertThat(header(peer.expect("SIP/2.0 405"), "Allow")).doesNotContain("REFER");
    peer.send(peer.inDialog(invite, "far", "WINK", 5, ""));
    peer.expect("SIP/2.0 501");
    peer.send(peer.inDialog(invite, "far", "UPDATE", 6, HOLD, "Require: precondition, x-new"));
    assertThat(header(peer.expect("SIP/2.0 420"), "Unsupported")).isEqualTo("precondition, x-new");
    peer.send(peer.inDialog(invite, "far", "CANCEL", 9, ""));
    peer.expect("SIP/2.0 481");
    peer.send(peer.inDialog(invite, "stranger", "BYE", 10, ""));
    peer.expect("SIP/2.0 481");
    hangUp(call);
  }

  @Test
  void aRequestMayComeFromAnyAddressOfTheTrunk() {
    fixture.call();
    String invite = fixture.answeredCall("far");
    try (RawPeer other = new RawPeer().towards(fixture.userAgent.localAddress())) {
      other.send(other.inDialog(invite, "far", "BYE", 3, ""));
      other.expect("SIP/2.0 200 OK");
      assertThat(events.next()).isEqualTo("ended FAR_END");
      fixture.assertEmpty();
    }
  }

  @Test
  void beforeTheAnswerOurOwnOfferIsPending() {
    OutgoingCall call = fixture.call();
    String invite = peer.expect("INVITE");
    peer.answerSdp(invite, "183 Session Progress", "far");
    assertThat(events.next()).isEqualTo("progress 183 sdp");
    peer.send(peer.inDialog(invite, "far", "UPDATE", 1, HOLD));
    peer.expect("SIP/2.0 491");
    peer.send(peer.inDialog(invite, "far", "INVITE", 2, HOLD));
    peer.expect("SIP/2.0 491");
    peer.send(peer.inDialog(invite, "far", "UPDATE", 3, ""));
    peer.expect("SIP/2.0 200");
    peer.send(peer.inDialog(invite, "far", "BYE", 4, ""));
    peer.expect("SIP/2.0 481");
    peer.answerSdp(invite, "200 OK", "far");
    peer.expect("ACK");
    assertThat(events.next()).isEqualTo("answered far sdp");
    hangUp(call);
  }

  @Test
  void twoByesCross() {
    OutgoingCall call = fixture.call();
    String invite = fixture.answeredCall("far");
    call.hangUp("");
    String ours = peer.expect("BYE");
    peer.send(peer.inDialog(invite, "far", "BYE", 3, "", "Reason: SIP;cause=200"));
    peer.expect("SIP/2.0 200 OK");
    assertThat(events.next()).isEqualTo("ended NEAR_END [SIP;cause=200]");
    peer.answer(ours, "481 Call/Transaction Does Not Exist", null);
    peer.send(peer.inDialog(invite, "far", "INFO", 4, ""));
    peer.expect("SIP/2.0 481");
    fixture.assertEmpty();
    assertThat(events.rest()).isEmpty();
  }

  @Test
  void aByeNobodyAnswersEndsTheCallAnyway() {
    OutgoingCall call = fixture.call();
    fixture.answeredCall("far");
    call.hangUp("");
    peer.expect("BYE");
    fixture.drain();
    fixture.advance(Duration.ofSeconds(33));
    assertThat(events.next()).isEqualTo("ended NEAR_END");
    fixture.assertEmpty();
  }

  @Test
  void requestsGoWhereTheRouteSaysButNeverOutsideTheTrunk() {
    try (RawPeer proxy = new RawPeer()) {
      OutgoingCall call = fixture.call();
      String invite = peer.expect("INVITE");
      peer.answerSdp(
          invite,
          "200 OK",
          "far",
          "Record-Route: <sip:192.0.2.77;lr>, <sip:" + proxy.hostPort() + ";lr;x=1>");
      String ack = proxy.expect("ACK sip:far@" + peer.hostPort());
      assertThat(RawPeer.all(ack, "Route"))
          .containsExactly("<sip:" + proxy.hostPort() + ";lr;x=1>", "<sip:192.0.2.77;lr>");
      assertThat(events.next()).isEqualTo("answered far sdp");
      call.hangUp("");
      proxy.answer(proxy.expect("BYE"), "200 OK", null);
      assertThat(events.next()).isEqualTo("ended NEAR_END");
      fixture.assertEmpty();
    }
  }

  @Test
  void aContactElsewhereIsReachedThroughTheTrunk() {
    OutgoingCall call = fixture.call();
    String invite = peer.expect("INVITE");
    peer.send(
        peer.response(invite, "200 OK", "far", SDP)
            .replace(peer.contact(), "<sip:far@192.0.2.99:5061;transport=tls>"));
    String ack = peer.expect("ACK sip:far@192.0.2.99:5061;transport=tls SIP/2.0");
    assertThat(ack).doesNotContain("Route:");
    assertThat(events.next()).isEqualTo("answered far sdp");
    hangUp(call);
  }

  @Test
  void aStrictRouterGetsItsUriInTheRequestLine() {
    OutgoingCall call = fixture.call();
    String invite = peer.expect("INVITE");
    peer.answerSdp(invite, "200 OK", "far", "Record-Route: <sip:" + peer.hostPort() + ">");
    String ack = peer.expect("ACK sip:" + peer.hostPort() + " SIP/2.0");
    assertThat(header(ack, "Route")).isEqualTo(peer.contact());
    assertThat(events.next()).isEqualTo("answered far sdp");
    hangUp(call);
  }

  private void hangUp(OutgoingCall call) {
    call.hangUp("");
    peer.answer(peer.expect("BYE"), "200 OK", null);
    assertThat(events.next()).isEqualTo("ended NEAR_END");
    fixture.assertEmpty();
  }
}
