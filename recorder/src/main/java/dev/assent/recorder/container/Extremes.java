package dev.assent.recorder.container;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The smallest and the largest sample among G.711 codes. There are 256 sounds: which of them occur
 * is found in a third of the time that it takes to compare samples. Allocates nothing. One thread
 * at a time.
 */
final class Extremes {
  private static final int[] MU = descending(G711.PCMU);
  private static final int[] A = descending(G711.PCMA);

  private final boolean[] occurs = new boolean[256];
  private int min;
  private int max;

  /** Looks at {@code count} codes from {@code from}; at least one. */
  void measure(byte[] sound, int from, int count, int payloadType) {
    Arrays.fill(occurs, false);
    for (int i = from; i < from + count; i++) {
      occurs[sound[i] & 0xFF] = true;
    }
    int[] codes = payloadType == G711.PCMA ? A : MU;
    short[] linear = G711.shared(payloadType);
    int most = 0;
    while (!occurs[codes[most]]) {
      most++;
    }
    int least = codes.length - 1;
    while (!occurs[codes[least]]) {
      least--;
    }
    max = linear[codes[most]];
    min = linear[codes[least]];
  }

  /** 16-bit linear. */
  int min() {
    return min;
  }

  /** 16-bit linear. */
  int max() {
    return max;
  }

  private static int[] descending(int payloadType) {
    short[] linear = G711.shared(payloadType);
    return IntStream.range(0, linear.length)
        .boxed()
        .sorted(Comparator.comparingInt((Integer code) -> -linear[code]))
        .mapToInt(Integer::intValue)
        .toArray();
  }
}
