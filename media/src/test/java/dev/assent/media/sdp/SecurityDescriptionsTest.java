package dev.assent.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.media.sdp.Negotiated.Accepted;
import dev.assent.media.sdp.Negotiated.Refused;
import dev.assent.media.srtp.SrtpKeys;
import dev.assent.media.srtp.SrtpSuite;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys in offer and answer (RFC 4568): who must choose what, and that nothing becomes plain. */
@Timeout(30)
class SecurityDescriptionsTest {
  private static final String KEY_30 = key(30, 1);
  private static final String KEY_44 = key(44, 2);
  private static final String PLAIN =
      """
      v=0\r
      o=c 1 1 IN IP4 203.0.113.9\r
      s=-\r
      c=IN IP4 203.0.113.9\r
      t=0 0\r
      m=audio 30000 RTP/AVP 8\r
      """;
  private static final String SECURED = PLAIN.replace("RTP/AVP", "RTP/SAVP");
  private static final String AES_80 = "2 AES_CM_128_HMAC_SHA1_80 inline:" + KEY_30;

  @Test
  void ourOffersByPolicy() {
    assertThat(offer(SrtpPolicy.OFF)).contains("RTP/AVP 0 8 101").doesNotContain("a=crypto");
    assertThat(offer(SrtpPolicy.PREFERRED)).contains("RTP/AVP 0 8 101").contains("a=crypto:1 ");
    String mandatory = offer(SrtpPolicy.MANDATORY);
    assertThat(mandatory).contains("RTP/SAVP 0 8 101");
    assertThat(
            Pattern.compile("a=crypto:(\\d) (\\S+) inline:(\\S+)\r\n").matcher(mandatory).results())
        .extracting(found -> found.group(1) + " " + found.group(2) + " " + keyBytes(found))
        .containsExactly(
            "1 AEAD_AES_256_GCM 44",
            "2 AES_CM_128_HMAC_SHA1_80 30",
            "3 AES_CM_128_HMAC_SHA1_32 30");
  }

  @Test
  void keysAreFreshInEveryCall() {
    Random random = new Random(1);
    assertThat(text(us(SrtpPolicy.MANDATORY, random).offer()))
        .isNotEqualTo(text(us(SrtpPolicy.MANDATORY, random).offer()));
  }

