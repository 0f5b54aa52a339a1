package dev.assent.dialer.sip;

import static dev.assent.dialer.sip.RawPeer.header;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.dialer.sip.auth.Credentials;
import dev.assent.dialer.sip.transport.Drop;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** After a crash: another user agent finds what the first left in the spool. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SettleTest {
  private final SipFixture fixture = new SipFixture();
  private final RawPeer peer = fixture.peer;
  private final MemorySpool spool = new MemorySpool();
  private OutgoingCall call;
  private UserAgent restarted;

  @AfterEach
  void close() {
    if (restarted != null) {
      restarted.close();
    }
    fixture.close();
  }

  @Test
  void aRingingCallIsCancelledWithTheSameBranch() throws Exception {
    String invite = ring();
    CompletableFuture<Settled> settled = crashAndSettle();
    String cancel = peer.expect("CANCEL sip:+8619900000002@trunk.example SIP/2.0");
    assertThat(header(cancel, "Via")).isEqualTo(header(invite, "Via"));
    assertThat(header(cancel, "From")).isEqualTo(header(invite, "From"));
    assertThat(header(cancel, "To")).isEqualTo(header(invite, "To"));
    assertThat(header(cancel, "CSeq")).isEqualTo("1 CANCEL");
    peer.answer(cancel, "200 OK", "far");
    peer.answer(invite, "487 Request Terminated", "far");
    peer.expect("ACK");
    assertThat(settled.get(10, TimeUnit.SECONDS)).isEqualTo(Settled.CANCELLED);
    assertEmpty();
  }

  @Test
  void answeredMeanwhileItIsAcknowledgedAndHungUp() throws Exception {
    String invite = ring();
    CompletableFuture<Settled> settled = crashAndSettle();
    String cancel = peer.expect("CANCEL");
    String answer = peer.answerSdp(invite, "200 OK", "far");
    String ack = peer.expect("ACK");
    String bye = peer.expect("BYE");
    peer.answer(cancel, "481 Call/Transaction Does Not Exist", "far");
    peer.send(answer);
    assertThat(peer.expect("ACK")).isEqualTo(ack);
    assertThat(settled).isNotDone();
    peer.answer(bye, "200 OK", null);
    assertThat(settled.get(10, TimeUnit.SECONDS)).isEqualTo(Settled.HUNG_UP);
    assertEmpty();
  }

  @Test
  void anInviteThatNeverLeft() throws Exception {
    ring();
    CompletableFuture<Settled> settled = crashAndSettle();
    peer.answer(peer.expect("CANCEL"), "481 Call/Transaction Does Not Exist", "far");
    assertThat(settled.get(10, TimeUnit.SECONDS)).isEqualTo(Settled.NOTHING_OPEN);
    assertEmpty();
  }

  @Test
  void anOpenDialogIsHungUp() throws Exception {
    call = fixture.call();
    String invite = peer.expect("INVITE");
    peer.answerSdp(invite, "200 OK", "far", "Record-Route: <sip:" + peer.hostPort() + ";lr>");
    peer.expect("ACK");
    CompletableFuture<Settled> settled = crashAndSettle();
    String bye = peer.expect("BYE sip:far@" + peer.hostPort());
    assertThat(header(bye, "CSeq")).isEqualTo("102 BYE");
    assertThat(header(bye, "Route")).isEqualTo("<sip:" + peer.hostPort() + ";lr>");
    assertThat(header(bye, "From")).isEqualTo(header(invite, "From"));
    peer.answer(bye, "200 OK", null);
    assertThat(settled.get(10, TimeUnit.SECONDS)).isEqualTo(Settled.HUNG_UP);
    assertEmpty();
  }

  @Test
  void aDialogTheFarEndHasForgotten() throws Exception {
    call = fixture.call();
    peer.answerSdp(peer.expect("INVITE"), "200 OK", "far");
    peer.expect("ACK");
    CompletableFuture<Settled> settled = crashAndSettle();
    peer.answer(peer.expect("BYE"), "481 Call/Transaction Does Not Exist", null);
    assertThat(settled.get(10, TimeUnit.SECONDS)).isEqualTo(Settled.NOTHING_OPEN);
    assertEmpty();
  }

  @Test
  void everyDialogOfAForkIsHungUp() throws Exception {
    call = fixture.call();
    String invite = peer.expect("INVITE");
    peer.answerSdp(invite, "200 OK", "a");
    peer.expect("ACK");
    peer.answerSdp(invite, "200 OK", "b");
    peer.expect("ACK");
    peer.expect("BYE");
    CompletableFuture<Settled> settled = crashAndSettle();
    String first = peer.expect("BYE");
    String second = peer.expect("BYE");
    assertThat(header(first, "To")).isNotEqualTo(header(second, "To"));
    peer.answer(first, "200 OK", null);
    peer.answer(second, "481 Call/Transaction Does Not Exist", null);
    assertThat(settled.get(10, TimeUnit.SECONDS)).isEqualTo(Settled.HUNG_UP);
    assertEmpty();
  }

  @Test
  void aTrunkThatChallengesByeIsAnswered() throws Exception {
    call = fixture.call();
    peer.answerSdp(peer.expect("INVITE"), "200 OK", "far");
    peer.expect("ACK");
    CompletableFuture<Settled> settled = crashAndSettle(new Credentials("trunk", "secret"));
    peer.answer(
        peer.expect("BYE"),
        "407 Proxy Authentication Required",
        null,
        "Proxy-Authenticate: Digest realm=\"r\", nonce=\"n\"");
    String again = peer.expect("BYE");
    assertThat(header(again, "Proxy-Authorization")).contains("nonce=\"n\"");
    peer.answer(again, "200 OK", null);
    assertThat(settled.get(10, TimeUnit.SECONDS)).isEqualTo(Settled.HUNG_UP);
    assertEmpty();
  }

  @Test
  void fromAnotherPortTheOldViaIsStillOurs() throws Exception {
    String invite = ring();
    SpooledCall left = fixture.spool.leftOver(call.callId());
    restarted = fixture.start(settings -> settings, spool);
    CompletableFuture<Settled> settled = restarted.settle(left);
    String cancel = peer.expect("CANCEL");
    assertThat(header(cancel, "Via")).isEqualTo(header(invite, "Via"));
    peer.answer(cancel, "200 OK", "far");
    peer.answer(invite, "487 Request Terminated", "far");
    assertThat(settled.get(10, TimeUnit.SECONDS)).isEqualTo(Settled.CANCELLED);
    assertEmpty();
  }

  @Test
  void silence() throws Exception {
    ring();
    CompletableFuture<Settled> settled = crashAndSettle();
    peer.expect("CANCEL");
    advance(Duration.ofSeconds(33));
    assertThat(settled.get(10, TimeUnit.SECONDS)).isEqualTo(Settled.NO_ANSWER);
    assertEmpty();
  }

  @Test
  void aSpooledCallSurvivesItsEncodingAndNoneOther() {
    ring();
    SpooledCall spooled = fixture.spool.leftOver(call.callId());
    byte[] bytes = spooled.encode();
    assertThat(SpooledCall.decode(bytes)).isEqualTo(spooled);
    assertThat(spooled.toString()).doesNotContain("19900000");
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> SpooledCall.decode(cut))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> SpooledCall.decode(Arrays.copyOf(bytes, bytes.length + 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private String ring() {
    call = fixture.call();
    String invite = peer.expect("INVITE");
    peer.answer(invite, "180 Ringing", "far");
    assertThat(fixture.events.next()).isEqualTo("progress 180");
    return invite;
  }

  /** Takes what the spool holds at this instant, as a crash would leave it. */
  private CompletableFuture<Settled> crashAndSettle() {
    fixture.drain();
    return crashAndSettle(null);
  }

  private CompletableFuture<Settled> crashAndSettle(Credentials credentials) {
    SpooledCall left = fixture.spool.leftOver(call.callId());
    UserAgentSettings settings = fixture.settings.withBind(fixture.userAgent.localAddress());
    fixture.userAgent.close();
    restarted = fixture.start(_ -> settings, spool);
    return restarted.settle(left, credentials);
  }

  private void assertEmpty() {
    for (int i = 0; i < 2; i++) {
      advance(SipFixture.LINGER);
    }
    assertThat(restarted.counters().calls()).isZero();
    assertThat(restarted.counters().serverTransactions()).isZero();
    assertThat(restarted.counters().dropped(Drop.DEFECT)).isZero();
    assertThat(spool.log()).last().isEqualTo("closed");
  }

  private void advance(Duration span) {
    fixture.timers.advance(
        span, () -> SipFixture.await(() -> restarted.counters().waiting() == 0, "idle workers"));
  }
}
