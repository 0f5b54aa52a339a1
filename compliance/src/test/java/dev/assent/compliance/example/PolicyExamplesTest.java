package dev.assent.compliance.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Requirement;
import dev.assent.compliance.policy.PolicyBook;
import dev.assent.compliance.rules.RuleBook;
import java.util.List;
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

  @ParameterizedTest
  @MethodSource("files")
  void everyFigureMovedByItsSmallestStepFailsAnExample(ExampleFile file) {
    List<ExampleRun.Finding> unasserted = RUN.unasserted(file);
    assertThat(unasserted).isEmpty();
  }
}
