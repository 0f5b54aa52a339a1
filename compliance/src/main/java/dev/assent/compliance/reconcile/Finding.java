package dev.assent.compliance.reconcile;

/**
 * Something a person must look at: why a call stays unknown, or where the carrier's books and ours
 * differ.
 *
 * @param line of the carrier's file, from 1; 0 when it is about what does not stand in it
 * @param field the column it is about
 * @param about an attempt's id, or empty; never a number
 */
public record Finding(Kind kind, long line, String field, String about) {
  /** Stable codes. */
  public enum Kind {
    /** Alarm: the carrier has a call that was not made here. */
    NOT_OURS,
    /** Alarm: the carrier rang another number than the one we asked for. */
    OTHER_NUMBER,
    /**
     * Alarm: the carrier answered for it, and does not have it although the file covers its time.
     */
    NOT_KNOWN_TO_CARRIER,
    /** Alarm: the carrier says answered and we saw that it was not, or the other way round. */
    DIFFERS,
    /** The line fits several calls of ours, or several lines one call. */
    AMBIGUOUS,
    /** Nothing in the file says what became of this call, and its absence proves nothing. */
    STAYS_UNKNOWN
  }

  /** Whether the carrier bills, or rings, what we did not ask for, or the other way round. */
  public boolean alarm() {
    return switch (kind) {
      case NOT_OURS, OTHER_NUMBER, NOT_KNOWN_TO_CARRIER, DIFFERS -> true;
      case AMBIGUOUS, STAYS_UNKNOWN -> false;
    };
  }
}
