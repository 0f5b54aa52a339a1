package dev.assent.compliance.store;

import dev.assent.compliance.World;
import java.time.Instant;

/** What happens while all call the same people; each at its own time, in the window. */
public enum RacePhase {
  /** One a day is permitted. */
  FIRST_DAY("2026-03-17T10:00:00"),
  /** Another one, but some say no while it goes on. */
  SECOND_DAY("2026-03-18T10:01:00"),
  /** Two a month were permitted. */
  THIRD_DAY("2026-03-19T10:02:00"),
  /** Others are called, until a hold is set. */
  HOLD("2026-03-20T10:03:00"),
  /** Others again, until a list of refusals is switched. */
  LIST("2026-03-20T11:00:00"),
  /** Others again, until some take back their consent and say nothing else. */
  WITHDRAWAL("2026-03-20T12:00:00");

  public final Instant at;

  RacePhase(String beijing) {
    this.at = World.beijing(beijing);
  }

  /**
   * Of four people the first belongs to the days, the second to the hold, the third to the list,
   * the fourth to the withdrawal.
   */
  boolean calls(int person) {
    return person % 4 == group();
  }

  private int group() {
    return switch (this) {
      case FIRST_DAY, SECOND_DAY, THIRD_DAY -> 0;
      case HOLD -> 1;
      case LIST -> 2;
      case WITHDRAWAL -> 3;
    };
  }

  /**
   * Who says no, stands on the list, or takes back their consent, when that side disturbs the
   * phase.
   */
  boolean refuses(int person, int side) {
    return calls(person) && person / 4 % 4 == side;
  }
}
