package dev.assent.testsip.carrier.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Behaviours by called number. The exact number goes before the longest prefix or suffix, {@code *}
 * comes last. A number with several behaviours meets them call after call; the last one stays.
 *
 * <p>Not thread-safe; owned by the carrier's loop once it runs.
 */
public final class Plan {
  private final Map<NumberPattern, List<Behaviour>> rules = new LinkedHashMap<>();

  /** Adds a rule, or replaces the one of the same pattern. */
  public Plan put(String pattern, List<Behaviour> inOrder) {
    if (inOrder.isEmpty()) {
      throw new PlanError("number pattern '%s' without a behaviour".formatted(pattern));
    }
    rules.put(NumberPattern.parse(pattern), List.copyOf(inOrder));
    return this;
  }

  public Plan putAll(Plan other) {
    rules.putAll(other.rules);
    return this;
  }

  boolean has(String pattern) {
    return rules.containsKey(NumberPattern.parse(pattern));
  }

  /**
   * The behaviour of the {@code nth} call (0, 1, …) to a number; an unplanned number does not exist
   * (404).
   */
  public Behaviour of(String number, int nth) {
    return rules.entrySet().stream()
        .filter(rule -> rule.getKey().matches(number))
        .max((a, b) -> Integer.compare(a.getKey().rank(), b.getKey().rank()))
        .map(Map.Entry::getValue)
        .map(inOrder -> inOrder.get(Math.min(nth, inOrder.size() - 1)))
        .orElseGet(() -> Behaviour.of("not-found"));
  }
}
