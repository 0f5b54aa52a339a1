package dev.assent.dialer.sip;

/** What became of a call that a crash had left open. */
public enum Settled {
  /** The far end knew of no such call, or had nothing open. */
  NOTHING_OPEN,
  /** It was ringing (or trying to) and has been cancelled. */
  CANCELLED,
  /** It was up, or came up meanwhile, and has been hung up. */
  HUNG_UP,
  /** No answer at all. */
  NO_ANSWER
}
