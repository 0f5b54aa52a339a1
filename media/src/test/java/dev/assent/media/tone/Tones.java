package dev.assent.media.tone;

import dev.assent.media.codec.Codec;
import java.util.Random;

/** Touch tones made from sines, with the faults of Q.24 dialled in. */
public final class Tones {
  private static final double[] ROWS = {697, 770, 852, 941};
  private static final double[] COLUMNS = {1209, 1336, 1477, 1633};
  private static final String DIGITS = "123A456B789C*0#D";

  private Tones() {}

  /** Both tones at the same level. */
  public static short[] digit(char digit, int millis, double dbm0) {
    return digit(digit, millis, dbm0, dbm0, 0);
  }

  /**
   * @param offset both frequencies off by this share, 0.015 = 1.5 %
   */
  public static short[] digit(
      char digit, int millis, double rowDbm0, double columnDbm0, double offset) {
    int key = DIGITS.indexOf(digit);
    return sum(
        sine(ROWS[key / 4] * (1 + offset), millis, rowDbm0),
        sine(COLUMNS[key % 4] * (1 + offset), millis, columnDbm0));
  }

  public static short[] sine(double hertz, int millis, double dbm0) {
    double amplitude = 32768 * Math.pow(10, (dbm0 - 3.14) / 20);
    short[] samples = new short[millis * 8];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = (short) Math.round(amplitude * Math.sin(2 * Math.PI * hertz * i / 8000));
    }
    return samples;
  }

  public static short[] silence(int millis) {
    return new short[millis * 8];
  }

  public static short[] noise(int millis, double dbm0, Random random) {
    double sigma = 32768 * Math.pow(10, (dbm0 - 3.14) / 20) / Math.sqrt(2);
    short[] samples = new short[millis * 8];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = clip(sigma * random.nextGaussian());
    }
    return samples;
  }

  public static short[] sum(short[] a, short[] b) {
    short[] samples = new short[a.length];
    for (int i = 0; i < a.length; i++) {
      samples[i] = clip(a[i] + b[i]);
    }
    return samples;
  }

  public static short[] join(short[]... parts) {
    int length = 0;
    for (short[] part : parts) {
      length += part.length;
    }
    short[] all = new short[length];
    int at = 0;
    for (short[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  public static byte[] encode(Codec law, short[] samples) {
    byte[] codes = new byte[samples.length];
    for (int i = 0; i < samples.length; i++) {
      codes[i] = law.encode(samples[i]);
    }
    return codes;
  }

  private static short clip(double value) {
    return (short) Math.clamp(Math.round(value), Short.MIN_VALUE, Short.MAX_VALUE);
  }
}
