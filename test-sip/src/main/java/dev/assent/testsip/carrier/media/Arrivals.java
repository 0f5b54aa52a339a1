package dev.assent.testsip.carrier.media;

/** Counts what came in: loss, doubles, disorder and gaps in time. Loop thread only. */
final class Arrivals {
  private static final int WINDOW = 1024;

  /** Three packets missing: heard by a person. */
  private static final long GAP_NANOS = 60_000_000;

  private final long[] seen = new long[WINDOW];
  private long ssrc = -1;
  private long first;
  private long highest;
  private long lastNanos;
  private long expectedBefore;
  private long packets;
  private long unique;
  private long duplicates;
  private long reordered;
  private long gaps;
  private long longestGapNanos;
  private int streams;

  void packet(long nanos, RtpPacket packet) {
    packets++;
    if (packet.ssrc != ssrc) {
      newStream(packet);
    } else {
      long gap = nanos - lastNanos;
      gaps += gap > GAP_NANOS ? 1 : 0;
      longestGapNanos = Math.max(longestGapNanos, gap);
    }
    lastNanos = nanos;
    // The 16 bits nearest to the highest so far (RFC 3550 appendix A.1, without its probation).
    long extended = highest + (short) (packet.sequence - (int) highest);
    int place = (int) Math.floorMod(extended, (long) WINDOW);
    if (seen[place] == extended) {
      duplicates++;
      return;
    }
    seen[place] = extended;
    unique++;
    reordered += extended < highest ? 1 : 0;
    first = Math.min(first, extended);
    highest = Math.max(highest, extended);
  }

  private void newStream(RtpPacket packet) {
    expectedBefore += streams == 0 ? 0 : highest - first + 1;
    streams++;
    ssrc = packet.ssrc;
    // Far above 0, so that a packet before the first one does not count below zero.
    first = (1L << 32) + packet.sequence;
    highest = first;
  }

  /** When something came last; {@code otherwise} if nothing has yet. */
  long lastNanos(long otherwise) {
    return packets == 0 ? otherwise : lastNanos;
  }

  long packets() {
    return packets;
  }

  long lost() {
    return streams == 0 ? 0 : expectedBefore + highest - first + 1 - unique;
  }

  long duplicates() {
    return duplicates;
  }

  long reordered() {
    return reordered;
  }

  long gaps() {
    return gaps;
  }

  long longestGapMillis() {
    return longestGapNanos / 1_000_000;
  }

  /** Different SSRCs, one after the other. */
  int streams() {
    return streams;
  }
}
