package dev.assent.compliance.suppression;

/** What it means for a number to stand on a list. */
public enum ListKind {
  /** Refusals of our own, taken in bulk; never replaced, never too old (R20). */
  REFUSALS,
  /** A register of others, such as a national do-not-call list (R21). */
  NATIONAL,
  /** Hospitals, emergency services, guest rooms (R14). */
  PROTECTED,
  /**
   * Asked whether they changed hands: with a day if they did, without one if they did not (R13).
   */
  REASSIGNED
}
