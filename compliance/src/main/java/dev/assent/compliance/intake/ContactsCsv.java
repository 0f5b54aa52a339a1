package dev.assent.compliance.intake;

import dev.assent.compliance.intake.CsvReader.Row;
import dev.assent.compliance.policy.Nearest;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a contact list as CSV, row by row, so that the size of the file does not matter. A bad row
 * is rejected by line, field and reason, never by value; a column nobody knows refuses the file,
 * for it may hold what must not be collected. Accepted and rejected make up all rows.
 */
public final class ContactsCsv {

  private ContactsCsv() {}

  /**
   * @param region where numbers without a country code belong, ISO 3166-1 alpha-2
   * @param importedAt the instant of the import, from which retention runs
   * @param declared the encoding, null to find out
   */
  public record Settings(String region, Instant importedAt, @Nullable Charset declared) {}

  /** Rows go to one or the other method in the order of the file. */
  public interface Sink {

    /**
     * @return empty when taken; else the stable code why not
     */
    Optional<String> accept(ContactRow row);

    void rejected(Reject reject);
  }

  /** Blank lines are no rows. */
  public record Counts(long rows, long accepted, long rejected) {}

  /**
   * @throws CsvRefused when the file as a whole cannot be read. Rows may have gone to the sink
   *     before: abandon them.
   */
  public static Counts read(Path file, Settings settings, Sink sink)
      throws IOException, CsvRefused {
    Charset charset = ListEncoding.of(file, settings.declared());
    char separator = separator(file, charset);
    try (Reader in = ListEncoding.open(file, charset)) {
      CsvReader csv = new CsvReader(in, separator);
      Row header =
          csv.next().orElseThrow(() -> new CsvRefused(1, "is empty; the first line names columns"));
      return rows(csv, columns(header), settings, sink);
    }
  }

  private static Counts rows(CsvReader csv, List<String> columns, Settings settings, Sink sink)
      throws IOException, CsvRefused {
    long rows = 0;
    long accepted = 0;
    Optional<Row> next = csv.next();
    while (next.isPresent()) {
      Row row = next.get();
      if (!row.blank()) {
        rows++;
        Optional<Reject> reject = judge(row, columns, settings, sink);
        reject.ifPresent(sink::rejected);
        accepted += reject.isPresent() ? 0 : 1;
      }
      next = csv.next();
    }
    return new Counts(rows, accepted, rows - accepted);
  }

  private static Optional<Reject> judge(
      Row row, List<String> columns, Settings settings, Sink sink) {
    try {
      ContactRow contact = new ContactFields(byColumn(row, columns)).row(row.line(), settings);
      return sink.accept(contact)
          .map(code -> new Reject(row.line(), "", code, "was not taken by the store"));
    } catch (BadField bad) {
      return Optional.of(bad.at(row.line()));
    }
  }

  private static Map<String, String> byColumn(Row row, List<String> columns) throws BadField {
    List<String> fields = row.fields();
    boolean surplus = fields.stream().skip(columns.size()).anyMatch(field -> !field.isBlank());
    if (fields.size() < columns.size() || surplus) {
      throw new BadField(
          "",
          "FIELD_COUNT",
          "has " + fields.size() + " fields where the first line has " + columns.size());
    }
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      values.put(columns.get(i), fields.get(i));
    }
    return values;
  }

  /** Until a column is known to be 'number', the first line may be a row: nothing of it is told. */
  private static List<String> columns(Row header) throws CsvRefused {
    List<String> names =
        header.fields().stream()
            .map(field -> Spreadsheet.text(field).toLowerCase(Locale.ROOT))
            .collect(Collectors.toCollection(ArrayList::new));
    while (!names.isEmpty() && names.getLast().isEmpty()) {
      names.removeLast();
    }
    if (!names.contains("number")) {
      throw new CsvRefused(
          1, "must name the columns, 'number' among them. Columns are " + ContactFields.COLUMNS);
    }
    for (String name : names) {
      if (!ContactFields.COLUMNS.contains(name)) {
        throw new CsvRefused(
            1,
            "unknown column '"
                + name
                + "'"
                + Nearest.hint(name, ContactFields.COLUMNS)
                + " Columns are "
                + ContactFields.COLUMNS);
      }
      if (names.indexOf(name) != names.lastIndexOf(name)) {
        throw new CsvRefused(1, "column '" + name + "' stands there twice");
      }
    }
    return names;
  }

  /** A semicolon or tab in the first line, and no comma, is what some spreadsheets separate by. */
  private static char separator(Path file, Charset charset) throws IOException {
    boolean semicolon = false;
    boolean tab = false;
    try (Reader in = ListEncoding.open(file, charset)) {
      for (int c = in.read(); c >= 0 && c != '\n' && c != '\r'; c = in.read()) {
        if (c == ',') {
          return ',';
        }
        semicolon |= c == ';';
        tab |= c == '\t';
      }
    }
    return semicolon ? ';' : tab ? '\t' : ',';
  }
}
