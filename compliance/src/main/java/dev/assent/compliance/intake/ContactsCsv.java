package dev.assent.compliance.intake;

import dev.assent.compliance.intake.CsvReader.Row;
import dev.assent.compliance.intake.ListLayout.Separator;
import dev.assent.compliance.policy.Nearest;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
   * @param map what the columns are; null when the header names them as the catalogue does
   * @param evidence the folder of the proofs that rows name; null when there is none
   */
  public record Settings(
      String region,
      Instant importedAt,
      @Nullable Charset declared,
      @Nullable ColumnMap map,
      @Nullable Path evidence) {

    /** Of a list that speaks our words and brings no proofs. */
    public Settings(String region, Instant importedAt, @Nullable Charset declared) {
      this(region, importedAt, declared, null, null);
    }
  }

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

  /** The encoding of that name: utf-8, gb18030, utf-16le, utf-16be. */
  public static Charset encoding(String name) {
    return ListEncoding.named(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "must be one of " + String.join(", ", ListEncoding.NAMES)));
  }

  /**
   * @throws CsvRefused when the file as a whole cannot be read. Rows may have gone to the sink
   *     before: abandon them.
   */
  public static Counts read(Path file, Settings settings, Sink sink)
      throws IOException, CsvRefused {
    ColumnMap map = settings.map();
    ListLayout layout = map == null ? plain(file, settings) : stated(file, map, settings);
    try (Reader in = ListEncoding.open(file, layout.encoding())) {
      CsvReader csv = new CsvReader(in, layout.separator().character());
      Row first =
          csv.next().orElseThrow(() -> new CsvRefused(1, "is empty; the first line names columns"));
      List<Optional<ListField>> columns = map == null ? columns(first) : map.fields(first.fields());
      ContactFields fields = new ContactFields(columns, settings);
      Counting counting = new Counting(fields, sink);
      if (!layout.header()) {
        counting.take(first);
      }
      for (Optional<Row> row = csv.next(); row.isPresent(); row = csv.next()) {
        counting.take(row.get());
      }
      return new Counts(counting.rows, counting.accepted, counting.rows - counting.accepted);
    }
  }

  private static ListLayout plain(Path file, Settings settings) throws IOException, CsvRefused {
    Charset charset = ListEncoding.of(file, settings.declared());
    return new ListLayout(charset, separator(file, charset), true);
  }

  private static ListLayout stated(Path file, ColumnMap map, Settings settings)
      throws IOException, CsvRefused {
    Charset declared = settings.declared();
    Charset charset = ListEncoding.of(file, declared == null ? map.layout().encoding() : declared);
    return new ListLayout(charset, map.layout().separator(), map.layout().header());
  }

  /** One list on its way through. */
  private static final class Counting {
    private final ContactFields fields;
    private final Sink sink;
    private long rows;
    private long accepted;

    Counting(ContactFields fields, Sink sink) {
      this.fields = fields;
      this.sink = sink;
    }

    void take(Row row) {
      if (row.blank()) {
        return;
      }
      rows++;
      Optional<Reject> reject = judge(row);
      reject.ifPresent(sink::rejected);
      accepted += reject.isPresent() ? 0 : 1;
    }

    private Optional<Reject> judge(Row row) {
      try {
        return sink.accept(fields.row(row))
            .map(code -> new Reject(row.line(), "", code, "was not taken by the store"));
      } catch (BadField bad) {
        return Optional.of(bad.at(row.line()));
      }
    }
  }

  /** Until a column is known to be 'number', the first line may be a row: nothing of it is told. */
  private static List<Optional<ListField>> columns(Row header) throws CsvRefused {
    List<String> names =
        header.fields().stream()
            .map(ColumnMap::key)
            .collect(Collectors.toCollection(ArrayList::new));
    while (!names.isEmpty() && names.getLast().isEmpty()) {
      names.removeLast();
    }
    List<String> known = ListField.allWritten();
    if (!names.contains("number")) {
      throw new CsvRefused(
          1,
          "must name the columns, 'number' among them. Columns are "
              + known
              + "; for other words make a map with 'contacts inspect'");
    }
    for (String name : names) {
      if (!known.contains(name)) {
        throw new CsvRefused(
            1,
            "unknown column '"
                + name
                + "'"
                + Nearest.hint(name, known)
                + " Columns are "
                + known
                + "; for others make a map with 'contacts inspect'");
      }
      if (names.indexOf(name) != names.lastIndexOf(name)) {
        throw new CsvRefused(1, "column '" + name + "' stands there twice");
      }
    }
    return names.stream().map(ListField::of).toList();
  }

  /** What is in the first line and no comma is what some spreadsheets separate by. */
  static Separator separator(Path file, Charset charset) throws IOException {
    Set<Separator> seen = EnumSet.noneOf(Separator.class);
    try (Reader in = ListEncoding.open(file, charset)) {
      boolean quoted = false;
      for (int c = in.read(); c >= 0 && c != '\n' && c != '\r'; c = in.read()) {
        quoted ^= c == '"';
        for (Separator candidate : Separator.values()) {
          if (!quoted && c == candidate.character()) {
            seen.add(candidate);
          }
        }
      }
    }
    return seen.stream().findFirst().orElse(Separator.COMMA);
  }
}
