package dev.assent.testsip.inspection;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Many byte strings to be found in one pass, each of 8 bytes or more. Not for several threads. */
final class Needles {
  private static final int HEAD = 8;
  private static final int FILTER_BITS = 22;

  private final Map<Long, List<Needle>> byHead = new HashMap<>();
  private final BitSet filter = new BitSet(1 << FILTER_BITS);
  private int count;

  /** Where a needle begins, and its description. */
  record Hit(int at, String what) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Needle(byte[] bytes, String what) {}

  void addAll(List<byte[]> needles, String what) {
    for (byte[] needle : needles) {
      if (needle.length < HEAD) {
        throw new IllegalArgumentException("too short to be told from chance: " + what);
      }
      long head = ByteBuffer.wrap(needle).getLong();
      byHead.computeIfAbsent(head, _ -> new ArrayList<>()).add(new Needle(needle, what));
      filter.set(slot(head));
      count++;
    }
  }

  int count() {
    return count;
  }

  List<Hit> in(byte[] hay) {
    List<Hit> hits = new ArrayList<>();
    long head = 0;
    for (int i = 0; i < hay.length; i++) {
      head = (head << 8) | (hay[i] & 0xFF);
      if (i >= HEAD - 1 && filter.get(slot(head))) {
        int at = i - HEAD + 1;
        for (Needle needle : byHead.getOrDefault(head, List.of())) {
          if (beginsAt(hay, at, needle.bytes)) {
            hits.add(new Hit(at, needle.what));
          }
        }
      }
    }
    return hits;
  }

  private static boolean beginsAt(byte[] hay, int at, byte[] needle) {
    int end = at + needle.length;
    return end <= hay.length && Arrays.equals(hay, at, end, needle, 0, needle.length);
  }

  private static int slot(long head) {
    return (int) ((head * 0x9E3779B97F4A7C15L) >>> (64 - FILTER_BITS));
  }
}
