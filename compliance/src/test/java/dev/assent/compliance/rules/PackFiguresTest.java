package dev.assent.compliance.rules;

import static dev.assent.compliance.With.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Found;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.World;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.PolicyPack;
import dev.assent.compliance.policy.SmallestSteps;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A figure of the pack moved by its smallest step, and some example of the rules fails. */
@Timeout(120)
final class PackFiguresTest {

  private static final PolicyPack PACK =
      World.BOOK.packs().stream()
          .filter(pack -> pack.pack().equals("cn-own-customer"))
          .findFirst()
          .orElseThrow();

  /** The figures that rules before a call read; examples/ beside the packs hold all of them. */
  private static final Set<String> HELD_HERE =
      Set.of(
          "windows",
          "holidayMode",
          "weekendAllowed",
          "ringMaxSec",
          "retry.gapMinutes",
          "retry.max",
          "caps",
          "consent.maxAgeDays",
          "callerId.series",
          "callerId.filingWorkingDays");

  @Test
  @Requirement({"A-25", "C-05", "D-l", "D-b", "X-01", "X-02", "X-03", "X-04"})
  void theExamplesOfTheRulesHoldTheFigures() {
    Set<String> loose = new TreeSet<>();
    for (SmallestSteps.Step step : SmallestSteps.of(PACK.figures())) {
      if (HELD_HERE.contains(step.path()) && !held(step)) {
        loose.add(step.path() + ": " + step.says());
      }
    }
    assertThat(loose).allMatch(step -> step.startsWith("windows"));
  }

  private static boolean held(SmallestSteps.Step step) {
    Found<Policy> policy =
        Found.present(Policy.combine(List.of(with(PACK, "figures", step.moved()))));
    return RuleExamplesTest.ALL.stream()
        .anyMatch(
            example -> example.differs(example.decide(RuleBook.standard(), policy)).isPresent());
  }
}
