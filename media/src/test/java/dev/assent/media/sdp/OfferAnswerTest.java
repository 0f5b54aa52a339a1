package dev.assent.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.media.codec.Codec;
import dev.assent.media.sdp.Negotiated.Accepted;
import dev.assent.media.sdp.Negotiated.Refused;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Offer and answer (RFC 3264) as carriers write them. */
@Timeout(30)
class OfferAnswerTest {
  private static final String ANSWER =
      """
      v=0
      o=carrier 17 1 IN IP4 203.0.113.9
      s=call
      c=IN IP4 203.0.113.9
      t=0 0
      m=audio 30000 RTP/AVP 8 96
      a=rtpmap:8 PCMA/8000
      a=rtpmap:96 telephone-event/8000
      a=fmtp:96 0-16
      a=ptime:20
      a=sendrecv
      """;

  private final OfferAnswer us = ours();

  private static OfferAnswer ours() {
    return ours("192.0.2.1", 4711);
  }

  private static OfferAnswer ours(String address, long sessionId) {
    return new OfferAnswer(
        new InetSocketAddress(InetAddress.ofLiteral(address), 16_384),
        sessionId,
        SrtpPolicy.OFF,
        new Random(1));
  }

  @Test
  void ourOffer() {
    assertThat(text(us.offer()))
        .isEqualTo(
            """
            v=0
            o=- 4711 1 IN IP4 192.0.2.1
            s=-
            c=IN IP4 192.0.2.1
            t=0 0
            m=audio 16384 RTP/AVP 0 8 101
            a=rtpmap:0 PCMU/8000
            a=rtpmap:8 PCMA/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-15
            a=ptime:20
            a=sendrecv
            """
                .replace("\n", "\r\n"));
  }

