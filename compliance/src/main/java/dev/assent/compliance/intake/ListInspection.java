package dev.assent.compliance.intake;

import dev.assent.compliance.intake.ColumnMap.Column;
import dev.assent.compliance.intake.ListLayout.Separator;
import dev.assent.compliance.policy.Purpose;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a list and says what its columns seem to be, for a person to check. What is not
 * recognised is proposed to be dropped: nothing is taken in by a guess. No value of a row is
 * ever told.
 */
public final class ListInspection {

  /** Rows that are looked at; the encoding is judged by all of the file. */
  private static final int SAMPLE = 200;

  private ListInspection() {}

  /**
   * @param region where numbers without a country code belong
   * @param declared the encoding, null to find out
   * @param purposes what the list is to be used for
   * @throws CsvRefused when it cannot be read as CSV, or no column holds numbers
   */
  public static ColumnMap of(
      Path file, String region, @Nullable Charset declared, Set<Purpose> purposes)
      throws IOException, CsvRefused {
    Charset charset = ListEncoding.of(file, declared);
    Sample sample = sample(file, charset);
    if (sample.rows().isEmpty()) {
      throw new CsvRefused(1, "is empty");
    }
    List<String> first = sample.rows().getFirst();
    boolean header = first.stream().noneMatch(cell -> ColumnGuess.isNumber(cell, region));
    List<List<String>> rows =
        header ? sample.rows().subList(1, sample.rows().size()) : sample.rows();
    List<Column> columns = new ArrayList<>();
    Set<ListField> taken = EnumSet.noneOf(ListField.class);
    for (int i = 0; i < first.size(); i++) {
      String name = header ? Spreadsheet.text(first.get(i)) : Integer.toString(i + 1);
      if (!name.isEmpty()) {
        Column column = ColumnGuess.of(name, header, cells(rows, i), region, purposes, taken);
        Optional.ofNullable(column.field()).ifPresent(taken::add);
        columns.add(column);
      }
    }
    if (!taken.contains(ListField.NUMBER)) {
      throw new CsvRefused(1, "no column holds phone numbers; is this the right file?");
    }
    return new ColumnMap(
        new ListLayout(charset, sample.separator(), header), purposes, null, columns);
  }

  private record Sample(Separator separator, List<List<String>> rows) {
    /** How many columns most rows agree on; rows of one column part by nothing. */
    long agreement() {
      int columns = rows.isEmpty() ? 0 : rows.getFirst().size();
      return columns < 2
          ? 0
          : rows.stream().filter(row -> row.size() == columns).count() * 1000 / rows.size()
              + columns;
    }
  }

  /** The separator by which most rows have as many fields as the first. */
  private static Sample sample(Path file, Charset charset) throws IOException, CsvRefused {
    Sample best = new Sample(Separator.COMMA, List.of());
    @Nullable CsvRefused refused = null;
    for (Separator separator : Separator.values()) {
      try {
        Sample sample = new Sample(separator, rows(file, charset, separator));
        if (best.rows().isEmpty() || sample.agreement() > best.agreement()) {
          best = sample;
        }
      } catch (CsvRefused e) {
        refused = refused == null ? e : refused;
      }
    }
    if (best.rows().isEmpty() && refused != null) {
      throw refused;
    }
    return best;
  }

  private static List<List<String>> rows(Path file, Charset charset, Separator separator)
      throws IOException, CsvRefused {
    List<List<String>> rows = new ArrayList<>();
    try (Reader in = ListEncoding.open(file, charset)) {
      CsvReader csv = new CsvReader(in, separator.character());
      for (Optional<CsvReader.Row> row = csv.next();
          row.isPresent() && rows.size() < SAMPLE;
          row = csv.next()) {
        if (!row.get().blank()) {
          rows.add(row.get().fields());
        }
      }
    }
    return rows;
  }

  private static List<String> cells(List<List<String>> rows, int column) {
    return rows.stream()
        .filter(row -> column < row.size())
        .map(row -> Spreadsheet.text(row.get(column)))
        .filter(cell -> !cell.isEmpty())
        .toList();
  }
}
