package dev.assent.testsip.carrier.media;

import java.util.SplittableRandom;

/**
 * A quiet noise (peak about -25 dB of full scale) that is the same for the same seed, so that every
 * sample of a recording can be compared with what was sent. A value.
 */
public final class Noise {
  /** 20 ms at 8 kHz. */
  static final int FRAME = 160;

  private final long seed;
  private final Law law;

  public Noise(String seed, Law law) {
    this.seed = hash(seed);
    this.law = law;
  }

  /** Samples of the noise from any position on, one G.711 code each. */
  public byte[] audio(long fromSample, int samples) {
    byte[] audio = new byte[samples];
    long frame = -1;
    byte[] codes = new byte[0];
    for (int i = 0; i < samples; i++) {
      long position = fromSample + i;
      if (position / FRAME != frame) {
        frame = position / FRAME;
        codes = frame(frame);
      }
      audio[i] = codes[(int) (position % FRAME)];
    }
    return audio;
  }

  /** The {@code index}-th 20 ms. */
  byte[] frame(long index) {
    SplittableRandom random = new SplittableRandom(seed + index * 0x9E3779B97F4A7C15L);
    byte[] codes = new byte[FRAME];
    random.nextBytes(codes);
    for (int i = 0; i < FRAME; i++) {
      // Sign and the six lower bits of the magnitude: the top quarter of the range stays empty.
      int bits = codes[i] & 0xBF;
      codes[i] = (byte) (law.equals(Law.ULAW) ? ~bits : bits ^ 0x55);
    }
    return codes;
  }

  private static long hash(String text) {
    long hash = 0xCBF29CE484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
    }
    return hash;
  }
}
