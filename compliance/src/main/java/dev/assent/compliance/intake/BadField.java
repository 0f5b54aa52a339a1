package dev.assent.compliance.intake;

/** A field that cannot be taken as it stands. Holds no value. Only within this package. */
final class BadField extends Exception {

  private final String field;
  private final String reason;
  private final String advice;

  BadField(String field, String reason, String advice) {
    super(field + ": " + reason, null, false, false);
    this.field = field;
    this.reason = reason;
    this.advice = advice;
  }

  Reject at(long line) {
    return new Reject(line, field, reason, advice);
  }
}
