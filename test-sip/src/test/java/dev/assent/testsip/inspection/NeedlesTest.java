package dev.assent.testsip.inspection;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.testsip.carrier.media.Law;
import dev.assent.testsip.carrier.media.Noise;
import java.nio.charset.Charset;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A search that finds nothing proves something only if it finds what is there. */
@Timeout(60)
class NeedlesTest {
  private static final String NUMBER = "+8619900001234";

  private final Needles needles = new Needles();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "+8619900001234",
        "8619900001234",
        "19900001234",
        "008619900001234",
        "+86 199 0000 1234",
        "199-0000-1234"
      })
  void findsEachWayToWriteANumber(String written) {
    needles.addAll(Spellings.of(NUMBER), "number");
    byte[] plain = written.getBytes(UTF_8);

    assertFound(plain);
    assertFound(written.getBytes(UTF_16LE));
    assertFound(HexFormat.of().formatHex(plain).getBytes(UTF_8));
    assertFound(HexFormat.of().withUpperCase().formatHex(plain).getBytes(UTF_8));
    for (String before : List.of("", "a", "ab", "abc")) {
      byte[] row = (before + written + ";more").getBytes(UTF_8);
      assertFound(Base64.getEncoder().encode(row));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"MD5", "SHA-1", "SHA-256"})
  void findsPlainHashesOfANumber(String algorithm) throws Exception {
    needles.addAll(Spellings.of(NUMBER), "number");
    byte[] hash = MessageDigest.getInstance(algorithm).digest(NUMBER.getBytes(UTF_8));

    assertFound(hash);
    assertFound(HexFormat.of().formatHex(hash).getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "GB18030"})
  void findsNames(String charset) {
    needles.addAll(Spellings.of("测试用户一"), "name");

    assertFound("测试用户一".getBytes(Charset.forName(charset)));
  }

  @Test
  void findsNoOtherNumber() {
    needles.addAll(Spellings.of(NUMBER), "number");

    assertThat(needles.in("+8619900001235 and 1990000123".getBytes(UTF_8))).isEmpty();
  }

  @Test
  void findsSoundAsCodesAndAsSamples() {
    byte[] said = new Noise("somebody", Law.ULAW).audio(0, 16_000);
    needles.addAll(SoundMarkers.of(said, true), "sound");
    byte[] pcm = new byte[2 * said.length];
    for (int i = 0; i < said.length; i++) {
      pcm[2 * i] = (byte) Law.ULAW.decode(said[i]);
      pcm[2 * i + 1] = (byte) (Law.ULAW.decode(said[i]) >> 8);
    }

    assertFound(Arrays.copyOfRange(said, 3900, 4100));
    assertFound(Arrays.copyOfRange(pcm, 7800, 8200));
    assertThat(needles.in(new Noise("else", Law.ULAW).audio(0, 16_000))).isEmpty();
  }

  @Test
  void silenceGivesNobodyAway() {
    assertThat(SoundMarkers.of(new byte[16_000], true)).isEmpty();
  }

  @Test
  void refusesWhatChanceWouldFind() {
    assertThatThrownBy(() -> needles.addAll(List.of(new byte[7]), "short"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private void assertFound(byte[] planted) {
    byte[] hay = new byte[4096];
    new Random(7).nextBytes(hay);
    System.arraycopy(planted, 0, hay, 1001, planted.length);
    assertThat(needles.in(hay)).isNotEmpty();
  }
}
