package dev.assent.dialer.sip;

import static dev.assent.dialer.sip.RawPeer.SDP;
import static dev.assent.dialer.sip.RawPeer.header;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls nobody here asked for. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class InboundCallTest {
  private static final String HELD = SDP + "a=recvonly\r\n";

  private final SipFixture fixture = new SipFixture();
  private final RawPeer peer = fixture.peer;
  private final RecordedEvents events = fixture.events.reoffering(_ -> HELD);
  private final BlockingQueue<IncomingCall> calls = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void untilSomebodyIsThereNobodyIsReached() {
    String invite = invite("a");
    peer.send(invite);
    String first = peer.expect("SIP/2.0 480");
    peer.send(invite);
    assertThat(peer.expect("SIP/2.0 480")).as("kept nowhere, and the same").isEqualTo(first);
    fixture.assertEmpty();
  }

  @Test
  void aTrunkMaySendItsCallersElsewhere() {
    take(new InboundCalls.Treatment.Redirect("tel:+861055500000"));
    peer.send(invite("a"));
    String answer = peer.expect("SIP/2.0 302");
    assertThat(header(answer, "Contact")).isEqualTo("<tel:+861055500000>");
    peer.send(ack(answer));
    fixture.assertEmpty();
    assertThat(calls).isEmpty();
  }

  @Test
  void aCallIsTakenAndHungUpByUs() throws Exception {
    IncomingCall call = ring("a");
    assertThat(call.callerUser()).isEqualTo("+8619900000007");
    call.accept(bytes(SDP), events);
    String ok = peer.expect("SIP/2.0 200");
    assertThat(ok).endsWith(SDP);
    fixture.drain();
    fixture.advance(Duration.ofMillis(500));
    assertThat(peer.expect("SIP/2.0 200")).as("until the ACK").isEqualTo(ok);
    assertThat(fixture.spool.leftOver("a").dialogs()).hasSize(1);
    peer.send(ack(ok));
    fixture.drain();
    fixture.advance(Duration.ofSeconds(40));
    assertThat(peer.isSilent()).isTrue();
    call.hangUp("done");
    String bye = peer.expect("BYE sip:far@");
    assertThat(header(bye, "To")).isEqualTo("<sip:+8619900000007@127.0.0.1>;tag=peer");
    assertThat(header(bye, "From")).isEqualTo(header(ok, "To"));
    peer.answer(bye, "200 OK", null);
    assertThat(events.next()).isEqualTo("ended NEAR_END");
    fixture.assertEmpty();
  }

  @Test
  void theCallerHoldsAndHangsUp() throws Exception {
    IncomingCall call = ring("a");
    call.accept(bytes(SDP), events);
    String ok = peer.expect("SIP/2.0 200");
    peer.send(ack(ok));
    peer.send(within(ok, "INVITE", 2, SDP));
    assertThat(peer.expect("SIP/2.0 200")).endsWith(HELD);
    peer.send(within(ok, "ACK", 2, ""));
    peer.send(within(ok, "BYE", 3, ""));
    peer.expect("SIP/2.0 200");
    assertThat(events.next()).isEqualTo("reoffered true");
    assertThat(events.next()).isEqualTo("ended FAR_END");
    fixture.assertEmpty();
  }

  @Test
  void aCopyOfTheInviteRingsAgainAndAnotherWayIsALoop() throws Exception {
    IncomingCall call = ring("a");
    peer.send(invite("a"));
    peer.expect("SIP/2.0 180");
    peer.send(invite("a").replace("-out-a", "-other"));
    peer.expect("SIP/2.0 482");
    call.refuse(486, "Busy Here");
    String busy = peer.expect("SIP/2.0 486");
    peer.send(ack(busy));
    fixture.assertEmpty();
  }

  @Test
  void theCallerGivesUp() throws Exception {
    IncomingCall call = ring("a");
    peer.send(invite("a").replace("INVITE sip", "CANCEL sip").replace("1 INVITE", "1 CANCEL"));
    assertThat(peer.receive() + peer.receive())
        .contains("SIP/2.0 200", "1 CANCEL", "SIP/2.0 487", "1 INVITE");
    call.accept(bytes(SDP), events);
    assertThat(events.next()).as("too late").isEqualTo("ended FAR_END");
    peer.send(ack(invite("a")).replace("ACK sip", "ACK sip"));
    fixture.assertEmpty();
  }

  @Test
  void nobodyIsLeftRinging() throws Exception {
    ring("a");
    fixture.advance(Duration.ofSeconds(20));
    peer.expect("SIP/2.0 480");
    fixture.assertEmpty();
  }

  @Test
  void anAnswerNobodyAcknowledgesIsHungUp() throws Exception {
    ring("a").accept(bytes(SDP), events);
    peer.expect("SIP/2.0 200");
    fixture.drain();
    for (int i = 0; i < 40; i++) {
      fixture.advance(Duration.ofSeconds(1));
      for (String message = peer.poll(); message != null; message = peer.poll()) {
        if (message.startsWith("BYE")) {
          peer.answer(message, "200 OK", null);
        }
      }
    }
    assertThat(events.next()).isEqualTo("ended LOST");
    fixture.assertEmpty();
  }

  @Test
  void afterACrashTheCallerIsHungUp() throws Exception {
    ring("a").accept(bytes(SDP), events);
    String ok = peer.expect("SIP/2.0 200");
    peer.send(ack(ok));
    fixture.drain();
    SpooledCall left = fixture.spool.leftOver("a");
    fixture.userAgent.close();
    try (UserAgent next = fixture.start(settings -> settings, fixture.spool)) {
      var settled = next.settle(left);
      String bye = peer.expect("BYE sip:far@");
      assertThat(header(bye, "To")).endsWith("tag=peer");
      peer.answer(bye, "200 OK", null);
      assertThat(settled.get(10, TimeUnit.SECONDS)).isEqualTo(Settled.HUNG_UP);
    }
  }

  @Test
  void theCallerIsWhomTheTrunkAsserts() throws Exception {
    assertThat(caller("<sip:%2B8619900000009;phone-context=x@t>")).isEqualTo("+8619900000009");
    assertThat(caller("\"sip:+8619900000001@x\" <tel:+8619900000008>")).isEqualTo("+8619900000008");
    assertThat(caller("<sip:anonymous.invalid>")).isEmpty();
  }

  private String caller(String asserted) throws Exception {
    IncomingCall call = ring("x" + asserted.length(), "P-Asserted-Identity: " + asserted);
    call.refuse(486, "Busy Here");
    peer.expect("SIP/2.0 486");
    return call.callerUser();
  }

  private IncomingCall ring(String callId, String... headers) throws Exception {
    take(new InboundCalls.Treatment.Ring());
    peer.send(invite(callId, headers));
    peer.expect("SIP/2.0 180");
    return calls.poll(10, TimeUnit.SECONDS);
  }

  private void take(InboundCalls.Treatment treatment) {
    fixture.userAgent.take(
        new InboundCalls() {
          @Override
          public Treatment treatment(InetAddress source) {
            return treatment;
          }

          @Override
          public void ringing(IncomingCall call) {
            calls.add(call);
          }
        });
  }

  private String invite(String callId, String... headers) {
    return peer.outside("INVITE", callId, headers)
        .replace("<sip:peer@", "<sip:+8619900000007@")
        .replace(
            "Content-Length: 0\r\n\r\n",
            "Content-Type: application/sdp\r\nContent-Length: " + SDP.length() + "\r\n\r\n" + SDP);
  }

  private String ack(String answer) {
    return within(answer, "ACK", 1, "");
  }

  private String within(String answer, String method, int cseq, String body) {
    String via = method.equals("ACK") && answer.contains("SIP/2.0 4") ? "out-a" : method + cseq;
    return peer.outside(method, "a")
        .replace("-out-a", "-" + via)
        .replace("From: <sip:peer@127.0.0.1>;tag=peer", "From: " + header(answer, "From"))
        .replace("To: <sip:anybody@127.0.0.1>", "To: " + header(answer, "To"))
        .replace("CSeq: 1 ", "CSeq: " + cseq + " ")
        .replace(
            "Content-Length: 0\r\n\r\n",
            body.isEmpty()
                ? "Content-Length: 0\r\n\r\n"
                : "Content-Type: application/sdp\r\nContent-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
