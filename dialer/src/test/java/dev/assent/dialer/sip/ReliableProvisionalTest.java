package dev.assent.dialer.sip;

import static dev.assent.dialer.sip.RawPeer.SDP;
import static dev.assent.dialer.sip.RawPeer.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** PRACK (RFC 3262) and what may happen in a dialog before the answer. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ReliableProvisionalTest {
  private static final String REL = "Require: 100rel";
  private static final String NEW_SDP = SDP.replace("40000", "40002");
  private static final InviteProfile SUPPORTED =
      new InviteProfile(AssertedIdentity.NONE, false, null, ReliableProvisional.SUPPORTED, false);

  private final SipFixture fixture = new SipFixture();
  private final RawPeer peer = fixture.peer;
  private final RecordedEvents events = fixture.events;

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void eachReliableAnswerIsAcknowledgedOnceAndInItsOrder() {
    OutgoingCall call = fixture.callWith(SUPPORTED);
    String invite = peer.expect("INVITE");
    assertThat(header(invite, "Supported")).isEqualTo("100rel");
    String first = peer.answer(invite, "180 Ringing", "far", REL, "RSeq: 988789");
    String prack = peer.expect("PRACK " + uri(peer.contact()));
    assertThat(header(prack, "RAck")).isEqualTo("988789 1 INVITE");
    assertThat(header(prack, "CSeq")).isEqualTo("2 PRACK");
    assertThat(header(prack, "To")).endsWith(";tag=far");
    peer.send(first);
    peer.answer(invite, "183 Session Progress", "far", REL, "RSeq: 988791");
    fixture.drain();
    peer.answer(prack, "200 OK", null);
    peer.answerSdp(invite, "183 Session Progress", "far", REL, "RSeq: 988790");
    String second = peer.expect("PRACK");
    assertThat(header(second, "RAck")).isEqualTo("988790 1 INVITE");
    assertThat(header(second, "CSeq")).isEqualTo("3 PRACK");
    peer.answer(second, "200 OK", null);
    peer.answer(invite, "200 OK", "far"); // the session was agreed before
    assertThat(header(peer.expect("ACK"), "CSeq")).isEqualTo("1 ACK");
    assertThat(events.next()).isEqualTo("progress 180");
    assertThat(events.next()).isEqualTo("progress 183 sdp");
    assertThat(events.next()).isEqualTo("answered far sdp");
    call.hangUp("");
    String bye = peer.expect("BYE");
    assertThat(header(bye, "CSeq")).as("after the PRACKs").isEqualTo("4 BYE");
    peer.answer(bye, "200 OK", null);
    assertThat(events.next()).isEqualTo("ended NEAR_END");
    fixture.assertEmpty();
    assertThat(events.rest()).isEmpty();
  }

  @Test
  void aLostPrackIsRepeatedAndAStrangeAnswerToItChangesNothing() {
    fixture.callWith(SUPPORTED);
    String invite = peer.expect("INVITE");
    peer.answer(invite, "180 Ringing", "far", REL, "RSeq: 1");
    String prack = peer.expect("PRACK");
    fixture.drain();
    fixture.advance(Duration.ofMillis(500));
    assertThat(peer.expect("PRACK")).isEqualTo(prack);
    peer.answer(prack, "481 Call/Transaction Does Not Exist", null);
    peer.answer(invite, "486 Busy Here", "far");
    peer.expect("ACK");
    assertThat(events.next()).isEqualTo("progress 180");
    assertThat(events.next()).isEqualTo("refused 486 Busy Here rang");
    fixture.assertEmpty();
  }

  @Test
  void everyForkHasItsOwnNumbersAndItsOwnSession() {
    OutgoingCall call = fixture.callWith(SUPPORTED);
    String invite = peer.expect("INVITE");
    peer.answerSdp(invite, "183 Session Progress", "a", REL, "RSeq: 7");
    String a = peer.expect("PRACK");
    peer.answerSdp(invite, "183 Session Progress", "b", REL, "RSeq: 100");
    String b = peer.expect("PRACK");
    assertThat(header(a, "RAck")).isEqualTo("7 1 INVITE");
    assertThat(header(b, "RAck")).isEqualTo("100 1 INVITE");
    assertThat(header(b, "CSeq")).isEqualTo("2 PRACK");
    peer.answer(a, "200 OK", null);
    peer.answer(b, "200 OK", null);
    peer.answer(invite, "200 OK", "b");
    assertThat(header(peer.expect("ACK"), "To")).endsWith("tag=b");
    peer.answer(invite, "200 OK", "a");
    assertThat(header(peer.expect("ACK"), "To")).endsWith("tag=a");
    String bye = peer.expect("BYE");
    assertThat(header(bye, "To")).endsWith("tag=a");
    assertThat(header(bye, "CSeq")).isEqualTo("3 BYE");
    peer.answer(bye, "200 OK", null);
    assertThat(events.next()).isEqualTo("progress 183 sdp");
    assertThat(events.next()).isEqualTo("progress 183 sdp");
    assertThat(events.next()).isEqualTo("answered b sdp");
    call.hangUp("");
    peer.answer(peer.expect("BYE"), "200 OK", null);
    assertThat(events.next()).isEqualTo("ended NEAR_END");
    fixture.assertEmpty();
  }

  @Test
  void onceTheSessionIsAgreedAnUpdateMayChangeItBeforeTheAnswer() {
    events.reoffering(offer -> offer.equals(NEW_SDP) ? SDP : null);
    OutgoingCall call = fixture.callWith(SUPPORTED);
    String invite = peer.expect("INVITE");
    peer.answerSdp(invite, "183 Session Progress", "far", REL, "RSeq: 1");
    peer.answer(peer.expect("PRACK"), "200 OK", null);
    String update = peer.inDialog(invite, "far", "UPDATE", 1, NEW_SDP);
    peer.send(update);
    String answer = peer.expect("SIP/2.0 200 OK");
    assertThat(answer).endsWith(SDP);
    peer.send(update);
    assertThat(peer.expect("SIP/2.0 200 OK")).isEqualTo(answer);
    peer.send(peer.inDialog(invite, "far", "UPDATE", 2, SDP));
    peer.expect("SIP/2.0 488");
    peer.answer(invite, "200 OK", "far");
    peer.expect("ACK");
    peer.send(peer.inDialog(invite, "far", "UPDATE", 2, NEW_SDP).replace("-UPDATE2", "-x"));
    peer.expect("SIP/2.0 500"); // the dialog counts on
    assertThat(events.next()).isEqualTo("progress 183 sdp");
    assertThat(events.next()).isEqualTo("reoffered true");
    assertThat(events.next()).isEqualTo("reoffered false");
    assertThat(events.next()).isEqualTo("answered far sdp");
    call.hangUp("");
    peer.answer(peer.expect("BYE"), "200 OK", null);
    fixture.assertEmpty();
  }

  @Test
  void whatAnUnreliableAnswerDescribedHoldsIfTheAnswerDescribesNothing() {
    OutgoingCall call = fixture.call();
    String invite = peer.expect("INVITE");
    peer.answerSdp(invite, "183 Session Progress", "far");
    peer.answer(invite, "200 OK", "far");
    peer.expect("ACK");
    assertThat(events.next()).isEqualTo("progress 183 sdp");
    assertThat(events.next()).isEqualTo("answered far sdp");
    call.hangUp("");
    peer.answer(peer.expect("BYE"), "200 OK", null);
    fixture.assertEmpty();
  }

  @Test
  void aFarEndWithoutReliableAnswersRefusesWhenTheyAreRequired() {
    fixture.callWith(
        new InviteProfile(AssertedIdentity.NONE, false, null, ReliableProvisional.REQUIRED, false));
    String invite = peer.expect("INVITE");
    assertThat(header(invite, "Require")).isEqualTo("100rel");
    peer.answer(invite, "420 Bad Extension", "far", "Unsupported: 100rel");
    peer.expect("ACK");
    assertThat(events.next()).isEqualTo("refused 420 Bad Extension");
    fixture.assertEmpty();
  }

  @Test
  void aFarEndThatFloodsUsIsNotFollowedForEver() {
    fixture.callWith(SUPPORTED);
    String invite = peer.expect("INVITE");
    for (int i = 1; i <= 200; i++) {
      peer.answer(invite, "183 Session Progress", "far", REL, "RSeq: " + i);
      fixture.drain();
    }
    int pracks = 0;
    for (String message = peer.poll(); message != null; message = peer.poll()) {
      pracks += message.startsWith("PRACK") ? 1 : 0;
    }
    assertThat(pracks).isEqualTo(64);
    peer.answer(invite, "486 Busy Here", "far");
    fixture.drain();
    fixture.assertEmpty();
  }

  @Test
  void cancelWhileAPrackIsUnderway() {
    OutgoingCall call = fixture.callWith(SUPPORTED);
    String invite = peer.expect("INVITE");
    peer.answer(invite, "180 Ringing", "far", REL, "RSeq: 1");
    String prack = peer.expect("PRACK");
    call.cancel("enough");
    peer.answer(peer.expect("CANCEL"), "200 OK", "far");
    peer.answer(prack, "200 OK", null);
    peer.answer(invite, "487 Request Terminated", "far");
    peer.expect("ACK");
    assertThat(events.next()).isEqualTo("progress 180");
    assertThat(events.next()).isEqualTo("cancelled false");
    fixture.assertEmpty();
  }

  private static String uri(String contact) {
    return contact.substring(1, contact.length() - 1);
  }
}
