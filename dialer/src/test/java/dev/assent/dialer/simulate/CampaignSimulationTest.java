package dev.assent.dialer.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Weeks of a campaign in seconds, its machine dying now and then: nothing happens that must not,
 * and a seed is one story. A year, and many seeds: scripts/interop.d/60-simulate.
 */
@Timeout(120)
class CampaignSimulationTest {
  private static SimulationResult run(Scenario scenario) {
    return CampaignSimulation.run(scenario, () -> false);
  }

  private static final Habits HARD = Habits.USUAL.withCrashes(20);

  @Test
  void threeWeeksWithCrashesKeepToEverything() {
    SimulationResult weeks = run(Scenarios.of(150, 21, 2, HARD));
    assertThat(weeks.findings()).isEmpty();
    assertThat(weeks.checks()).isGreaterThan(1000);
    assertThat(weeks.crashes()).isGreaterThan(3);
    assertThat(weeks.calls()).isGreaterThan(200);
    assertThat(weeks.byHour().keySet()).allMatch(hour -> hour >= 9 && hour < 21);
    assertThat(weeks.outcomes().keySet())
        .contains(
            Outcome.AGREED,
            Outcome.REFUSED,
            Outcome.OPTED_OUT,
            Outcome.HUNG_UP,
            Outcome.BUSY,
            Outcome.NO_ANSWER,
            Outcome.FAILED,
            Outcome.UNKNOWN);
    assertThat(weeks.campaigns().getFirst().report().imported()).isEqualTo(150);
  }

  @Test
  void aSeedIsOneStory() {
    SimulationResult once = run(Scenarios.of(40, 3, 7, HARD));
    assertThat(run(Scenarios.of(40, 3, 7, HARD))).isEqualTo(once);
    assertThat(run(Scenarios.of(40, 3, 8, HARD))).isNotEqualTo(once);
  }

  /** The recount that finds nothing above does find what does not keep to its bounds. */
  @Test
  void aRecountWithStricterBoundsFindsCalls() {
    Scenario lawful = Scenarios.of(20, 1, 3, Habits.USUAL);
    SimulationResult strict = run(Scenarios.heldAgainst(lawful, Scenarios.closed()));
    assertThat(strict.calls()).isPositive();
    assertThat(strict.findings()).hasSizeGreaterThanOrEqualTo((int) strict.calls());
  }
}
