package dev.assent.dialer.trunk;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * How often one presented number, and all of them together, may be told who called: somebody who
 * rings in a loop must not take the lines from the others. Calls without a number count as one.
 * Holds numbers in memory only. Thread-safe.
 */
final class RingBackLimits {
  private static final Duration WINDOW = Duration.ofHours(1);
  private static final int PER_NUMBER = 5;

  /** Beyond that many numbers in an hour the oldest are forgotten first. */
  private static final int NUMBERS = 10_000;

  private final InstantSource clock;
  private final int atOnce;
  private final Map<String, Deque<Instant>> calls = new HashMap<>();
  private final Deque<String> order = new ArrayDeque<>();
  private final Set<String> up = new HashSet<>();

  /**
   * @param atOnce ring-backs at one time, at least 1
   */
  RingBackLimits(InstantSource clock, int atOnce) {
    this.clock = clock;
    this.atOnce = atOnce;
  }

  /** Takes a place; false if there is none for this number now. */
  synchronized boolean enter(String number) {
    Instant now = clock.instant();
    Deque<Instant> recent = calls.get(number);
    if (recent == null) {
      if (order.size() >= NUMBERS) {
        calls.remove(order.removeFirst());
      }
      recent = new ArrayDeque<>(PER_NUMBER);
      calls.put(number, recent);
      order.addLast(number);
    }
    while (!recent.isEmpty() && recent.getFirst().isBefore(now.minus(WINDOW))) {
      recent.removeFirst();
    }
    if (up.size() >= atOnce || up.contains(number) || recent.size() >= PER_NUMBER) {
      return false;
    }
    recent.addLast(now);
    up.add(number);
    return true;
  }

  synchronized void leave(String number) {
    up.remove(number);
  }
}
