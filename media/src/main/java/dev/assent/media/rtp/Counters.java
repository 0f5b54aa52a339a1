package dev.assent.media.rtp;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counters one thread writes and any thread reads. */
@SuppressWarnings("EnumOrdinal") // an index into an array nobody else sees
final class Counters {
  /** What a media thread counts. */
  enum Counter {
    LEGS_OPENED,
    LEGS_CLOSED,
    TICKS,
    SENT,
    RECEIVED,
    SLOTS_SKIPPED,
    ICMP_ERRORS,
    SEND_ERRORS,
    STRANGERS,
    MALFORMED,
    SRTP_DROPPED,
    TAP_SECONDS,
    TAP_DROPPED,
    TAP_LATE,
    FAULTS
  }

  private final AtomicLongArray values = new AtomicLongArray(Counter.values().length);

  void increment(Counter counter) {
    add(counter, 1);
  }

  /** A plain read and an ordered write: no bus lock, as there is one writer. */
  void add(Counter counter, long n) {
    int i = counter.ordinal();
    values.setOpaque(i, values.getPlain(i) + n);
  }

  long get(Counter counter) {
    return values.getOpaque(counter.ordinal());
  }
}
