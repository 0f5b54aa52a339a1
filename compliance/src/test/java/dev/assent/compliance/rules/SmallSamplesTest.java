package dev.assent.compliance.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.AbandonedCalls;
import dev.assent.compliance.AbandonedCalls.Period;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.World;
import dev.assent.compliance.policy.DialKeys;
import dev.assent.compliance.rules.R09AbandonRate.Slowed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The law names no least sample for the share of calls that heard nobody: few calls are judged as
 * they are, and it is said when the campaign may go faster.
 */
@Timeout(60)
@Requirement("R09")
final class SmallSamplesTest {
  private final World world = new World();

  @ParameterizedTest
  @CsvSource({
    // answered, abandoned, answered calls that are enough
    "1, 1, 42",
    "10, 1, 42",
    "41, 1, 42",
    "42, 2, 84",
    "83, 2, 84",
    "100, 5, 209",
  })
  void oneCallAtATimeUntilEnoughWereAnswered(long answered, long abandoned, long enough) {
    Instant first = world.now.minusSeconds(3600);
    Slowed slowed = slowed(new Period(30, answered, abandoned, first)).getFirst();
    assertThat(slowed.enough()).hasValue(enough);
    assertThat(slowed.leaves()).isEqualTo(first.plus(Duration.ofDays(30)));
    assertThat(slowed.toString())
        .contains(abandoned + " of " + answered)
        .contains("until " + enough + " were answered, or " + slowed.leaves());
    assertThat(slowed(new Period(30, enough - 1, abandoned, first))).hasSize(1);
    assertThat(slowed(new Period(30, enough, abandoned, first))).isEmpty();
  }

  @Test
  void whereNoneMayBeAbandonedOnlyTimeHelps() {
    UseExamples.policy(world, DialKeys.ABANDON_LIMITS, Map.of(30, 0));
    Slowed slowed = slowed(new Period(30, 100_000, 1, world.now.minusSeconds(1))).getFirst();
    assertThat(slowed.enough()).isEqualTo(OptionalLong.empty());
    assertThat(slowed.toString()).contains("one call at a time until 2026-04-17T");
  }

  @Test
  void theDecisionSaysSoWhileAnotherCallIsUp() {
    Period period = new Period(30, 10, 1, world.now.minusSeconds(60));
    world.abandoned = Found.present(new AbandonedCalls(List.of(period), 1));
    Objections objections = new Objections();
    new R09AbandonRate().judge(facts(), objections);
    assertThat(objections.worstFirst().getFirst().code()).isEqualTo(ReasonCode.ABANDON_LIMIT);
    assertThat(objections.worstFirst().getFirst().detail()).contains("until 42 were answered");
  }

  private List<Slowed> slowed(Period period) {
    world.abandoned = Found.present(new AbandonedCalls(List.of(period), 0));
    return R09AbandonRate.slowed(facts());
  }

  private Facts facts() {
    return world.of(world.attempt(), world.now);
  }
}
