package dev.assent.dialer.sip;

/** How an answered call came to its end. */
public enum EndCause {
  /** The far end sent BYE. */
  FAR_END,
  /** Our BYE, answered or timed out. */
  NEAR_END,
  /** The session broke: an answer of ours was never acknowledged, or the user agent was closed. */
  LOST
}
