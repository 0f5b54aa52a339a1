package dev.assent.dialer.sip;

import static dev.assent.dialer.sip.RawPeer.header;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.address.Transport;
import dev.assent.dialer.sip.transport.Drop;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls over TCP, and what becomes of them when the connection breaks. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StreamCallTest {
  private final StreamFixture fixture = new StreamFixture();
  private final StreamPeer peer = StreamPeer.tcp();

  @BeforeEach
  void connect() throws Exception {
    fixture.connect(peer);
  }

  @AfterEach
  void close() {
    fixture.close();
    peer.close();
  }

  private String answered() {
    String invite = peer.expect("INVITE");
    peer.answerSdp(invite, "200 OK", "far");
    peer.expect("ACK");
    assertThat(fixture.events.next()).isEqualTo("answered far sdp");
    return invite;
  }

  @Test
  void everythingTakesTheOneConnection() {
    assertThat(fixture.userAgent.isUp(peer.target())).isTrue();
    OutgoingCall call = fixture.call(peer);
    String invite = peer.expect("INVITE");
    assertThat(header(invite, "Via")).startsWith("SIP/2.0/TCP ");
    assertThat(header(invite, "Contact")).endsWith(";transport=tcp>");
    peer.answer(invite, "180 Ringing", "far");
    assertThat(fixture.events.next()).isEqualTo("progress 180");
    peer.answerSdp(invite, "200 OK", "far");
    String ack = peer.expect("ACK");
    assertThat(header(ack, "Via")).startsWith("SIP/2.0/TCP ");
    assertThat(fixture.events.next()).isEqualTo("answered far sdp");
    peer.send(peer.inDialog(invite, "far", "OPTIONS", 1, ""));
    peer.expect("SIP/2.0 200 OK");
    call.hangUp("");
    peer.answer(peer.expect("BYE"), "200 OK", null);
    assertThat(fixture.events.next()).isEqualTo("ended NEAR_END");
    assertThat(fixture.userAgent.counters().retransmissions()).isZero();
    fixture.assertNoCalls();
  }

  /** RFC 3261 section 17: no timer A, E or G; but timer B. */
  @Test
  void nothingIsSentTwice() {
    fixture.call(peer);
    String invite = peer.expect("INVITE");
    fixture.advance(Duration.ofSeconds(31));
    assertThat(fixture.userAgent.counters().retransmissions()).isZero();
    assertThat(fixture.events.rest()).isEmpty();
    fixture.advance(Duration.ofSeconds(1));
    assertThat(fixture.events.next()).startsWith("unknown");
    peer.answer(invite, "486 Busy Here", "far");
    fixture.assertNoCalls();
  }

  @Test
  void aRefusalIsAcknowledgedAndForgotten() {
    fixture.call(peer);
    String invite = peer.expect("INVITE");
    peer.answer(invite, "486 Busy Here", "far");
    peer.expect("ACK");
    assertThat(fixture.events.next()).isEqualTo("refused 486 Busy Here");
    SipFixture.await(() -> fixture.userAgent.counters().calls() == 0, "no lingering");
  }

  /** Not one byte left: another target may be tried. */
  @Test
  void aRefusedConnectionMayBeTriedElsewhere() {
    RecordedEvents events = new RecordedEvents().retrying(refusal -> refusal.status() == 0);
    InetSocketAddress nobody = deadAddress();
    OutgoingCall call =
        fixture.userAgent.prepare().invite(fixture.spec(Target.tcp(nobody)), events);
    assertThat(events.next()).isEqualTo("mayRetry 0 true");
    call.inviteAgain(peer.target());
    String invite = peer.expect("INVITE");
    assertThat(header(invite, "CSeq")).isEqualTo("2 INVITE");
    peer.answer(invite, "486 Busy Here", "far");
    peer.expect("ACK");
    assertThat(events.next()).isEqualTo("refused 486 Busy Here");
    fixture.assertNoCalls();
  }

  @Test
  void aConnectionRefusedIsNotKnockedAtByEveryCall() {
    Target nobody = Target.tcp(deadAddress());
    for (int i = 0; i < 20; i++) {
      RecordedEvents events = new RecordedEvents();
      fixture.userAgent.prepare().invite(fixture.spec(nobody), events);
      assertThat(events.next()).isEqualTo("mayRetry 0 false");
      assertThat(events.next()).startsWith("notSent");
    }
    // One attempt of the first, and each of the others told at once.
    assertThat(fixture.userAgent.counters().dropped(Drop.NOT_UP)).isGreaterThanOrEqualTo(20);
    fixture.assertNoCalls();
  }

  @Test
  void lostBeforeAnyAnswer() {
    fixture.call(peer);
    String invite = peer.expect("INVITE");
    peer.hangUp();
    cancelledByTheNext(invite);
  }

  @Test
  void lostWhileItRings() {
    fixture.call(peer);
    String invite = peer.expect("INVITE");
    peer.answer(invite, "180 Ringing", "far");
    assertThat(fixture.events.next()).isEqualTo("progress 180");
    peer.hangUp();
    cancelledByTheNext(invite);
  }

  /** Nobody knows whether it rings: it counts as if it had, and is not left ringing. */
  private void cancelledByTheNext(String invite) {
    assertThat(fixture.events.next()).startsWith("unknown");
    peer.accept();
    String cancel = peer.expect("CANCEL");
    assertThat(header(cancel, "Via")).isEqualTo(header(invite, "Via"));
    peer.answer(cancel, "200 OK", "far");
    peer.answer(invite, "487 Request Terminated", "far");
    fixture.assertNoCalls();
  }

  /** An answer that crossed the loss is acknowledged and hung up. */
  @Test
  void answeredWhileTheConnectionWasGone() {
    fixture.call(peer);
    String invite = peer.expect("INVITE");
    peer.answer(invite, "180 Ringing", "far");
    assertThat(fixture.events.next()).isEqualTo("progress 180");
    peer.hangUp();
    assertThat(fixture.events.next()).startsWith("unknown");
    peer.accept();
    String cancel = peer.expect("CANCEL");
    peer.answer(cancel, "200 OK", "far");
    peer.answerSdp(invite, "200 OK", "far");
    peer.expect("ACK");
    peer.answer(peer.expect("BYE"), "200 OK", null);
    fixture.assertNoCalls();
  }

  @Test
  void lostWhileCancelling() {
    OutgoingCall call = fixture.call(peer);
    String invite = peer.expect("INVITE");
    peer.answer(invite, "180 Ringing", "far");
    assertThat(fixture.events.next()).isEqualTo("progress 180");
    call.cancel("");
    peer.expect("CANCEL");
    peer.hangUp();
    assertThat(fixture.events.next()).startsWith("unknown");
    peer.accept();
    peer.answer(peer.expect("CANCEL"), "200 OK", "far");
    fixture.assertNoCalls();
  }

  /** The dialog does not hang on the connection: the talk goes on, and ends by the next one. */
  @Test
  void lostWhileTalking() {
    OutgoingCall call = fixture.call(peer);
    answered();
    peer.hangUp();
    fixture.awaitLost(1);
    assertThat(fixture.events.rest()).isEmpty();
    call.hangUp("");
    peer.accept();
    peer.answer(peer.expect("BYE"), "200 OK", null);
    assertThat(fixture.events.next()).isEqualTo("ended NEAR_END");
    fixture.assertNoCalls();
  }

  @Test
  void lostWhileHangingUp() {
    OutgoingCall call = fixture.call(peer);
    answered();
    call.hangUp("");
    String bye = peer.expect("BYE");
    peer.hangUp();
    peer.accept();
    assertThat(peer.expect("BYE")).as("the same request once more").isEqualTo(bye);
    peer.answer(bye, "200 OK", null);
    assertThat(fixture.events.next()).isEqualTo("ended NEAR_END");
    fixture.assertNoCalls();
  }

  @Test
  void lostTwiceWhileHangingUp() {
    OutgoingCall call = fixture.call(peer);
    answered();
    call.hangUp("");
    peer.expect("BYE");
    peer.hangUp();
    peer.accept();
    peer.expect("BYE");
    peer.hangUp();
    assertThat(fixture.events.next()).isEqualTo("ended NEAR_END");
    fixture.assertNoCalls();
  }

  @Test
  void theFarEndComesBackByAConnectionOfItsOwn() throws Exception {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    try (StreamFixture listening =
            new StreamFixture(
                settings ->
                    settings.withStreams(new StreamSettings(Map.of(), anyPort, null, null)));
        StreamPeer far = StreamPeer.tcp()) {
      listening.connect(far);
      listening.call(far);
      String invite = far.expect("INVITE");
      String sentBy = listening.userAgent.sentBy(Transport.TCP);
      assertThat(header(invite, "Via")).startsWith("SIP/2.0/TCP " + sentBy);
      assertThat(header(invite, "Contact")).isEqualTo("<sip:" + sentBy + ";transport=tcp>");
      far.answerSdp(invite, "200 OK", "far");
      far.expect("ACK");
      assertThat(listening.events.next()).isEqualTo("answered far sdp");
      int port = Integer.parseInt(sentBy.substring(sentBy.lastIndexOf(':') + 1));
      try (StreamPeer other =
          StreamPeer.tcp().connect(new InetSocketAddress(anyPort.getAddress(), port))) {
        other.send(far.inDialog(invite, "far", "BYE", 1, ""));
        other.expect("SIP/2.0 200 OK");
        assertThat(listening.events.next()).isEqualTo("ended FAR_END");
      }
      listening.assertNoCalls();
    }
  }

  @Test
  void overIpv6() throws Exception {
    try (StreamFixture six = new StreamFixture("::1", settings -> settings);
        StreamPeer far = StreamPeer.tcp6()) {
      six.connect(far);
      OutgoingCall call = six.call(far);
      String invite = far.expect("INVITE");
      assertThat(header(invite, "Via")).startsWith("SIP/2.0/TCP [0:0:0:0:0:0:0:1]:");
      far.answerSdp(invite, "200 OK", "far");
      far.expect("ACK");
      assertThat(six.events.next()).isEqualTo("answered far sdp");
      call.hangUp("");
      far.answer(far.expect("BYE"), "200 OK", null);
      assertThat(six.events.next()).isEqualTo("ended NEAR_END");
      six.assertNoCalls();
    }
  }

  private static InetSocketAddress deadAddress() {
    try (StreamPeer gone = StreamPeer.tcp()) {
      return gone.address();
    }
  }
}
