package dev.assent.recorder.ledger;

/** What a row's secret is for; it is read back only as that. */
public enum RowKind {
  /** The half of a recording's key that the recording does not hold. */
  SHARE_B(1),
  /** A person's key of one retention class. */
  PERSON(2);

  private final int code;

  RowKind(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
