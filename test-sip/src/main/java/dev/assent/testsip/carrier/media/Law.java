package dev.assent.testsip.carrier.media;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** The two laws of G.711, computed from their definition. Values. */
public final class Law {
  public static final Law ULAW = new Law("PCMU", 0, 0xFF, "ul", Law::fromUlaw);
  public static final Law ALAW = new Law("PCMA", 8, 0xD5, "al", Law::fromAlaw);

  private final String encoding;
  private final int payloadType;
  private final byte silence;
  private final String extension;
  private final short[] linear = new short[256];
  private final byte[] codes = new byte[1 << 16];

  private Law(
      String encoding, int payloadType, int silence, String extension, IntUnaryOperator decoder) {
    this.encoding = encoding;
    this.payloadType = payloadType;
    this.silence = (byte) silence;
    this.extension = extension;
    for (int code = 0; code < 256; code++) {
      linear[code] = (short) decoder.applyAsInt(code);
    }
    nearestCodes();
  }

  /** As session descriptions write it: PCMU or PCMA. */
  public String encoding() {
    return encoding;
  }

  /** Of RFC 3551. */
  public int payloadType() {
    return payloadType;
  }

  public byte silence() {
    return silence;
  }

  /** Of the raw files. */
  public String extension() {
    return extension;
  }

  /** 16-bit linear sample of a code. */
  public short decode(byte code) {
    return linear[code & 0xFF];
  }

  /** Code nearest to a 16-bit linear sample. */
  public byte encode(int sample) {
    return codes[Math.clamp(sample, Short.MIN_VALUE, Short.MAX_VALUE) & 0xFFFF];
  }

  private static int fromUlaw(int code) {
    int bits = ~code;
    int magnitude = (((bits & 0x0F) << 3) + 0x84) << ((bits >> 4) & 7);
    return (bits & 0x80) == 0 ? magnitude - 0x84 : 0x84 - magnitude;
  }

  private static int fromAlaw(int code) {
    int bits = code ^ 0x55;
    int step = (bits & 0x0F) << 4;
    int segment = (bits >> 4) & 7;
    int magnitude = segment == 0 ? step + 8 : (step + 0x108) << (segment - 1);
    return (bits & 0x80) != 0 ? magnitude : -magnitude;
  }

  private void nearestCodes() {
    int[] byLevel =
        IntStream.range(0, 256)
            .boxed()
            .sorted((a, b) -> Short.compare(linear[a], linear[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    int at = 0;
    for (int sample = Short.MIN_VALUE; sample <= Short.MAX_VALUE; sample++) {
      while (at < 255
          && Math.abs(linear[byLevel[at + 1]] - sample) <= Math.abs(linear[byLevel[at]] - sample)) {
        at++;
      }
      codes[sample & 0xFFFF] = (byte) byLevel[at];
    }
  }

  /** {@code length} codes of silence. */
  public byte[] silence(int length) {
    byte[] frame = new byte[length];
    Arrays.fill(frame, silence);
    return frame;
  }
}
