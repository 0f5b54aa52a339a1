package dev.assent.compliance.policy;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The keys and values of one block of a YAML file, read by type. A key without {@code optional} in
 * its method's name must be there. Enum values are written in lower case with hyphens, and read
 * whatever the case. One thread.
 */
public final class YamlMapping {

  private final String file;
  private final String path;
  private final YamlNode.Mapping mapping;
  private final Set<String> known = new TreeSet<>();

  YamlMapping(String file, String path, YamlNode.Mapping mapping) {
    this.file = file;
    this.path = path;
    this.mapping = mapping;
  }

  static <T> T apply(YamlMapping mapping, Function<YamlMapping, T> reader) {
    T value = reader.apply(mapping);
    mapping.refuseUnknownKeys();
    return value;
  }

  /**
   * States all keys this block may have, before any is read: a misspelt one is then told with the
   * nearest valid one. Without it, unknown keys are found when everything else has been read.
   */
  public YamlMapping only(String... keys) {
    known.addAll(List.of(keys));
    refuseUnknownKeys();
    return this;
  }

  /** Whether a key is there with a value. */
  public boolean has(String key) {
    known.add(key);
    YamlNode node = mapping.values().get(key);
    return node != null && !(node instanceof YamlNode.Nothing);
  }

  /** The valid keys: those stated, and those asked for so far. */
  public Set<String> keys() {
    return Set.copyOf(known);
  }

  public String text(String key) {
    String text = scalar(key, node(key)).text();
    if (text.isBlank()) {
      throw error(key, "is empty");
    }
    return text;
  }

  public Optional<String> optionalText(String key) {
    return has(key) ? Optional.of(text(key)) : Optional.empty();
  }

  public int integer(String key, int least, int most) {
    String text = text(key);
    try {
      int value = Integer.parseInt(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, together with numbers out of range.
    }
    throw error(
        key, "must be a whole number from " + least + " to " + most + ", not '" + text + "'");
  }

  public boolean bool(String key) {
    String text = text(key);
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw error(key, "must be true or false, not '" + text + "'");
    };
  }

  /** Such as {@code 2026-10-08}. */
  public LocalDate date(String key) {
    return parsed(key, "a date such as 2026-10-08", LocalDate::parse);
  }

  public Optional<LocalDate> optionalDate(String key) {
    return has(key) ? Optional.of(date(key)) : Optional.empty();
  }

  /** Such as {@code 09:00}. */
  public LocalTime time(String key) {
    return parsed(key, "a time of day such as \"09:00\"", LocalTime::parse);
  }

  /** A time with its offset, such as {@code 2026-10-08T09:00:00+08:00}. */
  public Instant instant(String key) {
    return parsed(
        key,
        "a time with its offset such as 2026-10-08T09:00:00+08:00",
        text -> OffsetDateTime.parse(text).toInstant());
  }

  /** Times, each as {@link #instant}. */
  public List<Instant> instants(String key) {
    List<Instant> instants = new ArrayList<>();
    for (YamlNode item : items(key)) {
      String text = scalar(key, item).text();
      try {
        instants.add(OffsetDateTime.parse(text).toInstant());
      } catch (DateTimeException e) {
        throw error(
            key,
            item.line(),
            "must be a time with its offset such as 2026-10-08T09:00:00+08:00, not '" + text + "'");
      }
    }
    return instants;
  }

  /** An IANA zone, such as {@code Asia/Shanghai}. */
  public ZoneId zone(String key) {
    return parsed(key, "a time zone such as Asia/Shanghai", ZoneId::of);
  }

  /** IANA zones, each as {@link #zone}. */
  public Set<ZoneId> zones(String key) {
    Set<ZoneId> zones = new LinkedHashSet<>();
    for (YamlNode item : items(key)) {
      String text = scalar(key, item).text();
      try {
        zones.add(ZoneId.of(text));
      } catch (DateTimeException e) {
        throw error(
            key, item.line(), "must be a time zone such as Asia/Shanghai, not '" + text + "'");
      }
    }
    return zones;
  }

  /** SHA-256 in lower hex. */
  public String sha256(String key) {
    String text = text(key);
    if (!text.matches("[0-9a-f]{64}")) {
      throw error(key, "must be a SHA-256: 64 digits 0-9 a-f");
    }
    return text;
  }

  public <E extends Enum<E>> E choice(String key, Class<E> type) {
    return choice(key, scalar(key, node(key)), type);
  }

  public <E extends Enum<E>> Set<E> choices(String key, Class<E> type) {
    Set<E> values = new LinkedHashSet<>();
    for (YamlNode item : items(key)) {
      if (!values.add(choice(key, scalar(key, item), type))) {
        throw error(key, item.line(), "holds a value twice");
      }
    }
    return values;
  }

  public List<String> texts(String key) {
    return items(key).stream().map(item -> scalar(key, item).text()).toList();
  }

  /**
   * Days, each a date or a range such as {@code 2026-10-01..2026-10-07}; a date may claim its day
   * of the week, such as {@code 2026-10-10 saturday}, and is refused when that is wrong.
   */
  public Set<LocalDate> days(String key) {
    Set<LocalDate> days = new LinkedHashSet<>();
    for (YamlNode item : items(key)) {
      String text = scalar(key, item).text();
      for (LocalDate day : claimed(key, item.line(), text.strip())) {
        if (!days.add(day)) {
          throw error(key, item.line(), day + " is listed twice");
        }
      }
    }
    return days;
  }

