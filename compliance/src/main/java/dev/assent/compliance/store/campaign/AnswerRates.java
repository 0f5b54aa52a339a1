package dev.assent.compliance.store.campaign;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How likely calls of a campaign are answered, over all and by the hour of the day in which they
 * were placed, from its newest attempts that have ended. An estimate: it tells people which hours
 * are good and when a list may be finished, and never lets a call go.
 *
 * @param hours by the hour of the day, 0 to 23; only those in which calls were placed
 */
public record AnswerRates(Rate all, SortedMap<Integer, Rate> hours) {
  /** 97.5 % of a normal distribution lie below it: an interval of 95 %. */
  private static final double Z = 1.96;

  /** An hour counts as much as so many calls at the campaign's own rate. */
  private static final int PRIOR = 20;

  public AnswerRates {
    hours = new TreeMap<>(hours);
  }

  /**
   * @param answered of those placed
   * @param rate 0 to 1, drawn towards the campaign's own while an hour has few calls
   * @param low with high, the interval of 95 % by its own calls alone (Wilson 1927): 0 to 1 of none
   */
  public record Rate(long answered, long placed, double rate, double low, double high) {
    private static Rate of(long answered, long placed, double prior, double weight) {
      if (placed == 0) {
        return new Rate(0, 0, prior, 0, 1);
      }
      double part = (double) answered / placed;
      double z2 = Z * Z / placed;
      double middle = (part + z2 / 2) / (1 + z2);
      double half = Z / (1 + z2) * Math.sqrt(part * (1 - part) / placed + z2 / (4 * placed));
      return new Rate(
          answered,
          placed,
          (answered + weight * prior) / (placed + weight),
          Math.max(0, middle - half),
          Math.min(1, middle + half));
    }
  }

  /** Calls within one hour of the day. */
  record Count(long answered, long placed) {
    Count and(boolean isAnswered) {
      return new Count(answered + (isAnswered ? 1 : 0), placed + 1);
    }
  }

  static AnswerRates of(Map<Integer, Count> counts) {
    long placed = counts.values().stream().mapToLong(Count::placed).sum();
    long answered = counts.values().stream().mapToLong(Count::answered).sum();
    Rate all = Rate.of(answered, placed, 0.5, 2); // Laplace: without a call, a half
    SortedMap<Integer, Rate> hours = new TreeMap<>();
    counts.forEach(
        (hour, count) ->
            hours.put(hour, Rate.of(count.answered(), count.placed(), all.rate(), PRIOR)));
    return new AnswerRates(all, hours);
  }

  /** At that hour of the day; the campaign's own where nothing is known of it. */
  public double at(int hour) {
    Rate known = hours.get(hour);
    return known == null ? all.rate() : known.rate();
  }

  /** Hours of the day, the likeliest to be answered first. */
  public List<Integer> best() {
    return hours.entrySet().stream()
        .sorted(
            Comparator.comparingDouble((Map.Entry<Integer, Rate> e) -> -e.getValue().rate())
                .thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .toList();
  }
}
