package dev.assent.media.rtp;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How late the slots ran, in buckets of at most 12.5 % width. One writer, any reader, no allocation
 * to record.
 */
final class LatenessHistogram {
  /** Eight buckets for each power of two; the last one is open. */
  static final int BUCKETS = 8 * 40;

  private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

  void record(long nanos) {
    int i = bucket(nanos);
    counts.setOpaque(i, counts.getPlain(i) + 1);
  }

  void addTo(long[] sums) {
    for (int i = 0; i < BUCKETS; i++) {
      sums[i] += counts.getOpaque(i);
    }
  }

  static int bucket(long nanos) {
    if (nanos < 8) {
      return (int) Math.max(0, nanos);
    }
    int exponent = 63 - Long.numberOfLeadingZeros(nanos);
    int eighth = (int) (nanos >> (exponent - 3)) & 7;
    return Math.min(BUCKETS - 1, (exponent - 2) * 8 + eighth);
  }

  /** Smallest value beyond the bucket. */
  static long upperBound(int bucket) {
    int exponent = bucket / 8 + 2;
    return bucket < 8 ? bucket + 1 : (long) (bucket % 8 + 9) << (exponent - 3);
  }
}
