package dev.assent.media.tone;

import dev.assent.media.codec.Codec;

/**
 * Hears touch-tone digits (ITU-T Q.23) in G.711 audio, within the limits of Q.24.
 *
 * <p>Eight Goertzel filters over blocks of 102 samples (12.75 ms). A block holds a digit if one row
 * and one column tone are loud enough, near each other in level (twist), well above the other tones
 * of their group, and make up nearly all of the energy: speech and music fail the last. A digit
 * begins with two equal blocks in a row and ends with three without it: a pause of 40 ms always
 * spoils three, an interruption of 10 ms never more than two. One thread; no allocation.
 */
public final class DtmfDetector {
  /** Takes each digit once, when its second block agrees. */
  @FunctionalInterface
  public interface Listener {
    void heard(char digit);
  }

  private static final int BLOCK = 102;
  private static final int BLOCKS_OF_PAUSE = 3;
  private static final double[] HERTZ = {697, 770, 852, 941, 1209, 1336, 1477, 1633};
  private static final String DIGITS = "123A456B789C*0#D";
  private static final float[] COEFFICIENT = new float[8];

  /** Power in one filter of a tone at −42 dBm0; Q.24 wants −25 dBm heard and −55 dBm not. */
  private static final float LOUD_ENOUGH = power(-42);

  /**
   * Lines weaken the high tone more: by up to 8 dB; it is stronger by 4 dB at most (Q.24, AT&T).
   * One dB more, as the tones leak into each other's filter in a block this short.
   */
  private static final float NORMAL_TWIST = ratio(9);

  private static final float REVERSE_TWIST = ratio(5);
  private static final float ABOVE_OTHERS = ratio(8);

  /** Share of the block's energy in the two tones, −1.1 dB; all of it would be BLOCK / 2. */
  private static final float OF_ALL = BLOCK / 2f / ratio(1.1);

  static {
    for (int i = 0; i < 8; i++) {
      COEFFICIENT[i] = (float) (2 * Math.cos(2 * Math.PI * HERTZ[i] / 8000));
    }
  }

  private final Listener listener;
  private final float[] block = new float[BLOCK];
  private final float[] powers = new float[8];
  private int samples;
  private char previous;
  private char sounding;
  private int misses;

  public DtmfDetector(Listener listener) {
    this.listener = listener;
  }

  /** The digit that sounds at this moment, 0 if none. */
  public char sounding() {
    return sounding;
  }

  /** Forgets what was heard: the stream was broken off here. */
  public void reset() {
    samples = 0;
    previous = 0;
    sounding = 0;
    misses = 0;
  }

  /** The next samples, G.711 codes of that law. */
  public void hear(byte[] audio, int offset, int length, Codec law) {
    for (int i = offset; i < offset + length; i++) {
      block[samples++] = law.decode(audio[i]);
      if (samples == BLOCK) {
        samples = 0;
        endOfBlock();
      }
    }
  }

  private void endOfBlock() {
    char hit = digitOfBlock();
    if (hit != 0 && hit == sounding) {
      misses = 0;
    } else if (hit != 0 && hit == previous) {
      sounding = hit;
      misses = 0;
      listener.heard(hit);
    } else if (sounding != 0 && ++misses == BLOCKS_OF_PAUSE) {
      sounding = 0;
    }
    previous = hit;
  }

  private char digitOfBlock() {
    filterFour(0);
    filterFour(4);
    int row = loudest(0);
    int column = loudest(4);
    float low = powers[row];
    float high = powers[column];
    boolean digit =
        low >= LOUD_ENOUGH
            && high >= LOUD_ENOUGH
            && low <= high * NORMAL_TWIST
            && high <= low * REVERSE_TWIST
            && aboveOthers(0, row)
            && aboveOthers(4, column)
            && low + high > OF_ALL * energy();
    return digit ? DIGITS.charAt(row * 4 + column - 4) : 0;
  }

  private int loudest(int group) {
    int best = group;
    for (int f = group + 1; f < group + 4; f++) {
      if (powers[f] > powers[best]) {
        best = f;
      }
    }
    return best;
  }

  private boolean aboveOthers(int group, int best) {
    for (int f = group; f < group + 4; f++) {
      if (f != best && powers[f] * ABOVE_OTHERS > powers[best]) {
        return false;
      }
    }
    return true;
  }

  private float energy() {
    float sum = 0;
    for (float x : block) {
      sum += x * x;
    }
    return sum;
  }

  /** Goertzel: four filters side by side keep the processor busy, one alone waits for itself. */
  private void filterFour(int first) {
    float ca = COEFFICIENT[first];
    float cb = COEFFICIENT[first + 1];
    float cc = COEFFICIENT[first + 2];
    float cd = COEFFICIENT[first + 3];
    float a1 = 0;
    float a2 = 0;
    float b1 = 0;
    float b2 = 0;
    float c1 = 0;
    float c2 = 0;
    float d1 = 0;
    float d2 = 0;
    for (float x : block) {
      float a = x + ca * a1 - a2;
      a2 = a1;
      a1 = a;
      float b = x + cb * b1 - b2;
      b2 = b1;
      b1 = b;
      float c = x + cc * c1 - c2;
      c2 = c1;
      c1 = c;
      float d = x + cd * d1 - d2;
      d2 = d1;
      d1 = d;
    }
    powers[first] = a1 * a1 + a2 * a2 - ca * a1 * a2;
    powers[first + 1] = b1 * b1 + b2 * b2 - cb * b1 * b2;
    powers[first + 2] = c1 * c1 + c2 * c2 - cc * c1 * c2;
    powers[first + 3] = d1 * d1 + d2 * d2 - cd * d1 * d2;
  }

  /** A sine at full scale has 3.14 dBm0 (G.711 §4). */
  private static float power(double dbm0) {
    double amplitude = 32768 * Math.pow(10, (dbm0 - 3.14) / 20);
    return (float) Math.pow(amplitude * BLOCK / 2, 2);
  }

  private static float ratio(double decibel) {
    return (float) Math.pow(10, decibel / 10);
  }
}
