package dev.assent.compliance.intake;

/** A list that cannot be read as a whole; nothing of it may be used. Repeats no value of it. */
public final class CsvRefused extends Exception {

  private final long line;

  /**
   * @param line from 1
   * @param problem what is wrong and what to do
   */
  CsvRefused(long line, String problem) {
    super("line " + line + ": " + problem);
    this.line = line;
  }

  public long line() {
    return line;
  }
}
