package dev.assent.testsip.carrier.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.assent.testsip.carrier.plan.Step.KeyFlaw;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(20)
class PlanParserTest {
  @Test
  void readsStepsInOrder() {
    assertThat(Behaviour.of("ring 300ms, answer tag B alaw, prompt 1, key 19 lose-end").steps())
        .containsExactly(
            new Step.Progress(180, "A", false),
            new Step.Wait(Duration.ofMillis(300)),
            new Step.Answer("B", Step.LawChoice.ALAW, true, Step.SrtpChoice.FIRST_OFFERED, 0),
            new Step.SpeechEnd(1),
            new Step.Keys("19", Duration.ofMillis(100), Set.of(KeyFlaw.LOSE_END), false));
  }

  @Test
  void hashIsAKeyAndAlsoBeginsARemark() {
    Plan plan = PlanParser.parse("p", "# a remark\n*1 answer,\n  # another\n  key *#\n");
    assertThat(plan.of("+8619900000001", 0).steps()).hasSize(2);
  }

  @Test
  void quotedTextMayHoldSeparators() {
    Behaviour behaviour = Behaviour.of("603 phrase \"No, | thanks\" header \"X-Why: a \\\"b\\\"\"");
    assertThat(behaviour.steps())
        .containsExactly(new Step.Refuse(603, "No, | thanks", List.of("X-Why: a \"b\"")));
  }

  @Test
  void theExactNumberGoesBeforeTheLongestPattern() {
    Plan plan =
        PlanParser.parse(
            "p", "* 404\n+8619* 486\n+861990000* 503\n*77 480\n+8619900000077 603 | 410\n");
    assertThat(status(plan, "+12025550100", 0)).isEqualTo(404);
    assertThat(status(plan, "+8619100000000", 0)).isEqualTo(486);
    assertThat(status(plan, "+8619900001234", 0)).isEqualTo(503);
    assertThat(status(plan, "+12025550177", 0)).isEqualTo(480);
    assertThat(status(plan, "+8619900000077", 0)).isEqualTo(603);
    assertThat(status(plan, "+8619900000077", 1)).isEqualTo(410);
    assertThat(status(plan, "+8619900000077", 2)).isEqualTo(410);
  }

  @Test
  void anUnplannedNumberDoesNotExist() {
    assertThat(status(new Plan(), "+8619900000001", 0)).isEqualTo(404);
  }

  private static int status(Plan plan, String number, int nth) {
    return ((Step.Refuse) plan.of(number, nth).steps().getFirst()).status();
  }

  @Test
  void definedNamesStandForTheirSteps() {
    Plan plan = PlanParser.parse("p", "define mine = ring 1s, answer\n* mine, key 1\n");
    assertThat(plan.of("1", 0).steps()).hasSize(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "* anser                       | my.plan:2: no step 'anser'; nearest: 'answer'",
        "* answer, key                 | my.plan:2: the line ends where the keys should come",
        "* answer, key 1x              | my.plan:2: '1x' are no keys: 0-9, *, #, A-D",
        "* wait 5                      | my.plan:2: '5' is no duration; write 300ms, 2s or 1min",
        "* answer, , bye               | my.plan:2: a step is missing",
        "*                             | my.plan:2: a step is missing",
        "a*b answer                    | my.plan:2: number pattern 'a*b': one * at the beginning or at the end",
        "* 486 phrase \"Busy           | my.plan:2: a quotation mark is missing",
        "* 486 header \"nothing\"      | my.plan:2: header \"nothing\": write \"Name: value\"",
        "* 204                         | my.plan:2: write 'answer' for a 2xx",
        "* challenge 486               | my.plan:2: challenge 401 or 407, not 486",
        "* forever 3s                  | my.plan:2: 'forever 3s': do not know what '3s' means here",
        "* network loss 5              | my.plan:2: '5' is no share; write 0% to 99%",
        "define busy = 600             | my.plan:2: the name 'busy' is taken",
        "define key = 600              | my.plan:2: the name 'key' is taken",
        "define x                      | my.plan:2: write: define NAME = STEP, STEP, …",
        "1 busy                        | `my.plan:2: a second rule for '1'; use | for later calls`"
      })
  void errorsNameFileAndLine(String line, String error) {
    assertThatExceptionOfType(PlanError.class)
        .isThrownBy(() -> PlanParser.parse("my.plan", "1 busy\n" + line + "\n"))
        .withMessage(error);
  }

  @Test
  void anErrorInAContinuedLineNamesWhereItBegan() {
    assertThatExceptionOfType(PlanError.class)
        .isThrownBy(() -> PlanParser.parse("my.plan", "\n* answer,\n   nonsense\n"))
        .withMessageStartingWith("my.plan:2: ");
  }
}
