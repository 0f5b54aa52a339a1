package dev.assent.compliance.intake;

import dev.assent.compliance.policy.YamlDocument;
import dev.assent.compliance.policy.YamlMapping;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a carrier writes its call records. Keys: schema/cdr-map.schema.json.
 *
 * @param timeZone of times that name none; null when these are refused
 * @param everyCall whether calls nobody answered stand in it too
 * @param tolerance how far its clock and ours may be apart
 * @param only a column and the word it must hold; other lines are passed over; null for all
 * @param columns their names in the first line
 */
public record CdrMap(
    Charset encoding,
    ListLayout.Separator separator,
    @Nullable ZoneId timeZone,
    boolean everyCall,
    Duration tolerance,
    @Nullable Only only,
    Map<Field, String> columns) {
  private static final int LONGEST_TOLERANCE = 3600;

  /** What a column tells. */
  public enum Field {
    CALL_ID("callId"),
    CALLED("called"),
    START("start"),
    ANSWER("answer"),
    SECONDS("seconds"),
    SIP("sip"),
    CAUSE("cause");

    private final String written;

    Field(String written) {
      this.written = written;
    }

    /** As it stands in the map and in complaints. */
    public String written() {
      return written;
    }
  }

  /** Which lines count. */
  public record Only(String column, String holds) {}

  private enum Lists {
    ALL,
    ANSWERED
  }

  public CdrMap {
    columns = Map.copyOf(columns);
  }

  /**
   * @throws dev.assent.compliance.policy.YamlError naming file, line and key
   */
  public static CdrMap read(Path file) throws IOException {
    return YamlDocument.read(file, CdrMap::map);
  }

  private static CdrMap map(YamlMapping yaml) {
    yaml.only(
        "version",
        "encoding",
        "separator",
        "timeZone",
        "lists",
        "toleranceSeconds",
        "only",
        "columns");
    yaml.integer("version", 1, 1);
    String encoding = yaml.text("encoding");
    return new CdrMap(
        ListEncoding.named(encoding)
            .orElseThrow(
                () ->
                    yaml.error(
                        "encoding", "must be one of " + String.join(", ", ListEncoding.NAMES))),
        yaml.choice("separator", ListLayout.Separator.class),
        yaml.has("timeZone") ? yaml.zone("timeZone") : null,
        yaml.choice("lists", Lists.class) == Lists.ALL,
        Duration.ofSeconds(yaml.integer("toleranceSeconds", 1, LONGEST_TOLERANCE)),
        yaml.has("only")
            ? yaml.mapping(
                "only", only -> new Only(only.only("column", "is").text("column"), only.text("is")))
            : null,
        yaml.mapping("columns", CdrMap::columns));
  }

  private static Map<Field, String> columns(YamlMapping yaml) {
    List<String> known = Arrays.stream(Field.values()).map(Field::written).toList();
    yaml.only(known.toArray(String[]::new));
    Map<Field, String> columns = new EnumMap<>(Field.class);
    for (Field field : Field.values()) {
      yaml.optionalText(field.written()).ifPresent(name -> columns.put(field, key(name)));
    }
    for (Field needed : List.of(Field.CALLED, Field.START)) {
      if (!columns.containsKey(needed)) {
        throw yaml.error(needed.written(), "must name a column: calls are told apart by it");
      }
    }
    if (!columns.containsKey(Field.ANSWER) && !columns.containsKey(Field.SECONDS)) {
      throw yaml.error(
          "answer", "answer or seconds must name a column: without it no line tells an answer");
    }
    if (columns.values().stream().distinct().count() != columns.size()) {
      throw yaml.error("columns", "a column stands there twice");
    }
    return columns;
  }

  /** Names of columns are compared without case and outer spaces. */
  static String key(String name) {
    return name.strip().toLowerCase(Locale.ROOT);
  }

  /** Which position each field has in a first line. */
  Map<Field, Integer> positions(List<String> header) throws CsvRefused {
    List<String> names = header.stream().map(CdrMap::key).toList();
    Map<Field, Integer> positions = new EnumMap<>(Field.class);
    for (Map.Entry<Field, String> column : columns.entrySet()) {
      positions.put(column.getKey(), position(names, column.getValue(), column.getKey().written()));
    }
    return positions;
  }

  /** The position of the column that says which lines count; -1 for all. */
  int onlyPosition(List<String> header) throws CsvRefused {
    Only which = only;
    return which == null
        ? -1
        : position(header.stream().map(CdrMap::key).toList(), key(which.column()), "only");
  }

  private static int position(List<String> names, String column, String field) throws CsvRefused {
    int at = names.indexOf(column);
    if (at < 0 || at != names.lastIndexOf(column)) {
      throw new CsvRefused(
          1,
          "the map's "
              + field
              + " names column '"
              + column
              + "', which stands there "
              + (at < 0 ? "nowhere" : "twice")
              + "; columns are "
              + names.stream().filter(Objects::nonNull).collect(Collectors.joining(", ")));
    }
    return at;
  }
}
