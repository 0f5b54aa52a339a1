package dev.assent.compliance.policy;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The parts of a week, by day and by start; those of a day do not overlap. */
final class Windows {

  private Windows() {}

  /** Reads {@code [{days, start, end}, …]}. */
  static Map<DayOfWeek, List<Window>> read(YamlMapping yaml, String key) {
    Map<DayOfWeek, List<Window>> windows = new EnumMap<>(DayOfWeek.class);
    yaml.mappings(key, each -> add(each, windows));
    return frozen(windows);
  }

  private static Window add(YamlMapping yaml, Map<DayOfWeek, List<Window>> windows) {
    yaml.only("days", "start", "end");
    LocalTime start = yaml.time("start");
    LocalTime end = yaml.time("end");
    if (!start.isBefore(end)) {
      throw yaml.error("end", "must be after start");
    }
    for (DayOfWeek day : yaml.choices("days", DayOfWeek.class)) {
      List<Window> ofDay = windows.computeIfAbsent(day, d -> new ArrayList<>());
      if (ofDay.stream().anyMatch(w -> w.start().isBefore(end) && start.isBefore(w.end()))) {
        throw yaml.error("days", "two windows of " + Choice.written(day) + " overlap");
      }
      ofDay.add(new Window(start, end));
    }
    return new Window(start, end);
  }

  static Map<DayOfWeek, List<Window>> intersect(
      Map<DayOfWeek, List<Window>> some, Map<DayOfWeek, List<Window>> others) {
    Map<DayOfWeek, List<Window>> both = new EnumMap<>(DayOfWeek.class);
    some.forEach((day, windows) -> both.put(day, overlaps(windows, of(others, day))));
    return frozen(both);
  }

  /** Those that touch or overlap become one. */
  static Map<DayOfWeek, List<Window>> union(
      Map<DayOfWeek, List<Window>> some, Map<DayOfWeek, List<Window>> others) {
    Map<DayOfWeek, List<Window>> all = new EnumMap<>(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      List<Window> ofDay = new ArrayList<>(of(some, day));
      ofDay.addAll(of(others, day));
      all.put(day, merged(ofDay));
    }
    return frozen(all);
  }

  /** What is left of windows outside breaks. */
  static List<Window> without(List<Window> windows, List<Window> breaks) {
    List<Window> left = new ArrayList<>(windows);
    for (Window quiet : breaks) {
      List<Window> next = new ArrayList<>();
      for (Window window : left) {
        add(next, window.start(), earlier(window.end(), quiet.start()));
        add(next, later(window.start(), quiet.end()), window.end());
      }
      left = next;
    }
    return List.copyOf(left);
  }

  private static void add(List<Window> windows, LocalTime start, LocalTime end) {
    if (start.isBefore(end)) {
      windows.add(new Window(start, end));
    }
  }

  private static LocalTime earlier(LocalTime one, LocalTime other) {
    return one.isBefore(other) ? one : other;
  }

  private static LocalTime later(LocalTime one, LocalTime other) {
    return one.isAfter(other) ? one : other;
  }

  private static List<Window> of(Map<DayOfWeek, List<Window>> week, DayOfWeek day) {
    return week.getOrDefault(day, List.of());
  }

  private static List<Window> overlaps(List<Window> some, List<Window> others) {
    List<Window> both = new ArrayList<>();
    for (Window a : some) {
      for (Window b : others) {
        add(both, later(a.start(), b.start()), earlier(a.end(), b.end()));
      }
    }
    return both;
  }

  private static List<Window> merged(List<Window> windows) {
    List<Window> merged = new ArrayList<>();
    for (Window next : windows.stream().sorted(Comparator.comparing(Window::start)).toList()) {
      Window last = merged.isEmpty() ? null : merged.getLast();
      if (last == null || next.start().isAfter(last.end())) {
        merged.add(next);
      } else if (next.end().isAfter(last.end())) {
        merged.set(merged.size() - 1, new Window(last.start(), next.end()));
      }
    }
    return merged;
  }

  /** A day without a window and a day that is not there are the same: neither stays. */
  private static Map<DayOfWeek, List<Window>> frozen(Map<DayOfWeek, List<Window>> windows) {
    Map<DayOfWeek, List<Window>> frozen = new EnumMap<>(DayOfWeek.class);
    windows.forEach(
        (day, list) -> {
          if (!list.isEmpty()) {
            frozen.put(day, list.stream().sorted(Comparator.comparing(Window::start)).toList());
          }
        });
    return Map.copyOf(frozen);
  }
}
