package dev.assent.compliance;

/** How an attempt ended. Stable: stands in the journal and in reports. */
public enum Outcome {
  AGREED,
  REFUSED,
  REFUSED_TIMEOUT,
  OPTED_OUT,
  OPT_OUT_PENDING,
  NO_KEY_PATH,
  HUNG_UP,
  BUSY,
  NO_ANSWER,
  CANCELLED,
  CANCELLED_DNC,
  FAILED,
  /** The callee's side said that it wants no such calls (SIP 607): also a refusal. */
  UNWANTED,
  /** A network took the call for unwanted and stopped it (SIP 608, 603 "Network Blocked"). */
  BLOCKED,
  REC_FAIL,
  /** Bytes left and no answer tells what became of them: it may have rung. */
  UNKNOWN,
  /** Proven: not one byte left, or the carrier never had it as its records show. */
  NOT_SENT,
  /** Unknown, until the carrier's records said it was answered; nobody heard what was said. */
  ANSWERED_UNHEARD;

  /**
   * The person gave their answer, or a network stands before them that one must talk to first: this
   * campaign has no business calling again.
   */
  public boolean conclusive() {
    return switch (this) {
      case AGREED,
          REFUSED,
          OPTED_OUT,
          OPT_OUT_PENDING,
          CANCELLED_DNC,
          UNWANTED,
          BLOCKED,
          ANSWERED_UNHEARD ->
          true;
      case REFUSED_TIMEOUT,
          NO_KEY_PATH,
          HUNG_UP,
          BUSY,
          NO_ANSWER,
          CANCELLED,
          FAILED,
          REC_FAIL,
          UNKNOWN,
          NOT_SENT ->
          false;
    };
  }
}
