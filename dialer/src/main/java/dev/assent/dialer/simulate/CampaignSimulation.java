package dev.assent.dialer.simulate;

import dev.assent.compliance.Outcome;
import dev.assent.dialer.simulate.recount.JournalRecount;
import dev.assent.dialer.simulate.recount.Recount;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** Days of campaigns, one call's thread at a time: the same seed gives the same days. */
public final class CampaignSimulation {
  private CampaignSimulation() {}

  /**
   * Simulates all of it, on the calling thread.
   *
   * @param givenUp asked again and again: whether nobody waits for it any more
   * @throws IllegalArgumentException when the scenario is one no home would take
   */
  public static SimulationResult run(Scenario scenario, BooleanSupplier givenUp) {
    return run(scenario, UsualHappenings::new, givenUp);
  }

  /**
   * @param world what else happens, in that home
   */
  static SimulationResult run(
      Scenario scenario, Function<SimulatedHome, Happenings> world, BooleanSupplier givenUp) {
    try (NotInTheLog _ = NotInTheLog.begin()) {
      SimulatedHome home = new SimulatedHome(scenario);
      return days(home, world.apply(home), givenUp);
    }
  }

  private static SimulationResult days(
      SimulatedHome home, Happenings happenings, BooleanSupplier givenUp) {
    Scenario scenario = home.scenario();
    Instant until = scenario.from().plus(Duration.ofDays(scenario.days()));
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    Instant now = scenario.from();
    int crashes = 0;
    int faults = 0;
    while (true) {
      Life life = new Life(home, happenings, now);
      if (life.leftOpen() > 0) {
        outcomes.merge(Outcome.UNKNOWN, (long) life.leftOpen(), Long::sum);
      }
      life.live(until, givenUp);
      for (Life.Run run : life.runs()) {
        var progress = run.progress().snapshot();
        progress.outcomes().forEach((end, count) -> outcomes.merge(end, (long) count, Long::sum));
        faults += home.files().dead() ? 0 : progress.faults();
      }
      now = life.time().actual();
      if (!home.files().dead()) {
        home.recount().faults(faults, now);
        return ended(home, life, outcomes, crashes);
      }
      life.close();
      crashes++;
      home.files().startAgain();
      home.recount().died();
      now = now.plusSeconds(scenario.habits().restartSeconds());
    }
  }

  private static SimulationResult ended(
      SimulatedHome home, Life life, Map<Outcome, Long> outcomes, int crashes) {
    var campaigns =
        home.scenario().campaigns().stream().map(one -> life.ended(one.campaign())).toList();
    Instant now = life.time().actual();
    life.forget();
    life.close();
    Recount recount = home.recount();
    recount.compare(JournalRecount.of(SimulatedHome.JOURNAL, home.files()), now);
    SortedMap<Outcome, Long> sorted = new TreeMap<>(outcomes);
    return new SimulationResult(
        home.scenario().from(),
        now,
        campaigns,
        home.tally().calls(),
        home.tally().answered(),
        home.tally().talk(),
        sorted,
        home.tally().byHour(),
        home.tally().byDay(),
        crashes,
        recount.checks(),
        recount.findings());
  }
}
