package dev.assent.compliance.store.attempt;

import dev.assent.compliance.Outcome;

/** Which attempts use up the caps (requirements 2.4, "what counts"). */
final class Outcomes {
  private Outcomes() {}

  /**
   * Strict: whatever may have rung counts. Released is only what was proven unsent, or rejected by
   * a final response without having rung.
   *
   * @param rang whether an 18x or a 2xx was seen
   */
  static boolean counts(Outcome outcome, boolean rang) {
    return switch (outcome) {
      case NOT_SENT -> false;
      case BUSY, FAILED, UNWANTED, BLOCKED -> rang;
      case AGREED,
          REFUSED,
          REFUSED_TIMEOUT,
          OPTED_OUT,
          OPT_OUT_PENDING,
          NO_KEY_PATH,
          HUNG_UP,
          NO_ANSWER,
          CANCELLED,
          CANCELLED_DNC,
          REC_FAIL,
          ANSWERED_UNHEARD,
          UNKNOWN ->
          true;
    };
  }
}
