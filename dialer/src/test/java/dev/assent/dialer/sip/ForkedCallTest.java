package dev.assent.dialer.sip;

import static dev.assent.dialer.sip.RawPeer.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.sip.transport.Drop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every 2xx is acknowledged, whenever it comes and however often; only one becomes the call. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ForkedCallTest {
  private final SipFixture fixture = new SipFixture();
  private final RawPeer peer = fixture.peer;
  private final RecordedEvents events = fixture.events;

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aCopyOfTheAnswerIsAcknowledgedAgainWithTheSameBytes() {
    OutgoingCall call = fixture.call();
    String invite = peer.expect("INVITE");
    String answer = peer.answerSdp(invite, "200 OK", "far");
    String ack = peer.expect("ACK");
    peer.send(answer);
    assertThat(peer.expect("ACK")).isEqualTo(ack);
    fixture.advance(Duration.ofSeconds(60)); // the INVITE's transaction is gone
    peer.send(answer);
    assertThat(peer.expect("ACK")).as("with the transaction gone").isNotNull();
    call.hangUp("");
    peer.answer(peer.expect("BYE"), "200 OK", null);
    peer.send(answer);
    assertThat(peer.expect("ACK")).as("after BYE").isEqualTo(ack);
    assertThat(events.next()).isEqualTo("answered far sdp");
    assertThat(events.next()).isEqualTo("ended NEAR_END");
    fixture.assertEmpty();
    assertThat(events.rest()).isEmpty();
  }

  @Test
  void theLosersOfAForkAreHungUp() {
    OutgoingCall call = fixture.call();
    String invite = peer.expect("INVITE");
    peer.answer(invite, "180 Ringing", "a");
    peer.answer(invite, "180 Ringing", "b");
    peer.answerSdp(invite, "200 OK", "a");
    String ackA = peer.expect("ACK");
    String lost = peer.answerSdp(invite, "200 OK", "b");
    String ackB = peer.expect("ACK");
    String bye = peer.expect("BYE");
    assertThat(header(ackA, "To")).endsWith("tag=a");
    assertThat(header(ackB, "To")).endsWith("tag=b");
    assertThat(header(bye, "To")).endsWith("tag=b");
    assertThat(fixture.spool.leftOver(call.callId()).dialogs()).hasSize(2);
    peer.send(lost);
    assertThat(peer.expect("ACK")).isEqualTo(ackB);
    peer.answer(bye, "200 OK", null);
    assertThat(events.next()).isEqualTo("progress 180");
    assertThat(events.next()).isEqualTo("progress 180");
    assertThat(events.next()).isEqualTo("answered a sdp");

    call.hangUp("");
    String last = peer.expect("BYE");
    assertThat(header(last, "To")).endsWith("tag=a");
    peer.answer(last, "200 OK", null);
    assertThat(events.next()).isEqualTo("ended NEAR_END");
    fixture.assertEmpty();
    assertThat(fixture.userAgent.counters().lateAnswers()).isEqualTo(1);
  }

  @Test
  void anAnswerToAForgottenCallIsAcknowledgedAndHungUp() {
    fixture.call();
    String invite = peer.expect("INVITE");
    peer.answer(invite, "486 Busy Here", "a");
    peer.expect("ACK");
    assertThat(events.next()).isEqualTo("refused 486 Busy Here");
    fixture.assertEmpty();

    String late =
        peer.answerSdp(invite, "200 OK", "late", "Record-Route: <sip:" + peer.hostPort() + ";lr>");
    String ack = peer.expect("ACK sip:far@");
    assertThat(header(ack, "Route")).isEqualTo("<sip:" + peer.hostPort() + ";lr>");
    String bye = peer.expect("BYE sip:far@");
    peer.send(late);
    assertThat(peer.expect("ACK")).isEqualTo(ack);
    peer.answer(bye, "481 Call/Transaction Does Not Exist", null);
    fixture.assertEmpty();
    assertThat(events.rest()).isEmpty();
  }

  @Test
  void otherStraysCostOneLookUp() {
    fixture.call();
    String invite = peer.expect("INVITE");
    peer.answer(invite, "486 Busy Here", "a");
    peer.expect("ACK");
    assertThat(events.next()).isEqualTo("refused 486 Busy Here");
    fixture.assertEmpty();
    for (int i = 0; i < 1000; i++) {
      peer.answer(invite, "180 Ringing", "a");
      if (i % 100 == 99) {
        fixture.drain();
      }
    }
    assertThat(fixture.userAgent.counters().dropped(Drop.STRAY_RESPONSE)).isEqualTo(1000);
    assertThat(peer.isSilent()).isTrue();
    fixture.assertEmpty();
  }

  @Test
  void anAnswerWithAForeignViaIsDropped() {
    fixture.call();
    String invite = peer.expect("INVITE");
    String answer = peer.response(invite, "200 OK", "a", RawPeer.SDP);
    peer.send(answer.replaceFirst("SIP/2.0/UDP [0-9.]+:", "SIP/2.0/UDP 192.0.2.66:"));
    peer.send(answer.replaceFirst("branch=z9hG4bK[0-9a-f]+", "branch=z9hG4bKguess"));
    fixture.drain();
    assertThat(fixture.userAgent.counters().dropped(Drop.FOREIGN_VIA)).isEqualTo(1);
    peer.answer(invite, "486 Busy Here", "a");
    fixture.drain();
    assertThat(events.rest()).last().isEqualTo("refused 486 Busy Here");
    assertThat(events.rest()).noneMatch(line -> line.startsWith("answered"));
  }

  @Test
  void noMoreDialogsThanAnHonestForkMakes() {
    fixture.call();
    String invite = peer.expect("INVITE");
    for (int i = 0; i < 40; i++) {
      peer.answerSdp(invite, "200 OK", "fork" + i);
    }
    fixture.drain();
    assertThat(fixture.userAgent.counters().lateAnswers()).isEqualTo(15);
    assertThat(fixture.userAgent.counters().dropped(Drop.STRAY_RESPONSE)).isEqualTo(24);
  }
}
