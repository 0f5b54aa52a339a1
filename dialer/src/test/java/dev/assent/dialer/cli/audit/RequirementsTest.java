package dev.assent.dialer.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.requirements.RequirementEntry;
import dev.assent.compliance.requirements.RequirementEntry.Met;
import dev.assent.compliance.requirements.Requirements;
import dev.assent.compliance.rules.Rule;
import dev.assent.compliance.rules.RuleBook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class RequirementsTest {
  private static final Path ROOT = Path.of("..");
  private static final String WRITE = "scripts/requirements writes it anew";
  private static final Path TESTS =
      ROOT.resolve("compliance/src/main/resources/dev/assent/compliance/requirements/tests.txt");
  private static final Path TABLE = ROOT.resolve("docs/requirements.md");

  /** The ids of section 1 of the requirements, written down here a second time. */
  private static List<String> ids() {
    List<String> ids = new ArrayList<>();
    numbered(ids, "A", 41);
    numbered(ids, "B", 29);
    numbered(ids, "C", 23);
    for (char letter = 'a'; letter <= 'x'; letter++) {
      ids.add("D-" + letter);
    }
    numbered(ids, "E", 17);
    numbered(ids, "X", 25);
    IntStream.rangeClosed(1, 6).forEach(n -> ids.add("N-" + n));
    return ids;
  }

  private static void numbered(List<String> ids, String document, int last) {
    IntStream.rangeClosed(1, last).forEach(n -> ids.add("%s-%02d".formatted(document, n)));
  }

  @Test
  void noIdIsMissingAndNoneIsInvented() {
    assertThat(Requirements.all().stream().map(RequirementEntry::id).toList())
        .containsExactlyElementsOf(ids());
  }

  /** What is said to be judged before a call is judged: such a rule is in the book. */
  @Test
  void everyRuleNamedBeforeACallIsInTheBook() {
    Set<String> book = new HashSet<>(Set.of("R35"));
    RuleBook.standard().rules().stream().map(Rule::id).forEach(book::add);
    for (RequirementEntry entry : Requirements.all()) {
      for (String reference : entry.references()) {
        if (reference.matches("R(0[1-9]|[12][0-9]|3[0-5])")) {
          assertThat(book).as(entry.id()).contains(reference);
        }
      }
    }
  }

  /** No test can assert what people do; a rule must be asserted by some. */
  @Test
  void nothingClaimsMoreThanItsEvidence() {
    for (RequirementEntry entry : Requirements.all()) {
      assertThat(entry.references()).as(entry.id()).isNotEmpty().noneMatch(String::isBlank);
      if (entry.met() == Met.ORGANISATIONAL) {
        assertThat(entry.tests()).as(entry.id() + " is for people").isEmpty();
        assertThat(entry.references())
            .as(entry.id())
            .allMatch(
                each ->
                    each.matches("(register|command|report|evidence|not yet|does not show): .+"));
      }
      if (entry.met() == Met.RULE) {
        List<String> all = new ArrayList<>(entry.tests());
        all.addAll(entry.ruleTests());
        assertThat(all).as(entry.id() + " is met by a rule that no test names").isNotEmpty();
      }
    }
  }

  /** Section 1H: what a tool may help with, and must not claim. */
  @Test
  void whatPeopleMustDoSaysWhatItDoesNotShow() {
    Set<String> helped =
        Set.of(
            "A-36", "A-37", "B-23", "E-15", "B-08", "B-13", "B-15", "A-20", "D-p", "D-a", "D-b",
            "C-11", "A-34", "A-35", "A-38", "B-25", "A-39", "A-40", "B-24", "D-x", "A-13", "D-u");
    for (RequirementEntry entry : Requirements.all()) {
      if (helped.contains(entry.id()) || entry.met() == Met.ORGANISATIONAL) {
        assertThat(entry.references())
            .as(entry.id())
            .anyMatch(each -> each.startsWith("does not show: "));
      }
    }
  }

  @Test
  void everyCommandNamedIsThere() {
    for (RequirementEntry entry : Requirements.all()) {
      for (String named : entry.references()) {
        String reference = named.replaceFirst("^(register|command|report): ", "");
        if (reference.startsWith("assent ")) {
          assertThat(roles()).as(entry.id()).contains("| `" + reference.substring(7) + "` |");
        }
      }
    }
  }

  private static String roles() {
    try {
      return Files.readString(ROOT.resolve("docs/roles.md"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theIndexOfTestsIsThatOfTheSources() throws IOException {
    asWritten(TESTS, RequirementIndex.tests(ROOT));
  }

  @Test
  void theTableIsThatOfTheData() throws IOException {
    asWritten(TABLE, RequirementIndex.table());
  }

  private static void asWritten(Path file, String expected) throws IOException {
    if (Boolean.getBoolean("assent.requirements.write")) {
      Files.writeString(file, expected);
    }
    assertThat(Files.readString(file)).as(file + " is stale: " + WRITE).isEqualTo(expected);
  }
}
