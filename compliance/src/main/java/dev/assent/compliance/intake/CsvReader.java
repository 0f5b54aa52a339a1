package dev.assent.compliance.intake;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads CSV row by row (RFC 4180), whatever the size of the file: fields in quotes may hold
 * separators, line ends and doubled quotes. Lines end in CR LF, LF or CR. A field too long to be
 * one is cut, so that memory stays bounded; {@link #tooLong} says so of it. One thread.
 */
final class CsvReader {

  private static final int LONGEST_FIELD = 4096;

  /** A quoted field that goes on for longer swallows other people's rows. */
  private static final int LONGEST_QUOTED = 1 << 16;

  private static final int MOST_FIELDS = 200;
  private static final int END = -1;

  /**
   * @param line where it starts, from 1
   */
  record Row(long line, List<String> fields) {

    /** An empty line holds one empty field. */
    boolean blank() {
      return fields.size() == 1 && fields.getFirst().isEmpty();
    }
  }

  private final Reader in;
  private final char separator;
  private final StringBuilder field = new StringBuilder();
  private final char[] buffer = new char[1 << 14];
  private int next;
  private int filled;
  private long line = 1;

  CsvReader(Reader in, char separator) {
    this.in = in;
    this.separator = separator;
  }

  static boolean tooLong(String field) {
    return field.length() > LONGEST_FIELD;
  }

  /** The next row, empty after the last. A file may end without a line end. */
  Optional<Row> next() throws IOException, CsvRefused {
    if (peek() == END) {
      return Optional.empty();
    }
    long start = line;
    List<String> fields = new ArrayList<>();
    while (true) {
      fields.add(field(start));
      if (fields.size() > MOST_FIELDS) {
        throw new CsvRefused(start, "more than " + MOST_FIELDS + " fields; is this a CSV file?");
      }
      int end = read();
      if (end != separator) {
        if (end == '\r' && peek() == '\n') {
          read();
        }
        line++;
        return Optional.of(new Row(start, fields));
      }
    }
  }

  /** One field, up to but not with what ends it. */
  private String field(long rowStart) throws IOException, CsvRefused {
    field.setLength(0);
    if (peek() == '"') {
      read();
      quoted(rowStart);
    }
    for (int c = peek(); c != END && c != separator && c != '\r' && c != '\n'; c = peek()) {
      append(read());
    }
    return field.toString();
  }

  private void quoted(long rowStart) throws IOException, CsvRefused {
    for (int length = 0; ; length++) {
      int c = read();
      if (c == END) {
        throw new CsvRefused(rowStart, "a quote is opened here and never closed; close it");
      }
      if (length > LONGEST_QUOTED) {
        throw new CsvRefused(
            rowStart,
            "a field of more than "
                + LONGEST_QUOTED
                + " characters begins here; is a closing quote missing?");
      }
      if (c == '"') {
        if (peek() != '"') {
          return;
        }
        read();
      } else if (c == '\n' || (c == '\r' && peek() != '\n')) {
        line++;
      }
      append(c);
    }
  }

  private void append(int c) {
    if (field.length() <= LONGEST_FIELD) {
      field.append((char) c);
    }
  }

  private int peek() throws IOException {
    if (next == filled) {
      next = 0;
      filled = Math.max(0, in.read(buffer));
      if (filled == 0) {
        return END;
      }
    }
    return buffer[next];
  }

  private int read() throws IOException {
    int c = peek();
    if (c != END) {
      next++;
    }
    return c;
  }
}
