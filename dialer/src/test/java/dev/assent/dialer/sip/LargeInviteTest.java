package dev.assent.dialer.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.auth.Credentials;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** RFC 3261 section 18.1.1: what a datagram may hold. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LargeInviteTest {
  static final InviteProfile LARGE =
      new InviteProfile(AssertedIdentity.NONE, false, null, ReliableProvisional.OFF, true);

  private final SipFixture fixture = new SipFixture();
  private final RawPeer peer = fixture.peer;

  @AfterEach
  void close() {
    fixture.close();
  }

  private static CallSpec of(Target target, int sdp) {
    return new CallSpec(
        target,
        "+8619900000001",
        "+8619900000002",
        "trunk.example",
        "a".repeat(sdp).getBytes(StandardCharsets.UTF_8),
        new Credentials("user", "secret"),
        Map.of(),
        Duration.ofSeconds(30));
  }

  /** A body that makes the INVITE this long. */
  private int bodyFor(int length) {
    fixture.userAgent.prepare().invite(of(peer.target(), 100), new RecordedEvents());
    String small = peer.expect("INVITE");
    peer.answer(small, "486 Busy Here", "a");
    peer.expect("ACK");
    return 100 + length - small.length();
  }

  @Test
  void at1300BytesItGoes() {
    int body = bodyFor(1300);
    fixture.userAgent.prepare().invite(of(peer.target(), body), fixture.events);
    String invite = peer.expect("INVITE");
    assertThat(invite).hasSize(1300);
    peer.answer(invite, "486 Busy Here", "a");
    peer.expect("ACK");
    assertThat(fixture.events.next()).isEqualTo("refused 486 Busy Here");
    fixture.assertEmpty();
  }

  @Test
  void beyondItNothingLeaves() {
    int body = bodyFor(1301);
    fixture.userAgent.prepare().invite(of(peer.target(), body), fixture.events);
    assertThat(fixture.events.next())
        .isEqualTo(
            "notSent the INVITE is of 1301 bytes: over UDP more than 1300 go only with"
                + " udpLargeInvites: true");
    assertThat(peer.isSilent()).isTrue();
    fixture.assertEmpty();
  }

  @Test
  void unlessTheTrunkSaysSo() {
    fixture.userAgent.prepare().invite(of(peer.target(), 2000).withProfile(LARGE), fixture.events);
    String invite = peer.expect("INVITE");
    peer.answer(invite, "486 Busy Here", "a");
    peer.expect("ACK");
    assertThat(fixture.events.next()).isEqualTo("refused 486 Busy Here");
    fixture.assertEmpty();
  }

  /** The answer to a challenge makes it longer: the challenge is then a refusal. */
  @Test
  void norTheAnswerToAChallenge() {
    int body = bodyFor(1299);
    fixture.events.retrying(_ -> true);
    OutgoingCall call = fixture.userAgent.prepare().invite(of(peer.target(), body), fixture.events);
    String invite = peer.expect("INVITE");
    peer.answer(
        invite, "401 Unauthorized", "a", "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"");
    peer.expect("ACK");
    assertThat(fixture.events.next()).isEqualTo("mayRetry 401 true");
    call.inviteAgain(peer.target());
    assertThat(fixture.events.next())
        .startsWith("refused 401 Unauthorized; the INVITE is of ")
        .endsWith("udpLargeInvites: true");
    fixture.assertEmpty();
  }

  @Test
  void overAConnectionNothingIsTooLarge() throws Exception {
    try (StreamFixture streams = new StreamFixture();
        StreamPeer far = StreamPeer.tcp()) {
      streams.connect(far);
      streams.userAgent.prepare().invite(of(far.target(), 4000), streams.events);
      far.expect("INVITE");
    }
  }
}
