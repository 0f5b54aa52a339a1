package dev.assent.dialer.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.simulate.recount.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Days full of {@link Turmoil}, world after world, each of the seed after: nothing happens that
 * must not. A few days in a build; {@code scripts/interop 60-simulate} and {@code scripts/soak}
 * make them years by the properties below.
 */
@Timeout(40_000)
class SimulatedDaysTest {
  private static final long SEED = Long.getLong("assent.simulate.seed", 1);
  private static final Duration TIME =
      Duration.ofSeconds(Long.getLong("assent.simulate.seconds", 0));
  private static final int DAYS = Integer.getInteger("assent.simulate.days", 5);
  private static final int CONTACTS = Integer.getInteger("assent.simulate.contacts", 30);

  private final SortedMap<String, Integer> deeds = new TreeMap<>();
  private final List<String> violations = new ArrayList<>();
  private long calls;
  private long crashes;
  private long checks;

  @Test
  void nothingHappensThatMustNot() {
    long end = System.nanoTime() + TIME.toNanos();
    long seed = SEED;
    do {
      world(seed);
      seed++;
    } while (System.nanoTime() < end);
    System.out.printf(
        "%d simulated days, seeds %d to %d: %d calls, %d crashes, %d checks, %d violations; %s%n",
        (seed - SEED) * DAYS, SEED, seed - 1, calls, crashes, checks, violations.size(), deeds);
    assertThat(violations).isEmpty();
    assertThat(calls).isPositive();
  }

  private void world(long seed) {
    List<Turmoil> turmoil = new ArrayList<>();
    SimulationResult result;
    try {
      result =
          CampaignSimulation.run(
              Turmoils.of(CONTACTS, DAYS, seed, Habits.USUAL.withCrashes(1)),
              home -> {
                turmoil.add(new Turmoil(home));
                return turmoil.getLast();
              },
              () -> false);
    } catch (RuntimeException e) {
      throw new AssertionError("the world of seed " + seed + " came to an end", e);
    }
    turmoil.forEach(one -> one.done().forEach((deed, n) -> deeds.merge(deed, n, Integer::sum)));
    System.out.printf( // what ran is known when a time limit ends the rest
        "seed %d: %d calls, %d crashes, %d violations%n",
        seed, result.calls(), result.crashes(), result.findings().size());
    for (Finding finding : result.findings()) {
      violations.add("seed " + seed + ": " + finding);
    }
    calls += result.calls();
    crashes += result.crashes();
    checks += result.checks();
  }
}
