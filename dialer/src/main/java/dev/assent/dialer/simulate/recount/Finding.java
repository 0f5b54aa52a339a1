package dev.assent.dialer.simulate.recount;

import java.time.Instant;

/**
 * Something that must never happen, and did.
 *
 * @param what its kind
 * @param at in simulated time
 * @param detail ids and figures, never a number
 */
public record Finding(Kind what, Instant at, String detail) {

  /** What it is. */
  public enum Kind {
    /** A call before the window opens, or ringing after it closed. */
    OUTSIDE_WINDOW,
    /** A call on a day without calls. */
    ON_A_HOLIDAY,
    /** One ringing more than a cap allows. */
    OVER_CAP,
    /** One attempt more than campaign or carrier allow, or too soon. */
    TOO_OFTEN,
    /** A call to somebody who had asked for none. */
    AFTER_OPT_OUT,
    /** A call to a number that stands on a list of the public. */
    ON_A_LIST,
    /** A call while something forbade it: a kill switch, a pause, a clock nobody may trust. */
    WHILE_FORBIDDEN,
    /** Two calls to one person at the same time. */
    TWICE_AT_ONCE,
    /** The same attempt placed twice. */
    PLACED_TWICE,
    /** A call after one of which nobody knows whether it reached the person. */
    AFTER_UNKNOWN,
    /** A call after the person has given an answer. */
    AFTER_ANSWER,
    /** An agreed call without its recording. */
    NOT_RECORDED,
    /** A recording without a yes. */
    RECORDED_WITHOUT_YES,
    /** A call the journal knows nothing of. */
    NOT_IN_JOURNAL,
    /** A refusal that was acknowledged and is not in the journal. */
    REFUSAL_LOST,
    /** An attempt that failed by a fault of the program. */
    ENGINE_FAULT,
    /** A journal that does not verify. */
    JOURNAL_DAMAGED
  }

  @Override
  public String toString() {
    return what + " at " + at + ": " + detail;
  }
}
