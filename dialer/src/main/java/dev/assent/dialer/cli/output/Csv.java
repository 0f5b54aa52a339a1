package dev.assent.dialer.cli.output;

import dev.assent.dialer.CsvCell;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** RFC 4180 as a spreadsheet opens it without harm: CRLF, and cells as {@link CsvCell} has them. */
public final class Csv {
  /** Without it Excel takes UTF-8 for the code page of its machine. */
  public static final String BYTE_ORDER_MARK = "\uFEFF";

  private Csv() {}

  /** One line, its CRLF included; null is an empty cell. */
  public static String line(List<? extends @Nullable Object> values) {
    return values.stream().map(Csv::cell).collect(Collectors.joining(",")) + "\r\n";
  }

  private static String cell(@Nullable Object value) {
    String text = Printer.text(value);
    return value instanceof Number ? CsvCell.quoted(text) : CsvCell.of(text);
  }
}
