package dev.assent.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** G.711 against its tables. */
@Timeout(30)
class G711Test {
  /**
   * All 256 decoded values of each law, 16 bit little-endian, in the order of the codes. Two
   * programs by other hands give the same bytes.
   */
  @ParameterizedTest
  @CsvSource({
    "PCMA, e04788d110e58ff8c70c93b8480190d973e3b67876b6119abbaec766cc75c174",
    "PCMU, 3dab54339e520bb2c924826e3b72a917a2b612e9fd12fc867500f1d983a75827"
  })
  void decodingIsThatOfTheRecommendation(Codec law, String sha256) throws Exception {
    ByteBuffer table = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
    for (int code = 0; code < 256; code++) {
      table.putShort(law.decode((byte) code));
    }
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(table.array());
    assertThat(HexFormat.of().formatHex(digest)).isEqualTo(sha256);
  }

  @Test
  void knownValues() {
    assertThat(G711.decodeUlaw((byte) 0x00)).isEqualTo((short) -32124);
    assertThat(G711.decodeUlaw((byte) 0x80)).isEqualTo((short) 32124);
    assertThat(G711.decodeUlaw((byte) 0xFF)).isZero();
    assertThat(G711.decodeAlaw((byte) 0xD5)).isEqualTo((short) 8);
    assertThat(G711.decodeAlaw((byte) 0x55)).isEqualTo((short) -8);
    assertThat(G711.decodeAlaw((byte) 0xAA)).isEqualTo((short) 32256);
    assertThat(G711.decodeAlaw((byte) 0x2A)).isEqualTo((short) -32256);
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void everyCodeComesBack(Codec law) {
    for (int code = 0; code < 256; code++) {
      short linear = law.decode((byte) code);
      // µ-law has two zeros; the positive one is sent.
      int expected = law == Codec.PCMU && code == 0x7F ? 0xFF : code;
      assertThat(law.encode(linear) & 0xFF).as("code %02x", code).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void encodingIsMonotonicAndTakesTheNearestValue(Codec law) {
    short before = law.decode(law.encode(Short.MIN_VALUE));
    for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
      short heard = law.decode(law.encode((short) sample));
      assertThat(heard).isGreaterThanOrEqualTo(before);
      before = heard;
      // Half a step of the segment, and the bits the law does not look at.
      int step = Math.max(16, Integer.highestOneBit(Math.abs(heard) + 132) / 16);
      int clip = law == Codec.PCMU ? 32124 : 32256;
      int wanted = Math.clamp(sample, -clip, clip);
      assertThat(Math.abs(heard - wanted)).as("sample %d", sample).isLessThanOrEqualTo(step);
    }
  }

  @Test
  void silenceIsTheSmallestPositiveValue() {
    for (Codec law : Codec.values()) {
      assertThat(law.encode((short) 0)).isEqualTo(law.silence());
      assertThat(Codec.ofPayloadType(law.payloadType())).contains(law);
    }
    assertThat(Codec.ofPayloadType(101)).isEmpty();
    assertThat(Codec.PCMA.transcode(Codec.PCMU, (byte) 0xFF)).isEqualTo((byte) 0xD5);
    assertThat(Codec.PCMU.transcode(Codec.PCMU, (byte) 0x7F)).isEqualTo((byte) 0x7F);
  }
}
