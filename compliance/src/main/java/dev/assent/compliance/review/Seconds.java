package dev.assent.compliance.review;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Stretches of a recording in whole seconds, ascending and never touching each other.
 *
 * @param ranges the ends not included
 */
public record Seconds(List<Range> ranges) {
  /** No stretch at all. */
  public static final Seconds NONE = new Seconds(List.of());

  /** More stretches than this are closed up: what a page reports must not grow without end. */
  private static final int MOST = 500;

  /**
   * A stretch.
   *
   * @param from 0 and up
   * @param to above {@code from}
   */
  public record Range(int from, int to) {
    public Range {
      if (from < 0 || to <= from) {
        throw new IllegalArgumentException("not a range of seconds: " + from + " to " + to);
      }
    }
  }

  public Seconds {
    ranges = List.copyOf(ranges);
  }

  /** These stretches, in any order, touching or not. */
  public static Seconds of(List<Range> ranges) {
    List<Range> merged = new ArrayList<>();
    for (Range range : ranges.stream().sorted(Comparator.comparingInt(Range::from)).toList()) {
      boolean joins =
          !merged.isEmpty() && (range.from() <= merged.getLast().to() || merged.size() == MOST);
      if (joins) {
        Range last = merged.removeLast();
        merged.add(new Range(last.from(), Math.max(last.to(), range.to())));
      } else {
        merged.add(range);
      }
    }
    return new Seconds(merged);
  }

  public Seconds and(Seconds more) {
    List<Range> all = new ArrayList<>(ranges);
    all.addAll(more.ranges);
    return of(all);
  }

  /** How many seconds in all. */
  public long count() {
    return ranges.stream().mapToLong(range -> range.to() - range.from()).sum();
  }

  /** {@code 0-12,15-30}; empty for none. */
  public String text() {
    return ranges.stream()
        .map(range -> range.from() + "-" + range.to())
        .collect(Collectors.joining(","));
  }

  public static Seconds parse(String text) {
    return text.isEmpty()
        ? NONE
        : of(
            Arrays.stream(text.split(","))
                .map(range -> range.split("-", 2))
                .map(ends -> new Range(Integer.parseInt(ends[0]), Integer.parseInt(ends[1])))
                .toList());
  }
}
