package dev.assent.testsip.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.sip.CallSpec;
import dev.assent.dialer.sip.MemorySpool;
import dev.assent.dialer.sip.TestCertificates;
import dev.assent.dialer.sip.UserAgent;
import dev.assent.dialer.sip.UserAgentSettings;
import dev.assent.dialer.sip.WheelTimers;
import dev.assent.dialer.sip.address.SignallingNetworks;
import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.address.Transport;
import dev.assent.dialer.sip.auth.Credentials;
import dev.assent.dialer.sip.transport.Drop;
import dev.assent.dialer.sip.transport.TlsPeer;
import dev.assent.media.rtp.MediaEngine;
import dev.assent.media.rtp.MediaPort;
import dev.assent.media.rtp.MediaSettings;
import dev.assent.testsip.carrier.CallReport;
import dev.assent.testsip.carrier.Carrier;
import dev.assent.testsip.carrier.CarrierSettings;
import dev.assent.testsip.carrier.sip.StreamSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls over TCP, and over TLS with certificates on both sides, to a carrier of other code. */
@Timeout(120)
class CallsByConnectionTest {
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final String NAME = "sbc.carrier.example";
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @TempDir private static Path directory;
  private static Carrier carrier;
  private static WheelTimers timers;
  private static UserAgent agent;
  private static MediaEngine media;
  private static final Map<Transport, StreamSocket> LISTENERS = new EnumMap<>(Transport.class);
  private static int calls;

  @BeforeAll
  static void start() throws Exception {
    carrier = Carrier.start(CarrierSettings.loopback().withCredentials("trunk", "sesame"));
    TestCertificates certificates = new TestCertificates(Instant.now());
    TestCertificates.Identity theirs = certificates.identity("carrier", "dns:" + NAME);
    TestCertificates.Identity ours = certificates.identity("we", "dns:dialer.example");
    LISTENERS.put(Transport.TCP, carrier.listen(ANY_PORT, null));
    LISTENERS.put(
        Transport.TLS, carrier.listen(ANY_PORT, theirs.context(certificates.authority())));
    TlsPeer peer =
        TlsPeer.read(
            NAME,
            certificates.authorityFile(directory),
            List.of(),
            ours.certificateFile(directory),
            ours.keyFile(directory),
            false,
            InstantSource.system());
    timers = new WheelTimers();
    agent =
        UserAgent.start(
            UserAgentSettings.of(ANY_PORT, SignallingNetworks.of(List.of("127.0.0.0/8")))
                .withTls(Map.of(NAME, peer)),
            timers,
            new SecureRandom(),
            new MemorySpool());
    media =
        MediaEngine.start(
            MediaSettings.of(ANY_PORT.getAddress(), new Random(1), InstantSource.system()));
    for (Transport transport : LISTENERS.keySet()) {
      agent.connect(target(transport), Duration.ofSeconds(30)).get(10, TimeUnit.SECONDS);
    }
  }

  @AfterAll
  static void stop() {
    media.close();
    agent.close();
    timers.close();
    carrier.close();
  }

  private static Target target(Transport transport) {
    InetSocketAddress address = LISTENERS.get(transport).local();
    return transport == Transport.TLS ? Target.tls(address, NAME) : Target.tcp(address);
  }

  private static PlacedCall call(Transport transport, String behaviour) throws Exception {
    String number = "+86199%08d".formatted(++calls);
    carrier.plan(number, behaviour);
    MediaPort port = media.reserve();
    CallSpec spec =
        new CallSpec(
            target(transport),
            "+8619900009999",
            number,
            "127.0.0.1",
            port.offer(),
            new Credentials("trunk", "sesame"),
            Map.of(),
            Duration.ofMillis(2500));
    return new PlacedCall(agent.prepare(), port, spec);
  }

  private static CallReport judged(PlacedCall call) throws InterruptedException {
    CallReport report =
        carrier.awaitCall(LIMIT, c -> c.callId().equals(call.callId()) && c.ended() && c.ackSeen());
    assertThat(report.faults()).isEmpty();
    assertThat(report.orphaned()).isFalse();
    return report;
  }

  @ParameterizedTest
  @CsvSource({
    "TCP, busy, refused 486 Busy Here",
    "TLS, congested, refused 503 Service Unavailable",
    "TLS, no-answer, cancelled false",
    "TCP, answer-and-cancel, cancelled true"
  })
  void callsThatAreNotAnswered(Transport transport, String behaviour, String expected)
      throws Exception {
    PlacedCall call = call(transport, behaviour);
    assertThat(call.await(expected)).isEqualTo(expected);
    judged(call);
  }

  @ParameterizedTest
  @CsvSource({
    "TCP, answer",
    "TLS, answer",
    "TLS, 'challenge 407 sha-256 md5 stale, answer'",
    "TCP, forked"
  })
  void callsThatWeHangUp(Transport transport, String behaviour) throws Exception {
    PlacedCall call = call(transport, behaviour);
    call.await("answered");
    carrier.awaitCall(
        LIMIT, c -> c.callId().equals(call.callId()) && c.ackSeen() && c.media().packetsIn() >= 25);
    call.hangUp();
    call.await("ended NEAR_END");
    judged(call);
  }

  @ParameterizedTest
  @CsvSource({
    "TCP, 'answer, await ack, bye'",
    "TLS, 'answer, await ack, hold, wait 200ms, resume, bye'"
  })
  void callsThatTheFarEndHangsUp(Transport transport, String behaviour) throws Exception {
    PlacedCall call = call(transport, behaviour);
    call.await("answered");
    call.await("ended FAR_END");
    judged(call);
  }

  @ParameterizedTest
  @CsvSource({"TCP, key 1", "TLS, key 9"})
  void keysAreHeard(Transport transport, String pressed) throws Exception {
    PlacedCall call = call(transport, "answer, wait 200ms, " + pressed + ", wait 100ms, bye");
    call.await("answered");
    assertThat(call.keysUntilClosed()).isEqualTo(pressed.substring(4));
    judged(call);
  }

  /** The talk goes on; the end of it is told by the next connection. */
  @ParameterizedTest
  @EnumSource(names = {"TCP", "TLS"})
  void theConnectionBreaksInTheTalk(Transport transport) throws Exception {
    PlacedCall call = call(transport, "answer");
    call.await("answered");
    carrier.awaitCall(
        LIMIT, c -> c.callId().equals(call.callId()) && c.ackSeen() && c.media().packetsIn() >= 25);
    LISTENERS.get(transport).hangUp();
    call.hangUp();
    call.await("ended NEAR_END");
    assertThat(judged(call).media().lost()).isZero();
    assertThat(agent.counters().dropped(Drop.DEFECT)).isZero();
  }

  /** Nobody is left ringing. */
  @ParameterizedTest
  @EnumSource(names = {"TCP", "TLS"})
  void theConnectionBreaksWhileItRings(Transport transport) throws Exception {
    PlacedCall call = call(transport, "180, forever");
    call.await("progress 180");
    LISTENERS.get(transport).hangUp();
    call.await("unknown");
    CallReport report =
        carrier.awaitCall(LIMIT, c -> c.callId().equals(call.callId()) && c.ended());
    assertThat(report.orphaned()).isFalse();
  }
}
