package dev.assent.compliance.store.contact;

/** A line of a list that cannot be taken. Its message names the line, never the number. */
public final class RowRejected extends Exception {
  /** Why. */
  public enum Code {
    /** The same number stands in this file before. */
    DUPLICATE,
    /** It would have to be erased before it could be used. */
    EXPIRED,
    /** The proof of its consent is not the file whose SHA-256 the row names, or cannot be read. */
    EVIDENCE_MISMATCH
  }

  private final Code code;
  private final long line;

  RowRejected(Code code, long line) {
    super("line " + line + ": " + code);
    this.code = code;
    this.line = line;
  }

  public Code code() {
    return code;
  }

  public long line() {
    return line;
  }
}
