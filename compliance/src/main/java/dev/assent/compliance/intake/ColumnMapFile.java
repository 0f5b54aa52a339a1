package dev.assent.compliance.intake;

import dev.assent.compliance.intake.ColumnMap.Column;
import dev.assent.compliance.intake.ListLayout.Separator;
import dev.assent.compliance.policy.Choice;
import dev.assent.compliance.policy.Nearest;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.policy.YamlDocument;
import dev.assent.compliance.policy.YamlError;
import dev.assent.compliance.policy.YamlMapping;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A column map as YAML. Keys: schema/column-map.schema.json. */
public final class ColumnMapFile {

  private ColumnMapFile() {}

  /**
   * @throws YamlError naming file, line and key
   */
  public static ColumnMap read(Path file) throws IOException {
    return YamlDocument.read(file, ColumnMapFile::map);
  }

  static ColumnMap map(YamlMapping yaml) {
    yaml.only("version", "encoding", "separator", "header", "purposes", "timeZone", "columns");
    yaml.integer("version", 1, 1);
    ListLayout layout =
        new ListLayout(
            encoding(yaml), yaml.choice("separator", Separator.class), yaml.bool("header"));
    Set<Purpose> purposes = yaml.choices("purposes", Purpose.class);
    if (purposes.isEmpty()) {
      throw yaml.error("purposes", "must say what the list is to be used for");
    }
    List<Column> columns = yaml.mappings("columns", column -> column(column, purposes));
    check(yaml, columns);
    return new ColumnMap(
        layout, purposes, yaml.has("timeZone") ? yaml.zone("timeZone") : null, columns);
  }

  private static Charset encoding(YamlMapping yaml) {
    String name = yaml.text("encoding");
    return ListEncoding.named(name)
        .orElseThrow(
            () ->
                yaml.error("encoding", "must be one of " + String.join(", ", ListEncoding.NAMES)));
  }

  private static Column column(YamlMapping yaml, Set<Purpose> purposes) {
    yaml.only("column", "field", "class", "drop");
    String name = yaml.text("column");
    if (yaml.has("drop")) {
      if (yaml.has("field") || yaml.has("class")) {
        throw yaml.error("drop", "stands beside a field; keep one of them");
      }
      return new Column(name, null, yaml.text("drop"));
    }
    ListField field = field(yaml);
    DataClass stated = yaml.choice("class", DataClass.class);
    if (stated != field.dataClass()) {
      throw yaml.error("class", field.written() + " is of class " + field.dataClass());
    }
    Set<Purpose> without = field.notNeededFor(purposes);
    if (!without.isEmpty()) {
      throw yaml.error(
          "field",
          "is more than is needed for "
              + without.stream().map(Choice::written).collect(Collectors.joining(", "))
              + " (A-09); drop it, or import it for its own purpose");
    }
    return new Column(name, field, "");
  }

  private static ListField field(YamlMapping yaml) {
    String written = yaml.text("field").toLowerCase(Locale.ROOT).replace('-', '_');
    return ListField.of(written)
        .orElseThrow(
            () ->
                yaml.error(
                    "field",
                    NeverTaken.byName(written)
                        .map(kind -> "must not be collected for calls: " + kind.why() + "; drop it")
                        .orElse(
                            "'"
                                + written
                                + "' is no field; fields are "
                                + String.join(", ", ListField.allWritten())
                                + Nearest.hint(written, ListField.allWritten()))));
  }

  private static void check(YamlMapping yaml, List<Column> columns) {
    Set<ListField> seen = EnumSet.noneOf(ListField.class);
    for (Column column : columns) {
      ListField field = column.field();
      if (field != null && !seen.add(field)) {
        throw yaml.error("columns", "two columns are mapped to " + field.written());
      }
    }
    if (!seen.contains(ListField.NUMBER)) {
      throw yaml.error("columns", "no column is mapped to number");
    }
    if (columns.stream().map(column -> ColumnMap.key(column.name())).distinct().count()
        != columns.size()) {
      throw yaml.error("columns", "a column stands there twice");
    }
  }

  /** The map as a file that {@link #read} takes, with what a person is to check. */
  public static String write(ColumnMap map) {
    StringBuilder text = new StringBuilder();
    text.append("# What each column is: a field with its class, or dropped with the reason.\n")
        .append("# Look at every line before the import; a column not listed refuses the file.\n")
        .append("version: 1\n")
        .append("encoding: ")
        .append(ListEncoding.name(map.layout().encoding()))
        .append("\nseparator: ")
        .append(Choice.written(map.layout().separator()))
        .append("\nheader: ")
        .append(map.layout().header())
        .append("\n# What the list is to be used for; it may hold only what that needs (A-09).\n")
        .append("purposes: [")
        .append(
            map.purposes().stream().map(Choice::written).sorted().collect(Collectors.joining(", ")))
        .append("]\n");
    @Nullable Object zone = map.timeZone();
    text.append(
        zone == null
            ? "# timeZone: Asia/Shanghai  # states the zone of times written without one\n"
            : "timeZone: " + zone + "\n");
    text.append("columns:\n");
    for (Column column : map.columns()) {
      text.append("  - column: ").append(quoted(column.name())).append('\n');
      Optional.ofNullable(column.field())
          .ifPresentOrElse(
              field ->
                  text.append("    field: ")
                      .append(field.written())
                      .append("\n    class: ")
                      .append(field.dataClass())
                      .append('\n'),
              () -> text.append("    drop: ").append(quoted(column.why())).append('\n'));
    }
    return text.toString();
  }

  /** In double quotes, as YAML and JSON both read it. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(
            c -> {
              if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
              } else if (Character.isISOControl(c)) {
                quoted.append("\\u%04x".formatted(c));
              } else {
                quoted.append((char) c);
              }
            });
    return quoted.append('"').toString();
  }
}
