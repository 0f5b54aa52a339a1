package dev.assent.compliance.policy;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Every figure of a pack moved by its smallest step, one at a time. Examples that hold for a pack
 * and for a pack so moved do not assert that figure.
 */
public final class SmallestSteps {

  /**
   * @param path the key that was moved, such as {@code retry.max} or {@code territories[FL].caps}
   * @param says its value before and after
   */
  public record Step(String path, String says, Figures moved) {}

  private SmallestSteps() {}

  public static List<Step> of(Figures figures) {
    List<Step> steps = new ArrayList<>();
    for (PolicyKey<?> key : PolicyKeys.ALL) {
      if (figures.find(key).isPresent()) {
        add(key, figures, steps);
      }
    }
    return List.copyOf(steps);
  }

  @SuppressWarnings("unchecked") // a moved value is of the type of the value
  private static <T> void add(PolicyKey<T> key, Figures figures, List<Step> steps) {
    T value = figures.get(key);
    if (key.equals(TimeKeys.TERRITORIES)) {
      territories(figures, steps);
      return;
    }
    for (Object moved : moves(value)) {
      steps.add(new Step(key.path(), value + " to " + moved, figures.with(key, (T) moved)));
    }
  }

  private static void territories(Figures figures, List<Step> steps) {
    List<Territory> all = figures.get(TimeKeys.TERRITORIES);
    for (int i = 0; i < all.size(); i++) {
      Territory here = all.get(i);
      String path = "territories[" + here.id() + "]";
      for (Object prefixes : without(here.prefixes())) {
        put(figures, i, with(here, here.names(), texts(prefixes)), path + ".prefixes", steps);
      }
      for (Object names : without(here.names())) {
        put(figures, i, with(here, texts(names), here.prefixes()), path + ".names", steps);
      }
      if (!here.zones().isEmpty()) {
        Territory nowhere =
            new Territory(
                here.id(),
                here.names(),
                here.prefixes(),
                Set.of(),
                here.figures(),
                here.source(),
                here.confidence());
        put(figures, i, nowhere, path + ".zones", steps);
      }
      for (Step step : of(here.figures())) {
        Territory moved =
            new Territory(
                here.id(),
                here.names(),
                here.prefixes(),
                here.zones(),
                step.moved(),
                here.source(),
                here.confidence());
        put(figures, i, moved, path + "." + step.path(), steps);
      }
    }
  }

  private static Territory with(Territory here, Set<String> names, Set<String> prefixes) {
    return new Territory(
        here.id(), names, prefixes, here.zones(), here.figures(), here.source(), here.confidence());
  }

  @SuppressWarnings("unchecked") // comes from without(names or prefixes)
  private static Set<String> texts(Object texts) {
    return (Set<String>) texts;
  }

  private static void put(Figures figures, int at, Territory moved, String path, List<Step> steps) {
    List<Territory> all = new ArrayList<>(figures.get(TimeKeys.TERRITORIES));
    Territory before = all.set(at, moved);
    steps.add(
        new Step(
            path, before + " to " + moved, figures.with(TimeKeys.TERRITORIES, List.copyOf(all))));
  }

  private static List<Object> moves(Object value) {
    return switch (value) {
      case Boolean flag -> List.of(!flag);
      case Integer number -> number > 0 ? List.of(number + 1, number - 1) : List.of(number + 1);
      case Enum<?> constant -> others(constant);
      case Keep keep ->
          List.of(
              new Keep(keep.floorDays() + 1, keep.ceilingDays()),
              new Keep(keep.floorDays() - 1, keep.ceilingDays()),
              new Keep(keep.floorDays(), keep.ceilingDays() + 1),
              new Keep(keep.floorDays(), keep.ceilingDays() - 1));
      case Set<?> set -> set.stream().anyMatch(Cap.class::isInstance) ? caps(set) : sets(set);
      case Map<?, ?> map ->
          map.keySet().stream().anyMatch(DayOfWeek.class::isInstance) ? week(map) : limits(map);
      default -> List.of();
    };
  }

  private static List<Object> others(Enum<?> constant) {
    List<Object> others = new ArrayList<>();
    for (Object other : constant.getDeclaringClass().getEnumConstants()) {
      if (!other.equals(constant)) {
        others.add(other);
      }
    }
    return others;
  }