  public <T> T mapping(String key, Function<YamlMapping, T> reader) {
    return inner(key, node(key), path + key, reader);
  }

  public <T> List<T> mappings(String key, Function<YamlMapping, T> reader) {
    List<T> values = new ArrayList<>();
    List<YamlNode> items = items(key);
    for (int i = 0; i < items.size(); i++) {
      values.add(inner(key, items.get(i), path + key + "[" + i + "]", reader));
    }
    return values;
  }

  /** Whether a key holds a block of keys, where a single value may stand instead. */
  public boolean isMapping(String key) {
    return has(key) && mapping.values().get(key) instanceof YamlNode.Mapping;
  }

  /** All keys of this block, whatever they are called, each with its single value; as written. */
  public Map<String, String> pairs() {
    Map<String, String> pairs = new LinkedHashMap<>();
    known.addAll(mapping.values().keySet());
    mapping.values().forEach((key, node) -> pairs.put(key, scalar(key, node).text()));
    return pairs;
  }

  /** Where a key of this block stands: file, line and key with those above it. */
  public String place(String key) {
    int line = mapping.lines().getOrDefault(key, mapping.line());
    return file + ":" + line + ": " + path + key;
  }

  /** A complaint about a key of this block, at its line. */
  public YamlError error(String key, String problem) {
    return error(key, mapping.lines().getOrDefault(key, mapping.line()), problem);
  }

  private YamlError error(String key, int line, String problem) {
    return new YamlError(file, line, path + key, problem);
  }

  private <T> T inner(String key, YamlNode node, String at, Function<YamlMapping, T> reader) {
    if (!(node instanceof YamlNode.Mapping inner)) {
      throw error(key, node.line(), "must hold keys and values");
    }
    return apply(new YamlMapping(file, at + ".", inner), reader);
  }

  private YamlNode node(String key) {
    known.add(key);
    YamlNode node = mapping.values().get(key);
    if (node == null) {
      throw error(key, mapping.line(), "is missing; add it" + misspelt(key));
    }
    if (node instanceof YamlNode.Nothing) {
      throw error(key, "has no value");
    }
    return node;
  }

  /** What may have been meant for a missing key, among the keys nobody has asked for yet. */
  private String misspelt(String key) {
    Set<String> others = new TreeSet<>(mapping.values().keySet());
    others.removeAll(known);
    return Nearest.to(key, others)
        .map(other -> ", or correct '" + other + "' in line " + mapping.lines().get(other))
        .orElse("");
  }

  private void refuseUnknownKeys() {
    for (String key : mapping.values().keySet()) {
      if (!known.contains(key)) {
        throw error(
            key,
            "unknown key" + Nearest.hint(key, known) + " Valid here: " + String.join(", ", known));
      }
    }
  }

  private List<YamlNode> items(String key) {
    YamlNode node = node(key);
    if (!(node instanceof YamlNode.Sequence sequence)) {
      throw error(key, "must be a list");
    }
    return sequence.items();
  }

  private YamlNode.Scalar scalar(String key, YamlNode node) {
    if (node instanceof YamlNode.Scalar scalar) {
      return scalar;
    }
    throw error(key, node.line(), "must be a single value");
  }

  private <E extends Enum<E>> E choice(String key, YamlNode.Scalar scalar, Class<E> type) {
    return Choice.of(scalar.text(), type)
        .orElseThrow(
            () ->
                error(
                    key,
                    scalar.line(),
                    "'"
                        + scalar.text()
                        + "' is none of "
                        + String.join(", ", Choice.names(type))
                        + Nearest.hint(scalar.text(), Choice.names(type))));
  }

  private List<LocalDate> claimed(String key, int line, String text) {
    int blank = text.indexOf(' ');
    if (blank < 0) {
      return range(key, line, text);
    }
    List<LocalDate> day = range(key, line, text.substring(0, blank));
    String claim = text.substring(blank + 1).strip();
    boolean right =
        Choice.of(claim, DayOfWeek.class)
            .filter(name -> day.size() == 1 && name == day.getFirst().getDayOfWeek())
            .isPresent();
    if (!right) {
      throw error(
          key,
          line,
          text + ": " + day.getFirst() + " is a " + Choice.written(day.getFirst().getDayOfWeek()));
    }
    return day;
  }

  private List<LocalDate> range(String key, int line, String text) {
    String[] ends = text.split("\\.\\.", -1);
    try {
      LocalDate first = LocalDate.parse(ends[0]);
      LocalDate last = LocalDate.parse(ends[ends.length - 1]);
      if (ends.length <= 2 && !last.isBefore(first) && last.isBefore(first.plusYears(1))) {
        return first.datesUntil(last.plusDays(1)).toList();
      }
    } catch (DateTimeException e) {
      // Told below, together with ranges that make no sense.
    }
    throw error(key, line, "must be a date or a range such as 2026-10-01..2026-10-07");
  }

  private <T> T parsed(String key, String wanted, Function<String, T> parse) {
    String text = text(key);
    try {
      return parse.apply(text);
    } catch (DateTimeException e) {
      throw error(key, "must be " + wanted + ", not '" + text + "'");
    }
  }
}
