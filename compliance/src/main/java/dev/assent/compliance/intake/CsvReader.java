package dev.assent.compliance.intake;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads CSV row by row (RFC 4180), whatever the size of the file: fields in quotes may hold
 * separators, line ends and doubled quotes. Lines end in CR LF, LF or CR. One thread.
 */
final class CsvReader {

  private static final int LONGEST_FIELD = 4096;
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
  private long line = 1;
  private int peeked;
  private boolean hasPeeked;

  /**
   * @param in buffered
   */
  CsvReader(Reader in, char separator) {
    this.in = in;
    this.separator = separator;
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
    while (peek() != END && peek() != separator && peek() != '\r' && peek() != '\n') {
      append(read(), rowStart);
    }
    return field.toString();
  }

  private void quoted(long rowStart) throws IOException, CsvRefused {
    while (true) {
      int c = read();
      if (c == END) {
        throw new CsvRefused(rowStart, "a quote is opened here and never closed; close it");
      }
      if (c == '"') {
        if (peek() != '"') {
          return;
        }
        read();
      } else if (c == '\n' || (c == '\r' && peek() != '\n')) {
        line++;
      }
      append(c, rowStart);
    }
  }

  private void append(int c, long rowStart) throws CsvRefused {
    if (field.length() == LONGEST_FIELD) {
      throw new CsvRefused(
          rowStart,
          "a field of more than " + LONGEST_FIELD + " characters; is a closing quote missing?");
    }
    field.append((char) c);
  }

  private int peek() throws IOException {
    if (!hasPeeked) {
      peeked = in.read();
      hasPeeked = true;
    }
    return peeked;
  }

  private int read() throws IOException {
    int c = peek();
    hasPeeked = false;
    return c;
  }
}