  private static List<Object> caps(Set<?> caps) {
    List<Object> moves = new ArrayList<>();
    for (Object each : caps) {
      Cap cap = (Cap) each;
      moves.add(replaced(caps, cap, new Cap(cap.scope(), cap.period(), cap.limit() + 1)));
      if (cap.limit() > 1) {
        moves.add(replaced(caps, cap, new Cap(cap.scope(), cap.period(), cap.limit() - 1)));
      }
    }
    return moves;
  }

  private static List<Object> sets(Set<?> set) {
    List<Object> moves = new ArrayList<>(without(set));
    for (Object each : set) {
      switch (each) {
        case Enum<?> constant ->
            others(constant).stream()
                .filter(other -> !set.contains(other))
                .map(other -> replaced(set, null, other))
                .filter(move -> !moves.contains(move))
                .forEach(moves::add);
        case String prefix when prefix.matches("\\+[0-9]{2,}") ->
            moves.add(replaced(set, prefix, prefix.substring(0, prefix.length() - 1)));
        default -> {}
      }
    }
    return moves;
  }

  private static List<Object> without(Set<?> set) {
    List<Object> moves = new ArrayList<>();
    for (Object each : set) {
      Set<Object> left = new LinkedHashSet<>(set);
      left.remove(each);
      moves.add(Set.copyOf(left));
    }
    return moves;
  }

  private static Set<Object> replaced(Set<?> set, @Nullable Object old, Object by) {
    Set<Object> replaced = new LinkedHashSet<>(set);
    if (old != null) {
      replaced.remove(old);
    }
    replaced.add(by);
    return Set.copyOf(replaced);
  }

  private static List<Object> limits(Map<?, ?> limits) {
    List<Object> moves = new ArrayList<>();
    for (Map.Entry<?, ?> entry : limits.entrySet()) {
      if (entry.getValue() instanceof Integer limit) {
        moves.add(changed(limits, entry.getKey(), limit + 1));
        if (limit > 0) {
          moves.add(changed(limits, entry.getKey(), limit - 1));
        }
      }
      Map<Object, Object> left = new LinkedHashMap<>(limits);
      left.remove(entry.getKey());
      moves.add(Map.copyOf(left));
    }
    return moves;
  }

  private static Map<Object, Object> changed(Map<?, ?> map, Object key, Object value) {
    Map<Object, Object> changed = new LinkedHashMap<>(map);
    changed.put(key, value);
    return Map.copyOf(changed);
  }

  /** Each window by a minute at each end, on all days that have it; and each day closed. */
  private static List<Object> week(Map<?, ?> days) {
    Map<DayOfWeek, List<Window>> week = new TreeMap<>();
    days.forEach(
        (day, windows) ->
            week.put((DayOfWeek) day, ((List<?>) windows).stream().map(w -> (Window) w).toList()));
    List<Object> moves = new ArrayList<>();
    Set<Window> distinct = new LinkedHashSet<>();
    week.values().forEach(distinct::addAll);
    for (Window window : distinct) {
      LocalTime start = window.start();
      LocalTime end = window.end();
      moves.add(moved(week, window, new Window(start.plusMinutes(1), end)));
      moves.add(moved(week, window, new Window(start, end.minusMinutes(1))));
      if (start.isAfter(LocalTime.MIDNIGHT)) {
        moves.add(moved(week, window, new Window(start.minusMinutes(1), end)));
      }
      if (end.isBefore(LocalTime.of(23, 59))) {
        moves.add(moved(week, window, new Window(start, end.plusMinutes(1))));
      }
    }
    for (DayOfWeek day : week.keySet()) {
      Map<DayOfWeek, List<Window>> closed = new EnumMap<>(week);
      closed.remove(day);
      moves.add(Map.copyOf(closed));
    }
    return moves;
  }

  private static Map<DayOfWeek, List<Window>> moved(
      Map<DayOfWeek, List<Window>> week, Window old, Window by) {
    Map<DayOfWeek, List<Window>> moved = new EnumMap<>(DayOfWeek.class);
    week.forEach(
        (day, windows) ->
            moved.put(day, windows.stream().map(w -> w.equals(old) ? by : w).toList()));
    return Map.copyOf(moved);
  }
}
