package dev.assent.dialer.console;

import java.time.Duration;
import java.time.Instant;

/**
 * How much sound one person may have fetched: as fast as the fastest replay plays, and some read
 * ahead. Whoever wants more is not listening. One thread at a time.
 */
final class ListeningPace {
  /** Seconds of sound a second of time: the page's fastest replay. */
  static final double FASTEST = 2;

  /** Seconds of sound that may be fetched at once: read-ahead, and going from mark to mark. */
  static final double AHEAD = 40;

  private double left = AHEAD;
  private Instant asOf;

  ListeningPace(Instant now) {
    asOf = now;
  }

  /**
   * Takes so much, if it is there.
   *
   * @param seconds of sound
   * @return zero if it was taken, else how long to wait for it
   */
  Duration take(double seconds, Instant now) {
    double passed = Math.max(0, Duration.between(asOf, now).toMillis() / 1000.0);
    left = Math.min(AHEAD, left + passed * FASTEST);
    asOf = now;
    if (left < seconds) {
      return Duration.ofMillis((long) Math.ceil((seconds - left) / FASTEST * 1000));
    }
    left -= seconds;
    return Duration.ZERO;
  }
}