  @Test
  void anAnswerGivesTheTerms() {
    MediaTerms terms = accepted(ANSWER);
    assertThat(terms.codec()).isEqualTo(Codec.PCMA);
    assertThat(terms.remote())
        .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral("203.0.113.9"), 30_000));
    assertThat(terms.remoteRtcp().getPort()).isEqualTo(30_001);
    assertThat(terms.eventTypeOut()).isEqualTo(96);
    assertThat(terms.eventTypeIn()).isEqualTo(101);
    assertThat(terms.hasTelephoneEvent()).isTrue();
    assertThat(terms.direction()).isEqualTo(Direction.SENDRECV);
  }

  @Test
  void theirFirstUsableFormatCounts() {
    assertThat(accepted(ANSWER.replace("AVP 8 96", "AVP 18 0 8 96")).codec()).isEqualTo(Codec.PCMU);
  }

  @Test
  void withoutTelephoneEventKeysAreTones() {
    assertThat(accepted(ANSWER.replace("AVP 8 96", "AVP 8")).hasTelephoneEvent()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "sendrecv, SENDRECV",
    "sendonly, RECVONLY",
    "recvonly, SENDONLY",
    "inactive, INACTIVE"
  })
  void directionIsSeenFromOurSide(String theirs, Direction ours) {
    assertThat(accepted(ANSWER.replace("sendrecv", theirs)).direction()).isEqualTo(ours);
  }

  @Test
  void directionOfTheSessionHoldsForItsStream() {
    assertThat(
            accepted(ANSWER.replace("a=sendrecv\n", "").replace("t=0 0\n", "t=0 0\na=inactive\n"))
                .direction())
        .isEqualTo(Direction.INACTIVE);
  }

  @Test
  void addressZeroIsAHold() {
    MediaTerms terms = accepted(ANSWER.replace("c=IN IP4 203.0.113.9", "c=IN IP4 0.0.0.0"));
    assertThat(terms.direction().sends()).isFalse();
  }

  @Test
  void theStreamsOwnAddressAndRtcpWin() {
    MediaTerms terms =
        accepted(
            ANSWER.replace(
                "a=ptime:20", "c=IN IP4 203.0.113.77\na=rtcp:40000 IN IP4 203.0.113.78"));
    assertThat(terms.remote().getHostString()).isEqualTo("203.0.113.77");
    assertThat(terms.remoteRtcp().getHostString()).isEqualTo("203.0.113.78");
    assertThat(terms.remoteRtcp().getPort()).isEqualTo(40_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "30", "40", "60"})
  void otherPacketTimesAreTolerated(String ptime) {
    assertThat(accepted(ANSWER.replace("ptime:20", "ptime:" + ptime)).codec())
        .isEqualTo(Codec.PCMA);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "m=audio 30000 | m=audio 0 | the stream is refused (port 0)",
        "AVP 8 96 | AVP 18 96 | neither PCMU nor PCMA",
        "RTP/AVP | RTP/SAVP | the answer demands SRTP, which is off on this trunk",
        "RTP/AVP | UDP/TLS/RTP/SAVPF | the stream is DTLS-SRTP, which is not spoken: SRTP by a=crypto is",
        "m=audio | m=image | the stream is not audio over RTP/AVP",
        "v=0 | v=1 | line 1: must be v=0",
        "c=IN IP4 203.0.113.9 | c=IN IP4 media.example.com | line 4: not a unicast IP4 address literal",
        "c=IN IP4 203.0.113.9 | c=IN IP4 224.2.1.1/127 | line 4: not a unicast IP4 address literal",
        "c=IN IP4 203.0.113.9 | c=IN IP4 224.2.1.1 | line 4: not a unicast IP4 address literal",
        "c=IN IP4 203.0.113.9 | c=IN IP4 203.0.113.999 | line 4: not a unicast IP4 address literal",
        "c=IN IP4 203.0.113.9 | c=IN IP6 2001:db8::1 | IPv4 and IPv6 do not meet",
        "c=IN IP4 203.0.113.9 | b=AS:80 | no c= line for the stream",
        "m=audio 30000 | m=audio 70000 | line 6: port must be a number from 0 to 65535",
        "m=audio 30000 | m=audio -1 | line 6: port must be a number from 0 to 65535",
        "AVP 8 96 | AVP 8 ninety | line 6: format must be a number from 0 to 127",
        "s=call | call | line 3: not of the form x=value",
      })
  void whatCannotWorkIsRefusedWithItsReason(String from, String to, String why) {
    assertThat(us.accept(bytes(ANSWER.replace(from.strip(), to.strip()))))
        .isEqualTo(new Refused(why));
  }

  @Test
  void oneAnswerStreamForOneOffered() {
    assertThat(us.accept(bytes(ANSWER + "m=video 5000 RTP/AVP 99\n")))
        .isEqualTo(new Refused("one stream was offered, answered: 2"));
    assertThat(us.accept(bytes("v=0\no=- 1 1 IN IP4 1.2.3.4\n")))
        .isEqualTo(new Refused("one stream was offered, answered: 0"));
  }

  @Test
  void sizesAreBounded() {
    assertThat(refusal(ANSWER + "a=x:" + "y".repeat(9000) + "\n")).contains("longer than 8192");
    assertThat(refusal(ANSWER + "a=x\n".repeat(300))).contains("more than 256 lines");
    assertThat(refusal(ANSWER + "m=audio 0 RTP/AVP 0\n".repeat(9))).contains("more than 8 streams");
    assertThat(refusal(ANSWER.replace("8 96", "8 96" + " 96".repeat(100))))
        .contains("more than 64 formats");
  }

  /** Random damage gives terms or a reason, never an exception. */
  @Test
  void anyDamageIsAnswered() {
    long seed = 4_711;
    Random random = new Random(seed);
    for (int n = 0; n < 20_000; n++) {
      byte[] damaged = bytes(ANSWER);
      for (int i = random.nextInt(6); i >= 0; i--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      assertThat(us.accept(damaged)).as("seed %d run %d", seed, n).isNotNull();
      assertThat(us.reoffer(damaged, accepted(ANSWER))).as("seed %d run %d", seed, n).isNotNull();
    }
  }

  @Test
  void aReofferToHoldIsAnsweredByReceiving() {
    MediaTerms before = accepted(ANSWER);
    Reoffer.Answered held = answered(ANSWER.replace("sendrecv", "sendonly"), before);
    assertThat(held.terms().direction()).isEqualTo(Direction.RECVONLY);
    assertThat(text(held.answer()))
        .contains("o=- 4711 2 IN IP4 192.0.2.1\r\n")
        .contains("m=audio 16384 RTP/AVP 8 96\r\n")
        .contains("a=rtpmap:96 telephone-event/8000\r\n")
        .endsWith("a=recvonly\r\n");
    assertThat(held.terms().eventTypeIn()).isEqualTo(96);

    Reoffer.Answered again = answered(ANSWER.replace("sendrecv", "sendonly"), held.terms());
    assertThat(text(again.answer())).as("unchanged, same version").contains("o=- 4711 2 ");
    Reoffer.Answered resumed = answered(ANSWER, held.terms());
    assertThat(text(resumed.answer())).contains("o=- 4711 3 ").endsWith("a=sendrecv\r\n");
  }

  @Test
  void aReofferKeepsTheCodecInUseIfItCan() {
    MediaTerms before = accepted(ANSWER);
    assertThat(answered(ANSWER.replace("AVP 8 96", "AVP 0 8 96"), before).terms().codec())
        .isEqualTo(Codec.PCMA);
    assertThat(answered(ANSWER.replace("AVP 8 96", "AVP 0 96"), before).terms().codec())
        .isEqualTo(Codec.PCMU);
  }

  @Test
  void otherStreamsOfAReofferAreRejectedInPlace() {
    String offer =
        ANSWER.replace(
            "m=audio",
            "m=video 5000 RTP/AVP 99\na=rtpmap:99 H264/90000\nm=image 6000 udptl t38\nm=audio");
    assertThat(text(answered(offer, accepted(ANSWER)).answer()))
        .containsSubsequence(
            "m=video 0 RTP/AVP 99\r\n",
            "m=image 0 udptl t38\r\n",
            "m=audio 16384 RTP/AVP 8 96\r\n");
  }

  @Test
  void aReofferWithoutUsableAudioIsRefused() {
    assertThat(us.reoffer(bytes(ANSWER.replace("AVP 8", "AVP 18")), accepted(ANSWER)))
        .isEqualTo(new Reoffer.Refused("neither PCMU nor PCMA"));
    assertThat(us.reoffer(bytes(ANSWER.replace("m=audio 30000", "m=audio 0")), accepted(ANSWER)))
        .isInstanceOf(Reoffer.Refused.class);
  }

  @Test
  void ipv6Meets() {
    OfferAnswer six = ours("2001:db8::1", 1);
    assertThat(text(six.offer())).contains("c=IN IP6 2001:db8:0:0:0:0:0:1\r\n");
    Negotiated terms =
        six.accept(bytes(ANSWER.replace("IN IP4 203.0.113.9", "IN IP6 2001:db8::9")));
    assertThat(terms).isInstanceOf(Accepted.class);
  }

  private MediaTerms accepted(String answer) {
    return ((Accepted) us.accept(bytes(answer))).terms();
  }

  private Reoffer.Answered answered(String offer, MediaTerms before) {
    return (Reoffer.Answered) us.reoffer(bytes(offer), before);
  }

  private String refusal(String answer) {
    return ((Refused) us.accept(bytes(answer))).why();
  }

  private static byte[] bytes(String sdp) {
    return sdp.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(byte[] sdp) {
    return new String(sdp, StandardCharsets.ISO_8859_1);
  }
}
