package dev.assent.dialer.trunk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
  /**
   * Leave to place one call.
   *
   * @param length what it takes of the time: more than a gap where only a part is to be dialled
   */
  record Turn(long at, long length) {}

  /** The longest pause that is made up for: whoever is later has had nothing to dial. */
  static final long CARRIED = Duration.ofMillis(100).toNanos();

  /** More turns than a second of any carrier has need not be looked back upon. */
  private static final int MOST = 1_000;

  private final long gap;

  /** No more turns than this are in any {@link #span}, a second at most. */
  private final int allowed;

  private final long span;

  /** The last ones that nobody gave back, the newest last. */
  private final List<Turn> turns = new ArrayList<>();

  /** When the next turn is, if nobody is late and none was. */
  private long due;

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
    this.due = now;
  }

  /** The next turn, for somebody who wants it now: now or later. */
  long next(long now) {
    if (now - due > CARRIED) {
      due = givenBack ? now - Math.min(gap, CARRIED) : now;
    }
    long turn = Math.max(due, now);
    int taken = turns.size();
    if (taken > 0) {
      Turn last = turns.getLast();
      turn = Math.max(turn, last.at() + last.length() / 2);
    }
    if (taken >= allowed) {
      turn = Math.max(turn, turns.get(taken - allowed).at() + span);
    }
    return turn;
  }

  /**
   * It is somebody's.
   *
   * @param at as {@link #next} said
   * @param share of the calls a second that are to be dialled now, above 0 to 1
   */
  Turn take(long at, double share) {
    Turn turn = new Turn(at, (long) (gap / share));
    if (turns.size() == 3 * allowed) { // of the last, some may be given back
      turns.subList(0, allowed).clear();
    }
    turns.add(turn);
    due += turn.length();
    givenBack = false;
    return turn;
  }

  /** A turn that placed no call: the next need not wait for it, and nobody had it. */
  void giveBack(Turn turn) {
    int place = turns.lastIndexOf(turn);
    if (place >= 0) {
      turns.remove(place);
    }
    due -= turn.length();
    givenBack = true;
  }
}
