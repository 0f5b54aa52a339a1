package dev.assent.dialer.trunk;

import java.time.Duration;

/**
 * How much of its rate a trunk is given. When 503s and INVITEs that had to be sent twice rise, half
 * of it is taken away, again and again; while they do not, it comes back by a quarter. A carrier
 * that sheds load never meets a dialer that pushes harder. Guarded by its owner.
 */
final class Overload {
  private static final long WINDOW = Duration.ofSeconds(10).toNanos();
  private static final int FEW = 3;

  /** Of a hundred INVITEs, more than this many gone wrong are a trend. */
  private static final int TREND = 5;

  private static final double LEAST = 1.0 / 16;

  private long windowEnd;
  private int sent;
  private int bad;
  private double share = 1;

  Overload(long now) {
    this.windowEnd = now + WINDOW;
  }

  void sent(long now) {
    turn(now);
    sent++;
  }

  /** A 503, or no answer before the INVITE had to be sent again. */
  void bad(long now) {
    turn(now);
    bad++;
    if (bad >= FEW && bad * 100 > sent * TREND) {
      share = Math.max(LEAST, share / 2);
      next(now);
    }
  }

  /** The carrier is back: from the least up again, so that it meets no crowd. */
  void startAgain(long now) {
    share = LEAST;
    next(now);
  }

  /** Part of the trunk's calls a second that may be dialled, 1/16 to 1. */
  double share(long now) {
    turn(now);
    return share;
  }

  private void turn(long now) {
    while (now >= windowEnd) {
      share = Math.min(1, share * 1.25);
      sent = 0;
      bad = 0;
      windowEnd += WINDOW;
      if (share == 1) {
        windowEnd = Math.max(windowEnd, now + 1);
      }
    }
  }

  private void next(long now) {
    sent = 0;
    bad = 0;
    windowEnd = now + WINDOW;
  }
}
