package dev.assent.recorder.spool;

import java.nio.file.Path;

/** One file of the spool, and how many calls still need it. Owned by the recorder thread. */
final class SpoolSegment {
  /** Records begin at multiples of this, so that a place fits a long with its segment. */
  private static final int UNIT = SpoolFormat.ALIGNMENT;

  private final int number;
  private final Path path;
  private int calls;

  SpoolSegment(int number, Path path) {
    this.number = number;
    this.path = path;
  }

  int number() {
    return number;
  }

  Path path() {
    return path;
  }

  /** This call has a record here. */
  void neededBy(SpooledCall call) {
    if (call.segments().add(this)) {
      calls++;
    }
  }

  void released() {
    calls--;
  }

  boolean isNeeded() {
    return calls > 0;
  }

  /** A record's place: segment and offset in one number. */
  long place(long offset) {
    return ((long) number << 32) | (offset / UNIT);
  }

  static int segmentOf(long place) {
    return (int) (place >>> 32);
  }

  static long offsetOf(long place) {
    return (place & 0xFFFFFFFFL) * UNIT;
  }
}
