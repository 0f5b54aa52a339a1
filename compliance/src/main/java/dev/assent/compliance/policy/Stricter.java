package dev.assent.compliance.policy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How values of two packs combine to what is never looser than either. */
final class Stricter {

  private Stricter() {}

  /** Of constants that are listed strictest first. */
  static <E extends Enum<E>> E first(E one, E other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  /** What only forbids or demands adds up. */
  static <T> Set<T> union(Set<T> some, Set<T> others) {
    Set<T> all = new LinkedHashSet<>(some);
    all.addAll(others);
    return Set.copyOf(all);
  }

  /** Of what is permitted, only what both permit remains. */
  static <T> Set<T> common(Set<T> some, Set<T> others) {
    Set<T> common = new LinkedHashSet<>(some);
    common.retainAll(others);
    return Set.copyOf(common);
  }

  static <T> List<T> concat(List<T> some, List<T> others) {
    List<T> all = new ArrayList<>(some);
    others.stream().filter(each -> !all.contains(each)).forEach(all::add);
    return List.copyOf(all);
  }

  /** Limits by what they limit: all of them hold, and of the same the smaller. */
  static <K extends Comparable<K>> Map<K, Integer> smallest(
      Map<K, Integer> some, Map<K, Integer> others) {
    Map<K, Integer> all = new TreeMap<>(some);
    others.forEach((key, limit) -> all.merge(key, limit, Math::min));
    return Map.copyOf(all);
  }

  /** What adds up, by what it is about. */
  static <K extends Comparable<K>, T> Map<K, Set<T>> unions(
      Map<K, Set<T>> some, Map<K, Set<T>> others) {
    Map<K, Set<T>> all = new TreeMap<>(some);
    others.forEach((key, more) -> all.merge(key, more, Stricter::union));
    return Map.copyOf(all);
  }

  /** Of the same scope and period the smaller cap; the others all hold. */
  static Set<Cap> caps(Set<Cap> some, Set<Cap> others) {
    Set<Cap> all = new LinkedHashSet<>();
    for (Cap cap : union(some, others)) {
      all.add(new Cap(cap.scope(), cap.period(), Math.min(limit(some, cap), limit(others, cap))));
    }
    return Set.copyOf(all);
  }

  private static int limit(Set<Cap> caps, Cap like) {
    return caps.stream()
        .filter(cap -> cap.scope() == like.scope() && cap.period() == like.period())
        .mapToInt(Cap::limit)
        .min()
        .orElse(Integer.MAX_VALUE);
  }

  /** The longer of two beginnings is the stricter, when one begins with the other. */
  static Set<String> prefixes(Set<String> some, Set<String> others) {
    Set<String> both = new LinkedHashSet<>();
    for (String a : some) {
      for (String b : others) {
        if (a.startsWith(b)) {
          both.add(a);
        } else if (b.startsWith(a)) {
          both.add(b);
        }
      }
    }
    return Set.copyOf(both);
  }
}
