package dev.assent.dialer.sip;

import java.time.Duration;

/**
 * How often a call must be refreshed for the far end to believe in it (RFC 4028).
 *
 * @param expires asked for; at least {@code minimum}
 * @param minimum least interval taken from the far end; at least 90 s (section 5)
 */
public record SessionTimer(Duration expires, Duration minimum) {
  /** Least interval the standard allows, seconds. */
  static final int FLOOR = 90;

  private static final int CEILING = 86_400;

  public SessionTimer {
    if (minimum.toSeconds() < FLOOR || expires.compareTo(minimum) < 0) {
      throw new IllegalArgumentException("Needed: 90 s <= minimum <= expires");
    }
    if (expires.toSeconds() > CEILING) {
      throw new IllegalArgumentException("A session timer of more than a day");
    }
  }
}
