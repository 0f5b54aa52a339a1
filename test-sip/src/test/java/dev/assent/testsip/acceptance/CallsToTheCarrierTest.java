package dev.assent.testsip.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.sip.AssertedIdentity;
import dev.assent.dialer.sip.CallSpec;
import dev.assent.dialer.sip.CallSpool;
import dev.assent.dialer.sip.InviteProfile;
import dev.assent.dialer.sip.PreparedCall;
import dev.assent.dialer.sip.ReliableProvisional;
import dev.assent.dialer.sip.SpooledCall;
import dev.assent.dialer.sip.UserAgent;
import dev.assent.dialer.sip.UserAgentSettings;
import dev.assent.dialer.sip.WheelTimers;
import dev.assent.dialer.sip.address.SignallingNetworks;
import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.auth.Credentials;
import dev.assent.media.rtp.MediaEngine;
import dev.assent.media.rtp.MediaPort;
import dev.assent.media.rtp.MediaSettings;
import dev.assent.testsip.carrier.CallReport;
import dev.assent.testsip.carrier.Carrier;
import dev.assent.testsip.carrier.CarrierSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program's user agent and media against every kind of answer; the carrier judges both. */
@Timeout(120)
class CallsToTheCarrierTest {
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private static final InviteProfile WITH_IDENTITY =
      new InviteProfile(
          AssertedIdentity.PAI, /* privacyNone= */ false, null, ReliableProvisional.OFF, false);

  private static Carrier carrier;
  private static WheelTimers timers;
  private static UserAgent agent;
  private static MediaEngine media;
  private static int calls;

  @BeforeAll
  static void start() throws Exception {
    carrier =
        Carrier.start(
            CarrierSettings.loopback()
                .withCredentials("trunk", "sesame")
                .withSecond(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 0)));
    timers = new WheelTimers();
    agent =
        UserAgent.start(
            UserAgentSettings.of(
                new InetSocketAddress(LOOPBACK, 0), SignallingNetworks.of(List.of("127.0.0.0/8"))),
            timers,
            new SecureRandom(),
            new NoSpool());
    media = MediaEngine.start(MediaSettings.of(LOOPBACK, new Random(1), InstantSource.system()));
  }

  @AfterAll
  static void stop() {
    media.close();
    agent.close();
    timers.close();
    carrier.close();
  }

  private static PlacedCall call(String behaviour, Duration ringAtMost) throws Exception {
    String number = "+86199%08d".formatted(++calls);
    carrier.plan(number, behaviour);
    MediaPort port = media.reserve();
    CallSpec spec =
        new CallSpec(
                Target.udp(carrier.address()),
                "+8619900009999",
                number,
                "127.0.0.1",
                port.offer(),
                new Credentials("trunk", "sesame"),
                Map.of(),
                ringAtMost)
            .withProfile(WITH_IDENTITY);
    PreparedCall prepared = agent.prepare();
    return new PlacedCall(prepared, port, spec);
  }

  /** What the carrier has against this call when all is over: nothing. */
  private static CallReport judged(PlacedCall call) throws InterruptedException {
    CallReport report =
        carrier.awaitCall(LIMIT, c -> c.callId().equals(call.callId()) && c.ended() && c.ackSeen());
    assertThat(report.faults()).isEmpty();
    assertThat(report.orphaned()).isFalse();
    return report;
  }

  @ParameterizedTest
  @CsvSource({
    "busy, refused 486 Busy Here",
    "not-found, refused 404 Not Found",
    "congested, refused 503 Service Unavailable",
    "declined, refused 603 Decline",
    "blocked, refused 603 Network Blocked",
    "unwanted, refused 607 Unwanted",
    "early-announcement, refused 404 Not Found",
    "no-answer, cancelled false",
    "answer-and-cancel, cancelled true",
    "'180, wait 50ms, 180, 486', refused 486 Busy Here"
  })
  void callsThatAreNotAnswered(String behaviour, String expected) throws Exception {
    PlacedCall call = call(behaviour, Duration.ofMillis(2500));
    assertThat(call.await(expected)).isEqualTo(expected);
    judged(call);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "answer",
        "180, answer alaw",
        "183 sdp, wait 200ms, answer",
        "answer ignore-ack 1",
        "no-trying, answer",
        "challenge 401, answer",
        "challenge 407 sha-256 md5 stale, answer",
        "forked",
        "answer tag A, wait 300ms, answer tag C",
        "answer no-telephone-event"
      })
  void callsThatWeHangUp(String behaviour) throws Exception {
    PlacedCall call = call(behaviour, LIMIT);
    call.await("answered");
    carrier.awaitCall(
        LIMIT, c -> c.callId().equals(call.callId()) && c.ackSeen() && c.media().packetsIn() >= 25);
    call.hangUp();
    call.await("ended NEAR_END");
    assertThat(judged(call).media().lost()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "answer, await ack, bye",
        "answer, await ack, bye twice",
        "answer, await ack, bye from-second",
        "answer, await ack, hold, wait 200ms, resume, bye",
        "answer, await ack, hold twice, resume, bye",
        "answer, await ack, move, wait 200ms, bye"
      })
  void callsThatTheFarEndHangsUp(String behaviour) throws Exception {
    PlacedCall call = call(behaviour, LIMIT);
    call.await("answered");
    call.await("ended FAR_END");
    judged(call);
    CallReport report =
        carrier.awaitCall(
            LIMIT,
            c ->
                c.callId().equals(call.callId())
                    && c.outcomes().stream().anyMatch(outcome -> outcome.startsWith("BYE")));
    assertThat(report.outcomes()).allMatch(outcome -> outcome.endsWith(" 200"));
  }

  @ParameterizedTest
  @CsvSource({
    "key 1",
    "key 1 lose-start",
    "key 1 lose-end",
    "key 1 twice",
    "key 1 shuffled",
    "key 1 no-marker",
    "key 1 twice shuffled no-marker",
    "key 1 for 40ms",
    "key 1 for 9s",
    "'network loss 5% reorder 20% duplicate 5%, key 1'",
    "key 1 with-bye"
  })
  void eachKeyIsHeardOnce(String pressed) throws Exception {
    PlacedCall call = call("answer, wait 200ms, " + pressed + ", wait 100ms, bye", LIMIT);
    call.await("answered");
    assertThat(call.keysUntilClosed()).isEqualTo("1");
    judged(call);
  }

  @ParameterizedTest
  @CsvSource({"key 1, 1", "key 1123*#, 1123*#", "key 9, 9", "key 5, 5"})
  void sequencesOfKeys(String pressed, String heard) throws Exception {
    PlacedCall call = call("answer, wait 200ms, " + pressed + ", bye", LIMIT);
    call.await("answered");
    assertThat(call.keysUntilClosed()).isEqualTo(heard);
    judged(call);
  }

  @ParameterizedTest
  @CsvSource({"tone 1, 1", "tone 159, 159", "tone 9 60ms, 9"})
  void tonesAreHeardWithoutTelephoneEvent(String pressed, String heard) throws Exception {
    PlacedCall call = call("answer no-telephone-event, wait 200ms, " + pressed + ", bye", LIMIT);
    call.await("answered");
    assertThat(call.keysUntilClosed()).isEqualTo(heard);
    judged(call);
  }

  /** Nothing survives a crash here. */
  private static final class NoSpool implements CallSpool {
    @Override
    public void inviting(SpooledCall call) {}

    @Override
    public void confirmed(SpooledCall call) {}

    @Override
    public void closed(String callId) {}
  }
}
