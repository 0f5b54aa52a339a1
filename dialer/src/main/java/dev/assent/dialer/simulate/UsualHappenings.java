package dev.assent.dialer.simulate;

import dev.assent.compliance.Clearance;
import dev.assent.compliance.consent.Manner;
import java.time.Duration;
import java.time.Instant;

/** Letters come, and machines die, as often as the habits say; it is over with the last run. */
final class UsualHappenings implements Happenings {
  private final SimulatedHome home;

  UsualHappenings(SimulatedHome home) {
    this.home = home;
  }

  @Override
  public void begin(Life life, Instant until) {
    Habits habits = home.scenario().habits();
    People people = home.people();
    for (Instant day = home.scenario().from();
        day.isBefore(until);
        day = day.plus(Duration.ofDays(1))) {
      for (Instant letter : people.times("letter", habits.lettersPerDay(), day)) {
        life.at(
            letter,
            "letter",
            () -> life.refuse(people.oneOf(home.contacts(), "writer", letter), Manner.MAIL));
      }
      for (Instant death : people.times("crash", habits.crashesPerDay(), day)) {
        life.at(death, "crash", () -> home.files().dieAfter(1 + people.oneOf(40, "effect", death)));
      }
    }
  }

  @Override
  public void called(String trunk, String callId, Clearance clearance, Instant at, Fate fate) {
    // Its records are asked for by nobody.
  }

  @Override
  public void ended(Life life, Life.Run run) {
    // Nobody begins it again.
  }

  @Override
  public boolean over(Life life) {
    return life.runs().stream().noneMatch(Life.Run::goesOn);
  }
}