  @ParameterizedTest
  @EnumSource
  void theAnswerChoosesOneOfOurs(SrtpSuite suite) {
    OfferAnswer us = us(SrtpPolicy.MANDATORY);
    String theirs = suite == SrtpSuite.AEAD_AES_256_GCM ? KEY_44 : KEY_30;
    String line =
        (List.of(SrtpSuite.values()).indexOf(suite) + 1) + " " + suite + " inline:" + theirs;
    SrtpKeys keys = terms(us.accept(crypto(SECURED, line))).srtp().orElseThrow();
    assertThat(keys.suite()).isEqualTo(suite);
    assertThat(base64(keys.receiving().keyAndSalt())).isEqualTo(theirs);
    assertThat(text(us.offer())).contains(" inline:" + base64(keys.sending().keyAndSalt()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "|2^20",
        "|2^48",
        "|1048576",
        "|1:1",
        "|2^31|4294967295:4",
        "|1000|258:2",
        " WSH=64",
        " -X=1"
      })
  void whatCarriersAddIsUnderstood(String addition) {
    assertThat(us(SrtpPolicy.MANDATORY).accept(crypto(SECURED, AES_80 + addition)))
        .isInstanceOf(Accepted.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "1 AES_CM_128_HMAC_SHA1_80 inline:K30; a=crypto is none of those we offered",
        "3 AES_CM_128_HMAC_SHA1_80 inline:K30; a=crypto is none of those we offered",
        "9 AES_CM_128_HMAC_SHA1_80 inline:K30; a=crypto is none of those we offered",
        "2 F8_128_HMAC_SHA1_80 inline:K30; a=crypto names a suite we do not speak",
        "2 AES_CM_128_HMAC_SHA1_80 inline:K44; a=crypto has a key of the wrong length for its"
            + " suite",
        "1 AEAD_AES_256_GCM inline:K30; a=crypto has a key of the wrong length for its suite",
        "2 AES_CM_128_HMAC_SHA1_80 inline:!; a=crypto has no well-formed inline key",
        "2 AES_CM_128_HMAC_SHA1_80 uri:K30; a=crypto has no well-formed inline key",
        "2 AES_CM_128_HMAC_SHA1_80; a=crypto must be tag, suite, key",
        "two AES_CM_128_HMAC_SHA1_80 inline:K30; a=crypto must be tag, suite, key",
        "2 AES_CM_128_HMAC_SHA1_80 inline:K30|2^49; a=crypto has a lifetime outside 1 to 2^48",
        "2 AES_CM_128_HMAC_SHA1_80 inline:K30|0; a=crypto has a lifetime outside 1 to 2^48",
        "2 AES_CM_128_HMAC_SHA1_80 inline:K30|1:5; a=crypto has an MKI that is not of 1 to 4 bytes",
        "2 AES_CM_128_HMAC_SHA1_80 inline:K30|256:1; a=crypto has an MKI that is not of 1 to 4"
            + " bytes",
        "2 AES_CM_128_HMAC_SHA1_80 inline:K30 UNENCRYPTED_SRTP; a=crypto takes part of the"
            + " protection away",
        "2 AES_CM_128_HMAC_SHA1_80 inline:K30 UNAUTHENTICATED_SRTP; a=crypto takes part of the"
            + " protection away",
        "2 AES_CM_128_HMAC_SHA1_80 inline:K30 KDR=1; a=crypto has a session parameter we do not"
            + " speak",
      })
  void whatCannotWorkIsRefusedWithItsReason(String line, String why) {
    String filled = line.replace("K30", KEY_30).replace("K44", KEY_44);
    assertThat(us(SrtpPolicy.MANDATORY).accept(crypto(SECURED, filled)))
        .isEqualTo(new Refused(why));
  }

  @Test
  void severalKeysInOneLineAreRefused() {
    String two = "2 AES_CM_128_HMAC_SHA1_80 inline:" + KEY_30 + "|1:1;inline:" + KEY_30 + "|2:1";
    assertThat(us(SrtpPolicy.MANDATORY).accept(crypto(SECURED, two)))
        .isEqualTo(new Refused("a=crypto with more than one key is not spoken"));
  }

  @Test
  void mandatoryIsNeverAnsweredPlainly() {
    OfferAnswer us = us(SrtpPolicy.MANDATORY);
    assertThat(us.accept(bytes(PLAIN)))
        .isEqualTo(new Refused("the answer is not protected, and this call must be (SRTP)"));
    assertThat(us.accept(crypto(PLAIN, AES_80)))
        .isEqualTo(new Refused("the answer is RTP/AVP, and this call must be RTP/SAVP"));
    assertThat(us.accept(bytes(SECURED)))
        .isEqualTo(new Refused("the answer is RTP/SAVP without a=crypto"));
    assertThat(us.accept(crypto(SECURED, AES_80 + "\r\na=crypto:" + AES_80)))
        .isEqualTo(new Refused("the answer must choose one a=crypto"));
  }

  @Test
  void preferredTakesEither() {
    assertThat(terms(us(SrtpPolicy.PREFERRED).accept(bytes(PLAIN))).srtp()).isEmpty();
    assertThat(terms(us(SrtpPolicy.PREFERRED).accept(crypto(PLAIN, AES_80))).srtp()).isPresent();
    assertThat(terms(us(SrtpPolicy.PREFERRED).accept(crypto(SECURED, AES_80))).srtp()).isPresent();
    assertThat(us(SrtpPolicy.PREFERRED).accept(bytes(SECURED))).isInstanceOf(Refused.class);
  }

  @Test
  void offTakesNoKeys() {
    assertThat(terms(us(SrtpPolicy.OFF).accept(crypto(PLAIN, AES_80))).srtp()).isEmpty();
    assertThat(us(SrtpPolicy.OFF).accept(crypto(SECURED, AES_80)))
        .isEqualTo(new Refused("the answer demands SRTP, which is off on this trunk"));
  }

  @Test
  void ourOwnKeyThrownBackIsRefused() {
    OfferAnswer us = us(SrtpPolicy.MANDATORY);
    String ours =
        text(us.offer()).lines().filter(l -> l.contains("SHA1_80")).findFirst().orElseThrow();
    assertThat(us.accept(crypto(SECURED, ours.substring("a=crypto:".length()))))
        .isEqualTo(new Refused("a=crypto repeats our own key"));
  }

  @Test
  void aReofferThatRepeatsItsKeyChangesNothing() {
    OfferAnswer us = us(SrtpPolicy.MANDATORY);
    MediaTerms before = terms(us.accept(crypto(SECURED, AES_80)));
    Reoffer.Answered first = answered(us.reoffer(crypto(SECURED, AES_80), before));
    assertThat(first.terms().srtp()).isEqualTo(before.srtp());
    assertThat(text(first.answer()))
        .contains("RTP/SAVP 8\r\n")
        .contains("a=crypto:2 AES_CM_128_HMAC_SHA1_80 inline:")
        .contains(base64(before.srtp().orElseThrow().sending().keyAndSalt()));
    Reoffer.Answered second = answered(us.reoffer(crypto(SECURED, AES_80), first.terms()));
    assertThat(second.answer()).as("not even its version").isEqualTo(first.answer());
  }

  @Test
  void aReofferMayBringANewKeyAndAnotherSuite() {
    OfferAnswer us = us(SrtpPolicy.MANDATORY);
    MediaTerms before = terms(us.accept(crypto(SECURED, AES_80)));
    SrtpKeys old = before.srtp().orElseThrow();

    String newKey = "7 AES_CM_128_HMAC_SHA1_80 inline:" + key(30, 9);
    Reoffer.Answered same = answered(us.reoffer(crypto(SECURED, newKey), before));
    SrtpKeys keys = same.terms().srtp().orElseThrow();
    assertThat(keys.receiving()).isNotEqualTo(old.receiving());
    assertThat(keys.sending()).isEqualTo(old.sending());
    assertThat(text(same.answer())).contains("a=crypto:7 ");

    String better =
        "1 F8_128_HMAC_SHA1_80 inline:x\r\na=crypto:4 AEAD_AES_256_GCM inline:" + KEY_44;
    Reoffer.Answered other = answered(us.reoffer(crypto(SECURED, better), same.terms()));
    assertThat(other.terms().srtp().orElseThrow().suite()).isEqualTo(SrtpSuite.AEAD_AES_256_GCM);
    assertThat(other.terms().srtp().orElseThrow().sending()).isNotEqualTo(old.sending());
    assertThat(text(other.answer())).contains("a=crypto:4 AEAD_AES_256_GCM inline:");
    assertThat(text(us.offer()))
        .as("known to the peer since our first offer")
        .contains(base64(other.terms().srtp().orElseThrow().sending().keyAndSalt()));
  }

  @Test
  void aReofferNeverTakesTheProtectionAway() {
    for (SrtpPolicy policy : List.of(SrtpPolicy.MANDATORY, SrtpPolicy.PREFERRED)) {
      OfferAnswer us = us(policy);
      MediaTerms secured = terms(us.accept(crypto(SECURED, AES_80)));
      assertThat(us.reoffer(bytes(PLAIN), secured))
          .isEqualTo(
              new Reoffer.Refused("the offer is not protected, and this call must be (SRTP)"));
    }
  }

  @Test
  void protectionMayComeLater() {
    OfferAnswer us = us(SrtpPolicy.PREFERRED);
    MediaTerms plain = terms(us.accept(bytes(PLAIN)));
    String both = PLAIN + SECURED.substring(SECURED.indexOf("m=")) + "a=crypto:" + AES_80 + "\r\n";
    Reoffer.Answered later = answered(us.reoffer(bytes(both), plain));
    assertThat(later.terms().srtp()).isPresent();
    assertThat(text(later.answer()))
        .contains("m=audio 0 RTP/AVP 8\r\n", "m=audio 16384 RTP/SAVP 8");
    assertThat(us(SrtpPolicy.OFF).reoffer(crypto(SECURED, AES_80), plain))
        .isEqualTo(new Reoffer.Refused("the offer demands SRTP, which is off on this trunk"));
  }

  @Test
  void aFeedbackProfileIsEchoed() {
    OfferAnswer us = us(SrtpPolicy.MANDATORY);
    MediaTerms before = terms(us.accept(crypto(SECURED, AES_80)));
    String feedback = SECURED.replace("SAVP", "SAVPF");
    assertThat(text(answered(us.reoffer(crypto(feedback, AES_80), before)).answer()))
        .contains("m=audio 16384 RTP/SAVPF 8\r\n");
  }

  @Test
  void afterTheCallNothingIsNegotiated() {
    OfferAnswer us = us(SrtpPolicy.MANDATORY);
    MediaTerms before = terms(us.accept(crypto(SECURED, AES_80)));
    before.srtp().orElseThrow().erase();
    assertThat(us.reoffer(crypto(SECURED, AES_80), before))
        .isEqualTo(new Reoffer.Refused("the sound of this call has ended"));
  }

  @Test
  void noTextShowsAKey() {
    OfferAnswer us = us(SrtpPolicy.MANDATORY);
    String offer = text(us.offer());
    Negotiated accepted = us.accept(crypto(SECURED, AES_80));
    Pattern.compile("inline:([^|\\s]+)")
        .matcher(offer + AES_80)
        .results()
        .map(found -> found.group(1))
        .forEach(key -> assertThat(accepted.toString()).doesNotContain(key));
  }

  /** Random damage gives keys, plain terms or a reason, never an exception. */
  @Test
  void anyDamageIsAnswered() {
    long seed = 4_711;
    Random random = new Random(seed);
    OfferAnswer us = us(SrtpPolicy.MANDATORY);
    byte[] whole = crypto(SECURED, AES_80 + "|2^20|1:4 WSH=64");
    MediaTerms before = terms(us.accept(whole));
    int line = text(whole).indexOf("a=crypto");
    for (int n = 0; n < 20_000; n++) {
      byte[] damaged = whole.clone();
      for (int i = random.nextInt(6); i >= 0; i--) {
        damaged[line + random.nextInt(damaged.length - line)] = (byte) random.nextInt(256);
      }
      assertThat(us.accept(damaged)).as("seed %d run %d", seed, n).isNotNull();
      assertThat(us.reoffer(damaged, before)).as("seed %d run %d", seed, n).isNotNull();
    }
  }

  private static OfferAnswer us(SrtpPolicy policy) {
    return us(policy, new Random(7));
  }

  private static OfferAnswer us(SrtpPolicy policy, Random random) {
    return new OfferAnswer(
        new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 16_384), 4711, policy, random);
  }

  private static String offer(SrtpPolicy policy) {
    return text(us(policy).offer());
  }

  private static byte[] crypto(String sdp, String line) {
    return bytes(sdp + "a=crypto:" + line + "\r\n");
  }

  private static MediaTerms terms(Negotiated negotiated) {
    assertThat(negotiated).isInstanceOf(Accepted.class);
    return ((Accepted) negotiated).terms();
  }

  private static Reoffer.Answered answered(Reoffer reoffer) {
    assertThat(reoffer).isInstanceOf(Reoffer.Answered.class);
    return (Reoffer.Answered) reoffer;
  }

  private static String key(int length, int fill) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) fill);
    return base64(bytes);
  }

  private static int keyBytes(MatchResult found) {
    return Base64.getDecoder().decode(found.group(3)).length;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }
}
