package dev.assent.testsip.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.assent.compliance.Requirement;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Visitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The spool is deleted under a call that is being recorded, and recording is mandatory. */
@Timeout(120)
class UnrecordedCallTest {
  @TempDir private Path root;

  @Test
  @Requirement("R08")
  void theCallEndsPolitelyAndTheCampaignIsBraked() throws Exception {
    try (Rehearsal stage = new Rehearsal(root)) {
      String number = Rehearsal.number(100);
      stage.carrier.plan(
          number, "answer, prompt 1, wait 100ms, key 1, prompt 2, wait 100ms, key 1");
      stage.campaign("first", List.of(number));
      Visitor alice = Visitor.nobody();
      CompletableFuture<Exit> run =
          CompletableFuture.supplyAsync(
              () ->
                  stage.give(alice, "campaign", "run", "first", "--yes", "--once", "--as", "alice"),
              task -> Thread.ofVirtual().start(task));
      for (Path segment : recordingBegun(stage.home().resolve("spool"))) {
        Files.delete(segment);
      }
      assertThat(run.join()).as(alice.words()).isEqualTo(Exit.BRAKED);
      assertThat(alice.words())
          .contains("first is braked and paused: 1 agreed call(s)")
          .contains("assent doctor");
      assertThat(stage.done("campaign", "status", "first", "--as", "alice")).contains("PAUSED");
      assertThat(stage.done("campaign", "report", "first", "-o", "json", "--as", "alice"))
          .contains("\"expected\" : 1")
          .contains("\"complete\" : 0");
      assertThat(stage.carrier.calls()).hasSize(1);

      JournalStory journal = JournalStory.read(stage.home().resolve("journal"));
      String call = stage.carrier.calls().getFirst().callId();
      assertThat(journal.outcomes(call)).containsExactly("REC_FAIL");
      assertThat(journal.types(journal.attempt(call))).contains(EntryType.REC_MISSING);
      assertThat(journal.entries())
          .extracting(JournalEntry::type)
          .containsOnlyOnce(EntryType.REC_STOPPED);
      assertThat(
              journal.entries().stream()
                  .filter(entry -> entry.type() == EntryType.REC_STOPPED)
                  .map(entry -> entry.operational().orElse("")))
          .as("why the recorder stopped for a while")
          .singleElement(STRING)
          .contains("is gone");
    }
  }

  /** The segments, once a header stands in one. */
  private static List<Path> recordingBegun(Path spool) throws IOException {
    while (true) {
      try (Stream<Path> files = Files.list(spool)) {
        List<Path> segments = files.filter(f -> f.toString().endsWith(".spool")).toList();
        for (Path segment : segments) {
          if (segment.getFileName().toString().startsWith("0") && Files.size(segment) > 2000) {
            return segments.stream()
                .filter(f -> f.getFileName().toString().startsWith("0"))
                .toList();
          }
        }
      }
      LockSupport.parkNanos(1_000_000); // what is waited for needs the core
    }
  }
}
