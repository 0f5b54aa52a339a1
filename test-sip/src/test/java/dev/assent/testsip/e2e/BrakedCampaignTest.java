package dev.assent.testsip.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Visitor;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A campaign whose calls are not as its file expects. */
@Timeout(120)
class BrakedCampaignTest {
  @TempDir Path root;

  @Test
  void itDialsNobodyMoreUntilAPersonRunsItAgain() throws Exception {
    try (Rehearsal stage = new Rehearsal(root)) {
      List<String> numbers =
          IntStream.range(0, 30).mapToObj(n -> Rehearsal.number(600 + n)).toList();
      numbers.forEach(number -> stage.carrier.plan(number, "486"));
      stage.campaign(
          "odd",
          numbers,
          """
          thresholds:
            - {expect: "asr > 30%", otherwise: brake, sample: 5}
            - {expect: "failed < 50%", otherwise: warn}
          """);

      Visitor alice = Visitor.nobody();
      Exit exit = stage.give(alice, "campaign", "run", "odd", "--yes", "--once", "--as", "alice");
      assertThat(exit).as(alice.words()).isEqualTo(Exit.BRAKED);
      assertThat(alice.words())
          .contains("campaign odd dials nobody any more: asr > 30% expected, 0 of 5 (0.0 %): BRAKE")
          .contains("assent campaign run odd --yes");
      int first = stage.carrier.calls().size();
      assertThat(first).isBetween(5, 29);
      assertThat(stage.done("campaign", "status", "odd", "--as", "alice")).contains("PAUSED");

      Exit again =
          stage.give(
              Visitor.nobody(), "campaign", "run", "odd", "--yes", "--once", "--as", "alice");
      assertThat(again).isEqualTo(Exit.BRAKED);
      assertThat(stage.carrier.calls().size()).isGreaterThan(first);
      stage.stopEngine();
      assertThat(
              JournalStory.read(stage.home().resolve("journal")).entries().stream()
                  .filter(entry -> entry.type() == EntryType.THRESHOLD_CROSSED)
                  .map(JournalEntry::operational)
                  .map(said -> said.orElse("")))
          .hasSize(2)
          .allMatch(said -> said.contains("asr > 30%") && said.contains("BRAKE"));
    }
  }
}
