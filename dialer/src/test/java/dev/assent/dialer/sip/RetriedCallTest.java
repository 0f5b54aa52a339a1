package dev.assent.dialer.sip;

import static dev.assent.dialer.sip.RawPeer.header;
import static dev.assent.dialer.sip.RawPeer.parameter;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.sip.auth.Credentials;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** INVITEs sent again: 401, 407, 422, 503, not one byte left. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RetriedCallTest {
  private static final Credentials CREDENTIALS = new Credentials("trunk", "secret");
  private static final String CHALLENGE =
      "WWW-Authenticate: Digest realm=\"r\", nonce=\"n1\", algorithm=SHA-256, qop=\"auth\"";
  private static final String STALE =
      "WWW-Authenticate: Digest realm=\"r\", nonce=\"n2\", algorithm=SHA-256, qop=\"auth\","
          + " stale=true";

  private final SipFixture fixture = new SipFixture();
  private final RawPeer peer = fixture.peer;
  private final RecordedEvents events = fixture.events.retrying(_ -> true);

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void challengedItIsSentAgainOnlyWhenToldTo() {
    OutgoingCall call = fixture.callWith(CREDENTIALS);
    String first = peer.expect("INVITE");
    assertThat(first).doesNotContain("Authorization");
    peer.answer(first, "401 Unauthorized", "a", CHALLENGE);
    peer.expect("ACK");
    assertThat(events.next()).isEqualTo("mayRetry 401 true");
    fixture.drain();
    assertThat(peer.isSilent()).as("nothing leaves before inviteAgain").isTrue();

    call.inviteAgain(peer.target());
    String second = peer.expect("INVITE");
    assertThat(header(second, "Call-ID")).isEqualTo(header(first, "Call-ID"));
    assertThat(header(second, "From")).isEqualTo(header(first, "From"));
    assertThat(header(second, "To")).doesNotContain("tag");
    assertThat(header(second, "CSeq")).isEqualTo("2 INVITE");
    assertThat(header(second, "Via")).isNotEqualTo(header(first, "Via"));
    assertThat(header(second, "Authorization"))
        .contains("nonce=\"n1\"")
        .contains("nc=00000001")
        .contains("uri=\"sip:+8619900000002@trunk.example\"");
    peer.answerSdp(second, "200 OK", "b");
    String ack = peer.expect("ACK");
    assertThat(header(ack, "CSeq")).isEqualTo("2 ACK");
    assertThat(header(ack, "Authorization")).isEqualTo(header(second, "Authorization"));
    assertThat(events.next()).isEqualTo("answered b sdp");

    call.hangUp("");
    String bye = peer.expect("BYE");
    assertThat(header(bye, "CSeq")).isEqualTo("3 BYE");
    assertThat(header(bye, "Authorization")).contains("nc=00000002");
    peer.answer(bye, "200 OK", null);
    assertThat(events.next()).isEqualTo("ended NEAR_END");
    assertThat(fixture.spool.log())
        .containsExactly("inviting", "inviting", "confirmed 1", "closed");
    fixture.assertEmpty();
  }

  @Test
  void staleIsTriedOnceMoreAndAThirdChallengeIsFinal() {
    OutgoingCall call = fixture.callWith(CREDENTIALS);
    challenge(peer.expect("INVITE"), CHALLENGE);
    assertThat(events.next()).isEqualTo("mayRetry 401 true");
    call.inviteAgain(peer.target());
    challenge(peer.expect("INVITE"), STALE);
    assertThat(events.next()).isEqualTo("mayRetry 401 true");
    call.inviteAgain(peer.target());
    String third = peer.expect("INVITE");
    assertThat(header(third, "CSeq")).isEqualTo("3 INVITE");
    assertThat(header(third, "Authorization")).contains("nonce=\"n2\"").contains("nc=00000001");
    challenge(third, STALE);
    assertThat(events.next()).isEqualTo("refused 401 Unauthorized");
    fixture.assertEmpty();
  }

  @Test
  void aWrongPasswordIsNotTriedAgain() {
    OutgoingCall call = fixture.callWith(CREDENTIALS);
    challenge(peer.expect("INVITE"), CHALLENGE);
    assertThat(events.next()).isEqualTo("mayRetry 401 true");
    call.inviteAgain(peer.target());
    challenge(peer.expect("INVITE"), CHALLENGE);
    assertThat(events.next()).isEqualTo("refused 401 Unauthorized");
    fixture.assertEmpty();
  }

  @Test
  void aProxyChallengesToo() {
    OutgoingCall call = fixture.callWith(CREDENTIALS);
    String first = peer.expect("INVITE");
    peer.answer(
        first,
        "407 Proxy Authentication Required",
        "a",
        "Proxy-Authenticate: Digest realm=\"p\", nonce=\"n\"");
    peer.expect("ACK");
    assertThat(events.next()).isEqualTo("mayRetry 407 true");
    call.inviteAgain(peer.target());
    String second = peer.expect("INVITE");
    assertThat(parameter(header(second, "Proxy-Authorization"), "response")).hasSize(32);
    peer.answer(second, "404 Not Found", "a");
    assertThat(events.next()).isEqualTo("refused 404 Not Found");
    fixture.assertEmpty();
  }

  @Test
  void afterRingingNothingIsTriedAgain() {
    fixture.callWith(CREDENTIALS);
    String invite = peer.expect("INVITE");
    peer.answer(invite, "180 Ringing", "a");
    assertThat(events.next()).isEqualTo("progress 180");
    peer.answer(invite, "503 Service Unavailable", "a");
    assertThat(events.next()).isEqualTo("refused 503 Service Unavailable rang");
    fixture.assertEmpty();
  }

  @Test
  void withoutCredentialsAChallengeIsFinal() {
    fixture.call();
    challenge(peer.expect("INVITE"), CHALLENGE);
    assertThat(events.next()).isEqualTo("refused 401 Unauthorized");
    fixture.assertEmpty();
  }

  @Test
  void anotherTargetAfter503() {
    try (RawPeer second = new RawPeer()) {
      OutgoingCall call = fixture.call();
      String first = peer.expect("INVITE");
      peer.answer(first, "503 Service Unavailable", "a", "Retry-After: 30");
      peer.expect("ACK");
      assertThat(events.next()).isEqualTo("mayRetry 503 true");
      call.inviteAgain(second.target());
      String again = second.expect("INVITE");
      assertThat(header(again, "CSeq")).isEqualTo("2 INVITE");
      second.answerSdp(again, "200 OK", "b");
      second.expect("ACK");
      assertThat(events.next()).isEqualTo("answered b sdp");
      call.hangUp("");
      second.answer(second.expect("BYE"), "200 OK", null);
      assertThat(events.next()).isEqualTo("ended NEAR_END");
      fixture.assertEmpty();
    }
  }

  @Test
  void threeInvitesAtMost() {
    OutgoingCall call = fixture.call();
    for (int i = 0; i < 2; i++) {
      peer.answer(peer.expect("INVITE"), "503 Service Unavailable", "a");
      peer.expect("ACK");
      assertThat(events.next()).isEqualTo("mayRetry 503 true");
      call.inviteAgain(peer.target());
    }
    peer.answer(peer.expect("INVITE"), "503 Service Unavailable", "a");
    peer.expect("ACK");
    assertThat(events.next()).isEqualTo("refused 503 Service Unavailable");
    fixture.assertEmpty();
  }

  @Test
  void withinFiveSecondsOrNotAtAll() {
    OutgoingCall call = fixture.call();
    String invite = peer.expect("INVITE");
    peer.answer(invite, "100 Trying", null);
    assertThat(events.next()).isEqualTo("progress 100");
    fixture.advance(Duration.ofMillis(4900));
    peer.answer(invite, "503 Service Unavailable", "a");
    peer.expect("ACK");
    assertThat(events.next()).isEqualTo("mayRetry 503 true");
    fixture.advance(Duration.ofMillis(100));
    assertThat(events.next()).isEqualTo("refused 503 Service Unavailable");
    call.inviteAgain(peer.target());
    fixture.drain();
    assertThat(peer.isSilent()).isTrue();
    fixture.assertEmpty();
  }

  @Test
  void afterFiveSecondsItIsNotAsked() {
    fixture.call();
    String invite = peer.expect("INVITE");
    peer.answer(invite, "100 Trying", null);
    assertThat(events.next()).isEqualTo("progress 100");
    fixture.advance(Duration.ofSeconds(5));
    peer.answer(invite, "503 Service Unavailable", "a");
    assertThat(events.next()).isEqualTo("refused 503 Service Unavailable");
    fixture.assertEmpty();
  }

  @Test
  void abandonedItIsRefused() {
    OutgoingCall call = fixture.call();
    peer.answer(peer.expect("INVITE"), "503 Service Unavailable", "a");
    assertThat(events.next()).isEqualTo("mayRetry 503 true");
    call.abandon();
    assertThat(events.next()).isEqualTo("refused 503 Service Unavailable");
    call.abandon();
    fixture.assertEmpty();
    assertThat(events.rest()).isEmpty();
  }

  @Test
  void aLongerSessionIsAgreedToAfter422() {
    OutgoingCall call = fixture.call();
    peer.answer(peer.expect("INVITE"), "422 Session Interval Too Small", "a", "Min-SE: 1800");
    peer.expect("ACK");
    assertThat(events.next()).isEqualTo("mayRetry 422 true");
    call.inviteAgain(peer.target());
    String again = peer.expect("INVITE");
    assertThat(header(again, "Session-Expires")).isEqualTo("1800;refresher=uas");
    assertThat(header(again, "Min-SE")).isEqualTo("1800");
    peer.answer(again, "486 Busy Here", "a");
    assertThat(events.next()).isEqualTo("refused 486 Busy Here");
    fixture.assertEmpty();
  }

  @Test
  void redirectionsAreNotFollowed() {
    fixture.call();
    peer.answer(peer.expect("INVITE"), "302 Moved Temporarily", "a");
    assertThat(events.next()).isEqualTo("refused 302 Moved Temporarily");
    peer.expect("ACK");
    assertThat(peer.isSilent()).isTrue();
    fixture.assertEmpty();
  }

  @Test
  void whenNotOneByteLeftItMayBeTriedAgain() {
    CallSpec tooLong =
        new CallSpec(
                peer.target(),
                "1",
                "2",
                "x",
                new byte[70_000],
                null,
                Map.of(),
                Duration.ofSeconds(9))
            .withProfile(LargeInviteTest.LARGE);
    OutgoingCall call = fixture.userAgent.prepare().invite(tooLong, events);
    assertThat(events.next()).isEqualTo("mayRetry 0 true");
    call.inviteAgain(peer.target());
    assertThat(events.next()).isEqualTo("mayRetry 0 true");
    call.abandon();
    assertThat(events.next()).startsWith("notSent");
    assertThat(peer.isSilent()).isTrue();
    fixture.assertEmpty();
  }

  @Test
  void aChallengedByeIsRepeated() {
    OutgoingCall call = fixture.callWith(CREDENTIALS);
    fixture.answeredCall("far");
    call.hangUp("");
    String bye = peer.expect("BYE");
    peer.answer(bye, "401 Unauthorized", null, CHALLENGE);
    String again = peer.expect("BYE");
    assertThat(header(again, "CSeq")).isEqualTo("3 BYE");
    assertThat(header(again, "Authorization")).contains("nc=00000001");
    peer.answer(again, "401 Unauthorized", null, CHALLENGE);
    assertThat(events.next()).isEqualTo("ended NEAR_END");
    fixture.assertEmpty();
  }

  private void challenge(String invite, String challenge) {
    peer.answer(invite, "401 Unauthorized", "a", challenge);
    peer.expect("ACK");
  }
}
