package dev.assent.testsip.carrier.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values of ITU-T G.711 tables 1 and 2, scaled to 16 bits. */
@Timeout(20)
class LawTest {
  @ParameterizedTest
  @CsvSource({
    "0x80, 32124",
    "0x00, -32124",
    "0x8F, 16764",
    "0x9F, 8316",
    "0xEF, 132",
    "0xFE, 8",
    "0xFF, 0",
    "0x7F, 0"
  })
  void decodesUlaw(String code, int linear) {
    assertThat(Law.ULAW.decode(Integer.decode(code).byteValue())).isEqualTo((short) linear);
  }

  @ParameterizedTest
  @CsvSource({
    "0xAA, 32256",
    "0x2A, -32256",
    "0xD5, 8",
    "0x55, -8",
    "0xD4, 24",
    "0xC5, 264",
    "0x80, 5504"
  })
  void decodesAlaw(String code, int linear) {
    assertThat(Law.ALAW.decode(Integer.decode(code).byteValue())).isEqualTo((short) linear);
  }

  @Test
  void encodesEveryCodeBackToItsLevel() {
    for (Law law : new Law[] {Law.ULAW, Law.ALAW}) {
      for (int code = 0; code < 256; code++) {
        short linear = law.decode((byte) code);
        assertThat(law.decode(law.encode(linear))).isEqualTo(linear);
      }
    }
  }

  @Test
  void noiseIsTheSameFromAnyPosition() {
    Noise noise = new Noise("seed", Law.ALAW);
    byte[] whole = noise.audio(0, 1000);
    byte[] part = noise.audio(333, 400);
    for (int i = 0; i < part.length; i++) {
      assertThat(part[i]).isEqualTo(whole[333 + i]);
    }
    assertThat(new Noise("seed", Law.ALAW).audio(0, 1000)).isEqualTo(whole);
    assertThat(new Noise("other", Law.ALAW).audio(0, 1000)).isNotEqualTo(whole);
  }

  @Test
  void noiseStaysQuiet() {
    for (Law law : new Law[] {Law.ULAW, Law.ALAW}) {
      for (byte code : new Noise("quiet", law).audio(0, 80_000)) {
        assertThat(Math.abs(law.decode(code))).isLessThan((short) 2048);
      }
    }
  }
}
