package dev.assent.testsip.inspection;

import dev.assent.testsip.carrier.media.Law;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Short stretches that give a longer sound away wherever they are found. */
final class SoundMarkers {
  /** 4 ms, within one packet. */
  private static final int LENGTH = 32;

  private static final int EVERY = 4000;
  private static final int LEAST_DIFFERENT = 16;

  private SoundMarkers() {}

  /**
   * Two a second, each as G.711 and as 16-bit little-endian samples; none of silence.
   *
   * @param codes as a carrier kept them
   */
  static List<byte[]> of(byte[] codes, boolean muLaw) {
    Law law = muLaw ? Law.ULAW : Law.ALAW;
    List<byte[]> markers = new ArrayList<>();
    for (int from = 0; from + LENGTH <= codes.length; from += EVERY) {
      byte[] marker = Arrays.copyOfRange(codes, from, from + LENGTH);
      if (different(marker) >= LEAST_DIFFERENT) {
        markers.add(marker);
        markers.add(samples(marker, law));
      }
    }
    return markers;
  }

  private static long different(byte[] bytes) {
    boolean[] seen = new boolean[256];
    int count = 0;
    for (byte b : bytes) {
      if (!seen[b & 0xFF]) {
        seen[b & 0xFF] = true;
        count++;
      }
    }
    return count;
  }

  private static byte[] samples(byte[] codes, Law law) {
    byte[] pcm = new byte[2 * codes.length];
    for (int i = 0; i < codes.length; i++) {
      int sample = law.decode(codes[i]);
      pcm[2 * i] = (byte) sample;
      pcm[2 * i + 1] = (byte) (sample >> 8);
    }
    return pcm;
  }
}
