package dev.assent.dialer.sip;

import static dev.assent.dialer.sip.RawPeer.SDP;
import static dev.assent.dialer.sip.RawPeer.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Session timers (RFC 4028), and re-INVITE and UPDATE of ours that cross the far end's. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SessionTimerTest {
  private static final InviteProfile TIMED =
      new InviteProfile(
          AssertedIdentity.NONE,
          false,
          new SessionTimer(Duration.ofMinutes(30), Duration.ofMinutes(2)),
          ReliableProvisional.OFF,
          false);
  private static final String ALLOWS_UPDATE = "Allow: INVITE, ACK, BYE, CANCEL, UPDATE";

  private final SipFixture fixture = new SipFixture();
  private final RawPeer peer = fixture.peer;
  private final RecordedEvents events = fixture.events.reoffering(_ -> SDP);

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void weRefreshByUpdateAtHalfTheIntervalAndAgain() {
    OutgoingCall call = fixture.callWith(TIMED);
    String invite = answered(ALLOWS_UPDATE, "Session-Expires: 600;refresher=uac");
    assertThat(header(invite, "Supported")).isEqualTo("timer");
    assertThat(header(invite, "Session-Expires")).isEqualTo("1800");
    assertThat(header(invite, "Min-SE")).isEqualTo("120");
    for (int i = 0; i < 3; i++) {
      fixture.advance(Duration.ofSeconds(299));
      assertThat(peer.poll()).isNull();
      fixture.advance(Duration.ofSeconds(1));
      String update = peer.expect("UPDATE sip:far@");
      assertThat(header(update, "Session-Expires")).isEqualTo("600;refresher=uac");
      assertThat(update).contains("Content-Length: 0");
      peer.answer(update, "200 OK", null, "Session-Expires: 600;refresher=uac");
      fixture.drain();
    }
    hangUp(call);
  }

  @Test
  void weRefreshByReinviteWhereUpdateIsNotAllowed() {
    OutgoingCall call = fixture.callWith(TIMED);
    answered("Allow: INVITE, ACK, BYE, CANCEL", "Session-Expires: 600;refresher=uac");
    fixture.advance(Duration.ofMinutes(5));
    String reinvite = peer.expect("INVITE sip:far@");
    assertThat(reinvite).endsWith(SDP);
    assertThat(header(reinvite, "CSeq")).isEqualTo("2 INVITE");
    String answer = peer.answerSdp(reinvite, "200 OK", null, "Session-Expires: 600;refresher=uac");
    String ack = peer.expect("ACK");
    assertThat(header(ack, "CSeq")).isEqualTo("2 ACK");
    peer.send(answer);
    assertThat(peer.expect("ACK")).isEqualTo(ack);
    assertThat(events.next()).isEqualTo("reoffered true");
    hangUp(call);
  }

  @Test
  void anUpdateNobodyKnowsIsFollowedByAReinvite() {
    OutgoingCall call = fixture.callWith(TIMED);
    answered(ALLOWS_UPDATE, "Session-Expires: 600;refresher=uac");
    fixture.advance(Duration.ofMinutes(5));
    peer.answer(peer.expect("UPDATE"), "501 Not Implemented", null);
    fixture.drain();
    fixture.advance(Duration.ofMillis(1));
    String reinvite = peer.expect("INVITE");
    peer.answerSdp(reinvite, "200 OK", null, "Session-Expires: 600;refresher=uac");
    peer.expect("ACK");
    assertThat(events.next()).isEqualTo("reoffered true");
    hangUp(call);
  }

  @Test
  void aRefreshThatDoesNotComeEndsTheCallBeforeItExpires() {
    fixture.callWith(TIMED);
    answered("Require: timer", "Session-Expires: 300;refresher=uas");
    fixture.advance(Duration.ofSeconds(267));
    assertThat(peer.poll()).isNull();
    fixture.advance(Duration.ofSeconds(1));
    String bye = peer.expect("BYE");
    assertThat(header(bye, "Reason")).contains("session expired");
    peer.answer(bye, "200 OK", null);
    assertThat(events.next()).isEqualTo("ended LOST");
    fixture.assertEmpty();
  }

  @Test
  void theFarEndsRefreshGivesTheSessionItsWholeIntervalAgain() {
    OutgoingCall call = fixture.callWith(TIMED);
    String invite = answered("Require: timer", "Session-Expires: 300;refresher=uas");
    for (int i = 1; i < 4; i++) {
      fixture.advance(Duration.ofSeconds(200));
      peer.send(
          peer.inDialog(
              invite,
              "far",
              "UPDATE",
              i,
              "",
              "Supported: timer",
              "Session-Expires: 300;refresher=uac"));
      String answer = peer.expect("SIP/2.0 200 OK");
      assertThat(header(answer, "Session-Expires")).isEqualTo("300;refresher=uac");
      assertThat(header(answer, "Require")).isEqualTo("timer");
    }
    hangUp(call);
  }

  @Test
  void theFarEndMayHandTheRefreshingToUs() {
    OutgoingCall call = fixture.callWith(TIMED);
    String invite = answered(ALLOWS_UPDATE, "Require: timer", "Session-Expires: 300;refresher=uas");
    peer.send(
        peer.inDialog(
            invite,
            "far",
            "INVITE",
            1,
            SDP,
            ALLOWS_UPDATE,
            "Supported: timer",
            "Session-Expires: 200;refresher=uas"));
    assertThat(header(peer.expect("SIP/2.0 200 OK"), "Session-Expires"))
        .isEqualTo("200;refresher=uas");
    peer.send(peer.inDialog(invite, "far", "ACK", 1, ""));
    fixture.drain();
    fixture.advance(Duration.ofSeconds(100));
    peer.answer(peer.expect("UPDATE"), "200 OK", null, "Session-Expires: 200;refresher=uac");
    assertThat(events.next()).isEqualTo("reoffered true");
    hangUp(call);
  }

  @Test
  void tooShortAnIntervalIs422WithOurs() {
    OutgoingCall call = fixture.callWith(TIMED);
    String invite = answered();
    peer.send(
        peer.inDialog(invite, "far", "UPDATE", 1, "", "Supported: timer", "Session-Expires: 100"));
    assertThat(header(peer.expect("SIP/2.0 422"), "Min-SE")).isEqualTo("120");
    hangUp(call);
  }

  @Test
  void a422AsksForALongerSessionInTheNextInvite() {
    events.retrying(_ -> true);
    OutgoingCall call = fixture.callWith(TIMED);
    String first = peer.expect("INVITE");
    peer.answer(first, "422 Session Interval Too Small", "far", "Min-SE: 3600");
    peer.expect("ACK");
    assertThat(events.next()).isEqualTo("mayRetry 422 true");
    call.inviteAgain(peer.target());
    String second = peer.expect("INVITE");
    assertThat(header(second, "Session-Expires")).isEqualTo("3600");
    assertThat(header(second, "Min-SE")).isEqualTo("3600");
    peer.answer(second, "603 Decline", "far");
    peer.expect("ACK");
    fixture.assertEmpty();
  }

  @Test
  void withoutAWordOfTheFarEndNothingExpires() {
    OutgoingCall call = fixture.callWith(TIMED);
    answered();
    fixture.advance(Duration.ofHours(2));
    assertThat(peer.poll()).isNull();
    hangUp(call);
  }

  @Test
  void anUnansweredOrDisownedRefreshEndsTheCall() {
    fixture.callWith(TIMED);
    answered(ALLOWS_UPDATE, "Session-Expires: 600;refresher=uac");
    fixture.advance(Duration.ofMinutes(5));
    peer.answer(peer.expect("UPDATE"), "481 Call/Transaction Does Not Exist", null);
    String bye = peer.expect("BYE");
    assertThat(header(bye, "Reason")).contains("refresh answered 481");
    peer.answer(bye, "481 Call/Transaction Does Not Exist", null);
    assertThat(events.next()).isEqualTo("ended LOST");
    fixture.assertEmpty();
  }

  @Test
  void aReinviteThatOnlyEverGetsA100EndsTheCallAndLeavesNothing() {
    fixture.callWith(TIMED);
    answered("Session-Expires: 600;refresher=uac");
    fixture.advance(Duration.ofMinutes(5));
    peer.answer(peer.expect("INVITE"), "100 Trying", null);
    fixture.drain();
    fixture.advance(Duration.ofSeconds(64));
    String bye = peer.expect("BYE");
    assertThat(header(bye, "Reason")).contains("no answer to a refresh");
    peer.answer(bye, "200 OK", null);
    assertThat(events.next()).isEqualTo("ended LOST");
    fixture.assertEmpty();
  }

  @Test
  void refreshesThatCrossAreBoth491AndOursComesAgain() {
    OutgoingCall call = fixture.callWith(TIMED);
    String invite = answered("Session-Expires: 600;refresher=uac");
    fixture.advance(Duration.ofMinutes(5));
    String ours = peer.expect("INVITE");
    peer.send(peer.inDialog(invite, "far", "INVITE", 1, SDP));
    peer.expect("SIP/2.0 491 Request Pending");
    peer.send(peer.inDialog(invite, "far", "ACK", 1, "").replace("-ACK1", "-INVITE1"));
    peer.send(peer.inDialog(invite, "far", "UPDATE", 2, SDP));
    peer.expect("SIP/2.0 491 Request Pending");
    peer.answer(ours, "491 Request Pending", null);
    peer.expect("ACK");
    fixture.drain();
    fixture.advance(Duration.ofMillis(2090));
    assertThat(peer.poll()).as("the owner of the Call-ID waits 2.1 s at least").isNull();
    String again = null;
    for (int i = 0; again == null && i < 192; i++) {
      fixture.advance(Duration.ofMillis(10));
      again = peer.poll();
    }
    assertThat(again).as("within 4 s").startsWith("INVITE");
    assertThat(header(again, "CSeq")).isEqualTo("3 INVITE");
    peer.answerSdp(again, "200 OK", null, "Session-Expires: 600;refresher=uac");
    peer.expect("ACK");
    assertThat(events.next()).isEqualTo("reoffered true");
    hangUp(call);
  }

  @Test
  void aByeWhileOurReinviteIsUnanswered() {
    fixture.callWith(TIMED);
    String invite = answered("Session-Expires: 600;refresher=uac");
    fixture.advance(Duration.ofMinutes(5));
    String ours = peer.expect("INVITE");
    peer.send(peer.inDialog(invite, "far", "BYE", 1, ""));
    peer.expect("SIP/2.0 200 OK");
    assertThat(events.next()).isEqualTo("ended FAR_END");
    peer.answer(ours, "487 Request Terminated", null);
    peer.expect("ACK");
    fixture.assertEmpty();
  }

  private String answered(String... headers) {
    String invite = peer.expect("INVITE");
    peer.answerSdp(invite, "200 OK", "far", headers);
    peer.expect("ACK");
    assertThat(events.next()).isEqualTo("answered far sdp");
    fixture.drain();
    return invite;
  }

  private void hangUp(OutgoingCall call) {
    call.hangUp("");
    peer.answer(peer.expect("BYE"), "200 OK", null);
    assertThat(events.next()).isEqualTo("ended NEAR_END");
    fixture.assertEmpty();
  }
}
