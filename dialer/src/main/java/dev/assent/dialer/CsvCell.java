package dev.assent.dialer;

/**
 * A cell of a table for spreadsheets (RFC 4180): quoted where it must be, and never anything that a
 * spreadsheet would run.
 */
public final class CsvCell {
  private static final String BEGINS_A_FORMULA = "=+-@\t\r";

  private CsvCell() {}

  /** A spreadsheet would run {@code =cmd|…} of a name out of somebody's list. */
  public static String of(String text) {
    boolean formula = !text.isEmpty() && BEGINS_A_FORMULA.indexOf(text.charAt(0)) >= 0;
    return quoted(formula ? "'" + text : text);
  }

  /** The same of what cannot be a formula: a minus of a number stays one. */
  public static String quoted(String text) {
    boolean quoted = text.chars().anyMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
