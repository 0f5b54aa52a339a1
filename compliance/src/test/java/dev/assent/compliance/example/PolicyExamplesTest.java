package dev.assent.compliance.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Requirement;
import dev.assent.compliance.policy.PolicyBook;
import dev.assent.compliance.policy.PolicyKey;
import dev.assent.compliance.policy.PolicyKeys;
import dev.assent.compliance.policy.PolicyPack;
import dev.assent.compliance.rules.RuleBook;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples beside the packs hold, and every figure moved by its smallest step fails one of
 * them.
 */
@Timeout(120)
final class PolicyExamplesTest {

  private static final PolicyBook BOOK = PolicyBook.ofCandidates();
  private static final ExampleRun RUN =
      new ExampleRun(BOOK.packs(), BOOK.calendars(), RuleBook.standard());

  static Stream<ExampleFile> files() {
    return ExampleFile.shipped().stream();
  }

  @ParameterizedTest
  @MethodSource("files")
  @Requirement({"R03", "R12", "R27", "R28", "R29", "X-01", "X-02", "X-03", "X-04", "X-06", "X-13"})
  void everyExampleHolds(ExampleFile file) {
    assertThat(RUN.failures(file)).isEmpty();
    assertThat(file.examples()).hasSizeGreaterThanOrEqualTo(3);
  }

  /** Keys each rule reads of a pack; a rule that is not here reads none, or is bound to a list. */
  private static final Map<String, String> READ_BY =
      Map.ofEntries(
          Map.entry("purposes", "R03"),
          Map.entry("sector.licences", "R06"),
          Map.entry("sector.productBans", "R06"),
          Map.entry("callerId.series", "R07"),
          Map.entry("callerId.filingWorkingDays", "R07"),
          Map.entry("recording.mandatory", "R08"),
          Map.entry("abandon.limits", "R09"),
          Map.entry("regionZones", "R12"),
          Map.entry("sector.minors", "R16"),
          Map.entry("sector.ageRequired", "R16"),
          Map.entry("dnc.externalLists", "R21"),
          Map.entry("consent.required", "R22"),
          Map.entry("consent.separate", "R24"),
          Map.entry("sector.sensitive", "R24"),
          Map.entry("coolOffDays", "R25"),
          Map.entry("residency", "R26"),
          Map.entry("holidayMode", "R27"),
          Map.entry("weekendAllowed", "R27"),
          Map.entry("windows", "R28"),
          Map.entry("territories", "R28"),
          Map.entry("quietBreaks", "R29"),
          Map.entry("retry.max", "R30"),
          Map.entry("caps", "R31"),
          Map.entry("carrier.calleeCaps", "R32"));

  @ParameterizedTest
  @MethodSource("files")
  void everyRuleThatReadsAPackHasThreeExamplesOfIt(ExampleFile file) {
    PolicyPack pack =
        BOOK.packs().stream()
            .filter(each -> each.pack().equals(file.pack()))
            .findFirst()
            .orElseThrow();
    for (PolicyKey<?> key : PolicyKeys.ALL) {
      String rule = READ_BY.get(key.path());
      if (rule != null && pack.figures().find(key).isPresent()) {
        assertThat(file.examples().stream().filter(each -> each.rule().equals(rule)))
            .as("%s by %s of %s", key, rule, file.pack())
            .hasSizeGreaterThanOrEqualTo(3);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void everyFigureMovedByItsSmallestStepFailsAnExample(ExampleFile file) {
    List<ExampleRun.Finding> unasserted = RUN.unasserted(file);
    assertThat(unasserted).isEmpty();
  }
}
