package dev.assent.compliance.intake;

import dev.assent.compliance.policy.Purpose;
import java.text.Normalizer;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What each column of a list is, said by a person who looked at it: a field, or dropped. A column
 * that stands in no map refuses the list, for it may hold what must not be collected.
 *
 * @param purposes what the list is to be used for; it may hold only what these need
 * @param timeZone of times that are written without one; null when such times are refused
 */
public record ColumnMap(
    ListLayout layout, Set<Purpose> purposes, @Nullable ZoneId timeZone, List<Column> columns) {

  /**
   * @param name as in the header; the position from 1 where there is no header
   * @param field null when the column is dropped
   * @param why the reason to drop it; empty for a field
   */
  public record Column(String name, @Nullable ListField field, String why) {}

  public ColumnMap {
    purposes = Set.copyOf(purposes);
    columns = List.copyOf(columns);
  }

  /** How names of columns are compared. */
  static String key(String name) {
    return Normalizer.normalize(Spreadsheet.text(name), Normalizer.Form.NFKC)
        .strip()
        .toLowerCase(Locale.ROOT);
  }

  /**
   * The field of each column of the file, in its order.
   *
   * @param first the first row: the header, or a row whose values are told to nobody
   */
  List<Optional<ListField>> fields(List<String> first) throws CsvRefused {
    List<Optional<ListField>> fields = new ArrayList<>();
    List<String> found = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      String name = layout.header() ? key(first.get(i)) : Integer.toString(i + 1);
      if (name.isEmpty() && layout.header()) {
        fields.add(Optional.empty());
        continue;
      }
      int position = i + 1;
      Column column =
          columns.stream()
              .filter(candidate -> key(candidate.name()).equals(name))
              .findFirst()
              .orElseThrow(() -> unlisted(position));
      if (found.contains(name)) {
        throw new CsvRefused(1, "column '" + column.name() + "' stands there twice");
      }
      found.add(name);
      fields.add(Optional.ofNullable(column.field()));
    }
    for (Column column : columns) {
      if (column.field() != null && !found.contains(key(column.name()))) {
        throw new CsvRefused(
            1,
            "there is no column '"
                + column.name()
                + "', which the map takes; is it for this file?");
      }
    }
    return fields;
  }

  private static CsvRefused unlisted(int position) {
    return new CsvRefused(
        1,
        "column "
            + position
            + " is not in the map; give it a field or 'drop' it with a reason, or make a new map"
            + " with 'contacts inspect'");
  }
}
