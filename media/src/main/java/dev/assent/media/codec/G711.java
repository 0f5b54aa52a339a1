package dev.assent.media.codec;

/**
 * ITU-T G.711 between 8-bit codes and 16-bit linear samples.
 *
 * <p>Values are those of Tables 1a–2b of the Recommendation scaled to 16 bits (A-law 13-bit values
 * × 8, µ-law 14-bit values × 4). Negative samples are folded by one's complement, as the ITU
 * reference software (G.191) does. Stateless, any thread.
 */
public final class G711 {
  private static final short[] LINEAR_OF_ULAW = new short[256];
  private static final short[] LINEAR_OF_ALAW = new short[256];
  private static final byte[] ULAW_OF_LINEAR = new byte[1 << 14];
  private static final byte[] ALAW_OF_LINEAR = new byte[1 << 12];

  static {
    for (int code = 0; code < 256; code++) {
      LINEAR_OF_ULAW[code] = expandUlaw(code);
      LINEAR_OF_ALAW[code] = expandAlaw(code);
    }
    for (int high = 0; high < ULAW_OF_LINEAR.length; high++) {
      ULAW_OF_LINEAR[high] = compressUlaw((short) (high << 2));
    }
    for (int high = 0; high < ALAW_OF_LINEAR.length; high++) {
      ALAW_OF_LINEAR[high] = compressAlaw((short) (high << 4));
    }
  }

  private G711() {}

  /** Linear value of a µ-law code, −32124 … 32124. */
  public static short decodeUlaw(byte code) {
    return LINEAR_OF_ULAW[code & 0xFF];
  }

  /** Linear value of an A-law code, −32256 … 32256. */
  public static short decodeAlaw(byte code) {
    return LINEAR_OF_ALAW[code & 0xFF];
  }

  /** µ-law looks at the upper 14 bits of the sample only. */
  public static byte encodeUlaw(short sample) {
    return ULAW_OF_LINEAR[(sample & 0xFFFF) >> 2];
  }

  /** A-law (with its 12-bit magnitude) looks at the upper 12 bits of the sample only. */
  public static byte encodeAlaw(short sample) {
    return ALAW_OF_LINEAR[(sample & 0xFFFF) >> 4];
  }

  private static short expandUlaw(int code) {
    int bits = ~code;
    int exponent = (bits >> 4) & 7;
    int mantissa = bits & 15;
    // 33 is the µ-law bias in 14-bit units: it makes every segment start at a power of two.
    int magnitude = (((2 * mantissa + 33) << exponent) - 33) * 4;
    return (short) ((code & 0x80) != 0 ? magnitude : -magnitude);
  }

  private static short expandAlaw(int code) {
    int bits = code ^ 0x55;
    int exponent = (bits >> 4) & 7;
    int mantissa = bits & 15;
    int magnitude = exponent == 0 ? (2 * mantissa + 1) << 3 : (2 * mantissa + 33) << (exponent + 2);
    return (short) ((code & 0x80) != 0 ? magnitude : -magnitude);
  }

  private static byte compressUlaw(short sample) {
    int magnitude = Math.min(((sample < 0 ? ~sample : sample) >> 2) + 33, 0x1FFF);
    int exponent = 26 - Integer.numberOfLeadingZeros(magnitude);
    int mantissa = (magnitude >> (exponent + 1)) & 15;
    int code = ~(exponent << 4 | mantissa) & 0x7F;
    return (byte) (sample < 0 ? code : code | 0x80);
  }

  private static byte compressAlaw(short sample) {
    int magnitude = (sample < 0 ? ~sample : sample) >> 4;
    int exponent = Math.max(0, 28 - Integer.numberOfLeadingZeros(magnitude));
    int mantissa = (exponent == 0 ? magnitude : magnitude >> (exponent - 1)) & 15;
    int code = exponent << 4 | mantissa;
    return (byte) ((sample < 0 ? code : code | 0x80) ^ 0x55);
  }
}
