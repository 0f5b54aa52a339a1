package dev.assent.testsip.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Requirement;
import dev.assent.dialer.sip.CallSpec;
import dev.assent.dialer.sip.MemorySpool;
import dev.assent.dialer.sip.TestCertificates;
import dev.assent.dialer.sip.UserAgent;
import dev.assent.dialer.sip.UserAgentSettings;
import dev.assent.dialer.sip.WheelTimers;
import dev.assent.dialer.sip.address.SignallingNetworks;
import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.transport.TlsPeer;
import dev.assent.media.prompt.Prompt;
import dev.assent.media.rtp.MediaEngine;
import dev.assent.media.rtp.MediaPort;
import dev.assent.media.rtp.MediaSettings;
import dev.assent.media.sdp.SrtpPolicy;
import dev.assent.testsip.carrier.CallReport;
import dev.assent.testsip.carrier.Carrier;
import dev.assent.testsip.carrier.CarrierSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls over TLS whose sound is protected, to a carrier with TLS and SRTP of its own. */
@Timeout(120)
@Requirement("B-07")
class SecuredCallsToTheCarrierTest {
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final InetSocketAddress ANY_PORT = new InetSocketAddress(LOOPBACK, 0);
  private static final String NAME = "sbc.carrier.example";

  @TempDir private static Path directory;
  private static Target target;
  private static Carrier carrier;
  private static WheelTimers timers;
  private static UserAgent agent;
  private static MediaEngine media;
  private static int calls;

  @BeforeAll
  static void start() throws Exception {
    carrier = Carrier.start(CarrierSettings.loopback().withMediaPorts(36_000, 41_998));
    TestCertificates certificates = new TestCertificates(Instant.now());
    TestCertificates.Identity theirs = certificates.identity("carrier", "dns:" + NAME);
    TestCertificates.Identity ours = certificates.identity("we", "dns:dialer.example");
    InetSocketAddress address =
        carrier.listen(ANY_PORT, theirs.context(certificates.authority())).local();
    target = Target.tls(address, NAME);
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
    agent.connect(target, Duration.ofSeconds(30)).get(10, TimeUnit.SECONDS);
    media =
        MediaEngine.start(
            MediaSettings.of(LOOPBACK, new SecureRandom(), InstantSource.system())
                .withPorts(30_000, 33_998));
  }

  @AfterAll
  static void stop() {
    media.close();
    agent.close();
    timers.close();
    carrier.close();
  }

  /** A second of noise: loud enough to be speech to a carrier. */
  private static Prompt noise() throws Exception {
    byte[] ulaw = new byte[8000];
    new Random(3).nextBytes(ulaw);
    ByteBuffer wav = ByteBuffer.allocate(44 + ulaw.length).order(ByteOrder.LITTLE_ENDIAN);
    wav.put("RIFF".getBytes(US_ASCII)).putInt(36 + ulaw.length);
    wav.put("WAVEfmt ".getBytes(US_ASCII)).putInt(16).putShort((short) 7).putShort((short) 1);
    wav.putInt(8000).putInt(8000).putShort((short) 1).putShort((short) 8);
    wav.put("data".getBytes(US_ASCII)).putInt(ulaw.length).put(ulaw);
    return Prompt.ofWav("noise", "en-US", "noise", Path.of("noise.wav"), wav.array());
  }

  private static PlacedCall call(SrtpPolicy srtp, String behaviour) throws Exception {
    String number = "+86199%08d".formatted(++calls);
    carrier.plan(number, behaviour);
    MediaPort port = media.reserve();
    CallSpec spec =
        new CallSpec(
            target, "+8619900009999", number, "127.0.0.1", port.offer(srtp), null, Map.of(), LIMIT);
    return new PlacedCall(agent.prepare(), port, spec);
  }

  private static CallReport judged(PlacedCall call) throws InterruptedException {
    CallReport report =
        carrier.awaitCall(LIMIT, c -> c.callId().equals(call.callId()) && c.ended() && c.ackSeen());
    assertThat(report.faults()).isEmpty();
    return report;
  }

  @ParameterizedTest
  @CsvSource({
    "MANDATORY, answer, AEAD_AES_256_GCM",
    "MANDATORY, answer gcm, AEAD_AES_256_GCM",
    "MANDATORY, answer aes-80, AES_CM_128_HMAC_SHA1_80",
    "MANDATORY, answer aes-32, AES_CM_128_HMAC_SHA1_32",
    "PREFERRED, answer aes-80, AES_CM_128_HMAC_SHA1_80",
    "PREFERRED, answer plain, ''",
    "OFF, answer, ''"
  })
  void soundGoesBothWays(SrtpPolicy srtp, String answer, String suite) throws Exception {
    String behaviour =
        answer + ", wait 200ms, network loss 5% reorder 10% duplicate 5%, key 159, bye";
    PlacedCall call = call(srtp, behaviour);
    call.await("answered");
    assertThat(call.keysUntilClosed()).isEqualTo("159");
    CallReport report = judged(call);
    assertThat(report.media().srtp()).isEqualTo(suite);
    assertThat(report.media().forged()).isZero();
    assertThat(report.media().lost()).isZero();
    assertThat(report.media().packetsIn()).isGreaterThan(20);
  }

  @ParameterizedTest
  @CsvSource({
    "'answer aes-80, await ack, key 1, rekey, wait 100ms, key 5, hold, resume, key 9, bye', 159",
    "'answer gcm, await ack, key 1, rekey, rekey, move, key 9, wait 100ms, bye', 19",
  })
  void newKeysInTheMiddleOfACall(String behaviour, String heard) throws Exception {
    PlacedCall call = call(SrtpPolicy.MANDATORY, behaviour);
    call.await("answered");
    assertThat(call.keysUntilClosed()).isEqualTo(heard);
    CallReport report = judged(call);
    assertThat(report.media().forged()).isZero();
    assertThat(report.outcomes()).allMatch(outcome -> outcome.endsWith(" 200"));
  }

  /** Tones are the carrier's sound heard by us, the prompt is ours heard by the carrier. */
  @ParameterizedTest
  @ValueSource(strings = {"gcm", "aes-80", "aes-32"})
  void theSoundItselfIsHeardOnBothSides(String suite) throws Exception {
    String behaviour = "answer %s no-telephone-event, prompt 1, tone 159, bye".formatted(suite);
    PlacedCall call = call(SrtpPolicy.MANDATORY, behaviour);
    call.await("answered");
    call.play(noise());
    call.await("segment");
    assertThat(call.keysUntilClosed()).isEqualTo("159");
    CallReport report = judged(call);
    assertThat(report.media().prompts()).isEqualTo(1);
    assertThat(report.media().forged()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"answer gcm, wait 4s, bye", "answer aes-32, wait 4s, bye"})
  void reportsAreProtectedToo(String behaviour) throws Exception {
    PlacedCall call = call(SrtpPolicy.MANDATORY, behaviour);
    call.await("answered");
    call.keysUntilClosed();
    CallReport report = judged(call);
    assertThat(report.media().rtcpIn()).isPositive();
    assertThat(report.media().forged()).isZero();
  }

  @Test
  void aPlainAnswerToAMandatoryOfferIsNoCall() throws Exception {
    PlacedCall call = call(SrtpPolicy.MANDATORY, "answer plain");
    assertThat(call.await("no media"))
        .isEqualTo("no media: the answer is not protected, and this call must be (SRTP)");
    call.hangUp();
    judged(call);
  }
}
