package dev.assent.compliance.audit;

/** The questions of requirements 6 that the journal alone can answer. */
public enum Question {
  /** No call left outside hours or on a holiday. */
  Q01,
  /** The caps held for every person and number. */
  Q02,
  /** No call after an opt-out. */
  Q03,
  /** A consent for each recording, older than its first second. */
  Q05,
  /** Which calls were denied, and why. */
  Q08,
  /** Who approved what was called with. */
  Q09,
  /** The caller numbers were filed, for that use and that trunk. */
  Q11;

  public Answer of(History history, Period period) {
    return switch (this) {
      case Q01 -> CallsInHours.answer(history, period);
      case Q02 -> CallsWithinCaps.answer(history, period);
      case Q03 -> CallsAfterRefusal.answer(history, period);
      case Q05 -> ConsentOfRecordings.answer(history, period);
      case Q08 -> DeniedCalls.answer(history, period);
      case Q09 -> ApprovedByOthers.answer(history, period);
      case Q11 -> FiledNumbers.answer(history, period);
    };
  }
}
