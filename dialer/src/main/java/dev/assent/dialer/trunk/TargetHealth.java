package dev.assent.dialer.trunk;

import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.trunk.TrunkStatus.State;
import java.time.Duration;
import java.time.Instant;

/** What is known of one address of a carrier. Guarded by its trunk's health. */
final class TargetHealth {
  /** A carrier's mistake in Retry-After must not end a day's dialling. */
  private static final Duration LONGEST_BLOCK = Duration.ofHours(1);

  private static final int MISSES = 2;

  private final Target target;
  private State state = State.UNKNOWN;
  private String reason = "not asked yet";
  private Instant since;
  private String connectProblem = "not connected yet";
  private int misses;
  private long blockedUntil = Long.MIN_VALUE;

  TargetHealth(Target target, Instant now) {
    this.target = target;
    this.since = now;
  }

  Target target() {
    return target;
  }

  /** Any answer to OPTIONS says that somebody is there; 503 says that he has no time. */
  void answered(int status, Instant now) {
    misses = 0;
    if (status == 503) {
      is(State.DEGRADED, "answers OPTIONS with 503", now);
    } else {
      is(State.UP, "", now);
    }
  }

  /** Some carriers never answer OPTIONS: only one that did is missed, and only the second time. */
  void missed(String why, Instant now) {
    misses++;
    if (state == State.UNKNOWN) {
      is(State.UNKNOWN, "never answered OPTIONS: " + why, now);
    } else if (misses >= MISSES) {
      is(State.DOWN, why, now);
    }
  }

  /** Asked with OPTIONS, and never answered one. */
  boolean mute() {
    return state == State.UNKNOWN && misses > 0;
  }

  /** Its connection does not come up: what is wrong is said until it does. */
  void unconnected(String why, Instant now) {
    connectProblem = why;
    is(state == State.UNKNOWN ? State.UNKNOWN : State.DOWN, why, now);
  }

  /** Why its connection is not up, as far as is known. */
  String connectProblem() {
    return connectProblem;
  }

  /** Not one byte could leave for it. */
  void unreachable(long nanos, Instant now) {
    blockedUntil = Math.max(blockedUntil, nanos + Duration.ofSeconds(10).toNanos());
    is(state == State.UNKNOWN ? State.UNKNOWN : State.DOWN, "no connection", now);
  }

  /** 503 with Retry-After: nothing is sent there until then (RFC 3261 section 21.5.4). */
  void block(Duration wanted, long nanos, Instant now) {
    Duration wait = wanted.compareTo(LONGEST_BLOCK) < 0 ? wanted : LONGEST_BLOCK;
    blockedUntil = Math.max(blockedUntil, nanos + wait.toNanos());
    is(State.DEGRADED, "503, Retry-After " + wait.toSeconds() + " s", now);
  }

  boolean isBlocked(long nanos) {
    return nanos < blockedUntil;
  }

  State state() {
    return state;
  }

  TrunkStatus.OfTarget status() {
    return new TrunkStatus.OfTarget(target.toString(), state, reason, since);
  }

  private void is(State now, String why, Instant at) {
    if (now != state) {
      since = at;
    }
    state = now;
    reason = why;
  }
}
