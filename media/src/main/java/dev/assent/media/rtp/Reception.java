package dev.assent.media.rtp;

/**
 * What the sequence numbers and timestamps of the peer's stream say: loss, order, jitter (RFC 3550
 * appendices A.1, A.3, A.8). Media thread only.
 */
final class Reception {
  /** How a packet stands to those before it. */
  enum Order {
    /** Younger than all before. */
    NEWER,
    /** Came after a younger one. */
    LATE,
    DUPLICATE
  }

  private static final int MAX_DROPOUT = 3000;
  private static final int WINDOW = 64;

  private boolean started;
  private int highest; // 16 bit
  private int first;
  private long cycles; // multiples of 65536
  private long window; // bit n: highest − n was received
  private long earlierExpected; // of sequence runs before a restart
  private long received;
  private long late;
  private long duplicates;
  private int lastTransit;
  private boolean hasTransit;
  private double jitter; // in timestamp units
  private long reportedExpected;
  private long reportedReceived;

  /** A new source: a new run of sequence numbers, sums go on. */
  void restart(int sequence) {
    if (started) {
      earlierExpected += expectedOfRun();
    }
    started = true;
    first = sequence;
    highest = sequence;
    cycles = 0;
    window = 1;
    hasTransit = false;
    received++;
  }

  Order packet(int sequence) {
    if (!started) {
      restart(sequence);
      return Order.NEWER;
    }
    int ahead = (sequence - highest) & 0xFFFF;
    if (ahead == 0) {
      duplicates++;
      return Order.DUPLICATE;
    }
    if (ahead < MAX_DROPOUT) {
      if (sequence < highest) {
        cycles += 65536;
      }
      highest = sequence;
      window = ahead < WINDOW ? window << ahead | 1 : 1;
      received++;
      return Order.NEWER;
    }
    int behind = 65536 - ahead;
    if (behind >= WINDOW) {
      restart(sequence); // far off in either direction: the sender began anew
      return Order.NEWER;
    }
    if ((window & 1L << behind) != 0) {
      duplicates++;
      return Order.DUPLICATE;
    }
    window |= 1L << behind;
    received++;
    late++;
    return Order.LATE;
  }

  /**
   * Jitter of audio packets only: the timestamps of keys stand still (RFC 4733 §2.5.1).
   *
   * @param arrival time of arrival in units of the 8 kHz clock
   */
  void transit(int arrival, int timestamp) {
    int transit = arrival - timestamp;
    if (hasTransit) {
      int d = Math.abs(transit - lastTransit);
      if (d < 8000) { // a step of a second or more is a new clock, not jitter
        jitter += (d - jitter) / 16;
      }
    }
    lastTransit = transit;
    hasTransit = true;
  }

  long received() {
    return received;
  }

  long lost() {
    return Math.max(0, expected() - received);
  }

  long late() {
    return late;
  }

  long duplicates() {
    return duplicates;
  }

  double jitter() {
    return jitter;
  }

  int extendedHighest() {
    return (int) (cycles + highest);
  }

  /** Share lost since the call before, in 256ths: the figure of the next receiver report. */
  int takeFractionLost() {
    long expected = expected() - reportedExpected;
    long got = received - reportedReceived;
    reportedExpected += expected;
    reportedReceived += got;
    long missing = expected - got;
    return expected <= 0 || missing <= 0 ? 0 : (int) Math.min(255, (missing << 8) / expected);
  }

  private long expected() {
    return earlierExpected + (started ? expectedOfRun() : 0);
  }

  private long expectedOfRun() {
    return cycles + highest - first + 1;
  }
}
