package dev.assent.compliance.policy;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A figure as people read it, the same for the same value: in lists, comparisons and examples. */
public final class FigureText {

  private FigureText() {}

  /** Of one key; empty when it is not stated. */
  public static String of(Figures figures, PolicyKey<?> key) {
    return figures.find(key).map(FigureText::text).orElse("");
  }

  private static String text(Object value) {
    return switch (value) {
      case Enum<?> constant -> Choice.written(constant);
      case Keep keep -> keep.floorDays() + ".." + keep.ceilingDays() + " days";
      case Cap cap ->
          Choice.written(cap.scope()) + " " + Choice.written(cap.period()) + " " + cap.limit();
      case Window window -> window.start() + "-" + window.end();
      case Territory territory ->
          territory.id()
              + " "
              + territory.prefixes().size()
              + " prefixes: "
              + text(territory.figures(), territory);
      case Map<?, ?> map when map.isEmpty() -> "none";
      case Collection<?> all when all.isEmpty() -> "none";
      case Map<?, ?> map ->
          map.keySet().stream().anyMatch(DayOfWeek.class::isInstance) ? week(map) : map(map);
      case Collection<?> all -> joined(all, ", ");
      default -> value.toString();
    };
  }

  private static String text(Figures figures, Territory territory) {
    List<String> all = new ArrayList<>();
    for (PolicyKey<?> key : PolicyKeys.ALL) {
      if (figures.find(key).isPresent()) {
        all.add(key.path() + " " + of(figures, key));
      }
    }
    if (!territory.zones().isEmpty()) {
      all.add("zones " + joined(territory.zones(), ", "));
    }
    return String.join("; ", all);
  }

  private static String joined(Collection<?> all, String with) {
    return all.stream().map(FigureText::text).sorted().collect(Collectors.joining(with));
  }

  private static String map(Map<?, ?> map) {
    return map.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + text(entry.getValue()))
        .sorted()
        .collect(Collectors.joining(", "));
  }

  /** Days with the same windows together, such as {@code monday-saturday 09:00-21:00}. */
  private static String week(Map<?, ?> week) {
    Map<DayOfWeek, String> byDay = new TreeMap<>(Comparator.naturalOrder());
    week.forEach(
        (day, windows) -> byDay.put((DayOfWeek) day, joined((Collection<?>) windows, " and ")));
    List<String> runs = new ArrayList<>();
    DayOfWeek first = null;
    for (DayOfWeek day : DayOfWeek.values()) {
      if (!byDay.containsKey(day)) {
        continue;
      }
      boolean begins = day == DayOfWeek.MONDAY || !byDay.get(day).equals(byDay.get(day.minus(1)));
      first = begins || first == null ? day : first;
      boolean ends = day == DayOfWeek.SUNDAY || !byDay.get(day).equals(byDay.get(day.plus(1)));
      if (ends) {
        String days =
            first == day ? Choice.written(day) : Choice.written(first) + "-" + Choice.written(day);
        runs.add(days + " " + byDay.get(day));
        first = null;
      }
    }
    return String.join(", ", runs);
  }
}
