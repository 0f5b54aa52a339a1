package dev.assent.dialer.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * RFC 4180 as a spreadsheet opens it without harm: CRLF, and no cell of text that it takes for a
 * formula.
 */
final class Csv {
  /** Without it Excel takes UTF-8 for the code page of its machine. */
  static final String BYTE_ORDER_MARK = "\uFEFF";

  private static final String BEGINS_A_FORMULA = "=+-@\t\r";

  private Csv() {}

  static String line(List<? extends @Nullable Object> values) {
    return values.stream().map(Csv::cell).collect(Collectors.joining(",")) + "\r\n";
  }

  private static String cell(@Nullable Object value) {
    String text = Printer.text(value);
    String safe = value instanceof Number ? text : harmless(text);
    boolean quoted = safe.chars().anyMatch(c -> c == '"' || c == ',' || c == '\r' || c == '\n');
    return quoted ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }

  /** A spreadsheet would run {@code =cmd|…} of a name out of somebody's list. */
  private static String harmless(String text) {
    return !text.isEmpty() && BEGINS_A_FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }
}
