package dev.assent.dialer.trunk;

import java.time.Duration;

/**
 * When new calls may leave, evenly spaced: a second without dialling is never followed by a burst
 * (carriers police the shape of traffic, R32). What a pause of some milliseconds has cost, of the
 * garbage collector or of a thread that was late, is made up for at no more than twice the pace,
 * and never with more calls in any second than a second is allowed, and one. So a carrier that
 * counts sees its figure, and a dialer on a busy machine reaches it.
 *
 * <p>Instants are those of one monotonic clock, in nanoseconds. Used by one thread at a time.
 */
final class Pace {
  /** The longest pause that is made up for: whoever is later has had nothing to dial. */
  static final long CARRIED = Duration.ofMillis(100).toNanos();

  /** More turns than a second of any carrier has need not be looked back upon. */
  private static final int MOST = 1_000;

  private final long gap;

  /** No more turns than this are in any {@link #span}, a second at most. */
  private final int allowed;

  private final long span;

  /** When the last turns were, the n-th at n modulo its length; as many again may be given back. */
  private final long[] turns;

  private long taken;

  /** When the next turn is, if nobody is late and none was. */
  private long due;

  private long lastLength;

  /** Nobody has used the time since the turn that was given back. */
  private boolean givenBack;

  /**
   * @param callsPerSecond above 0
   */
  Pace(double callsPerSecond, long now) {
    this.gap = (long) (1e9 / callsPerSecond);
    int inASecond = (int) Math.min(callsPerSecond, MOST);
    this.allowed = inASecond + 1;
    this.span = inASecond * gap;
    this.turns = new long[2 * allowed];
    this.due = now;
  }

  /** The next turn, for somebody who wants it now: now or later. */
  long next(long now) {
    if (now - due > CARRIED) {
      due = givenBack ? now - Math.min(gap, CARRIED) : now;
    }
    long turn = Math.max(due, now);
    if (taken > 0) {
      turn = Math.max(turn, turnBefore(1) + lastLength / 2);
    }
    if (taken >= allowed) {
      turn = Math.max(turn, turnBefore(allowed) + span);
    }
    return turn;
  }

  /**
   * It is somebody's.
   *
   * @param share of the calls a second that are to be dialled now, above 0 to 1
   * @return what it takes of the time, for {@link #giveBack}
   */
  long take(long turn, double share) {
    long length = (long) (gap / share);
    turns[(int) (taken++ % turns.length)] = turn;
    due += length;
    lastLength = length;
    givenBack = false;
    return length;
  }

  /**
   * A turn that placed no call: the next need not wait for it.
   *
   * @param length as {@link #take} said
   */
  void giveBack(long length) {
    due -= length;
    taken--;
    givenBack = true;
  }

  private long turnBefore(int back) {
    return turns[(int) ((taken - back) % turns.length)];
  }
}
