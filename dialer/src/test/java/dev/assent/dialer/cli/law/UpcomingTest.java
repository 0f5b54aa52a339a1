package dev.assent.dialer.cli.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Requirement;
import dev.assent.compliance.journal.DiskFiles;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Office;
import dev.assent.dialer.cli.Visitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What runs out is told before it does: by doctor, beside status and plans, and in the journal. */
@Timeout(60)
class UpcomingTest {
  @TempDir Path directory;
  private Office office;

  @BeforeEach
  void open() throws IOException {
    office = new Office(directory);
    office.init();
    office.login("alice");
    office.done("unlock");
    Files.writeString(
        directory.resolve("licence.yaml"),
        """
        version: 1
        licence: call-centre
        kind: call-centre
        number: LICENCE-1
        holder: Example
        document: 15c4c976267e1afb75d9701f749fabb6bf6c934236cb9b962ce6d7af3c05c035
        validFrom: 2026-03-02
        validTo: 2026-12-31
        """);
    office.done("licence", "add", "licence.yaml");
  }

  @AfterEach
  void close() throws IOException {
    office.close();
  }

  private String status() {
    Visitor alice = Visitor.nobody();
    assertThat(office.run(alice, "campaign", "status")).isEqualTo(Exit.DONE);
    return alice.words();
  }

  private void at(String instant) {
    office.now = Instant.parse(instant);
    office.login("alice"); // an older session has ended
  }

  @Test
  @Requirement({"R27", "R06"})
  void sixtyDaysBeforeItIsToldEverywhere() {
    at("2026-10-31T02:00:00Z");
    assertThat(status()).doesNotContain("is valid to").doesNotContain("CN-2027");
    at("2026-11-02T02:00:00Z");
    assertThat(status())
        .contains("licence call-centre is valid to 2026-12-31", "the calendar CN-2027 is missing");

    Visitor doctor = Visitor.nobody();
    office.run(doctor, "doctor", "-o", "csv");
    assertThat(doctor.data())
        .contains("papers,WARN,licence call-centre is valid to 2026-12-31,", "calendars,WARN,");
  }

  @Test
  @Requirement("R27")
  void anEngineWritesItDownWhenItStarts() throws Exception {
    at("2026-11-20T02:00:00Z");
    Visitor visitor = Visitor.nobody();
    CompletableFuture<Exit> ended =
        CompletableFuture.supplyAsync(
            () -> office.run(visitor, "engine"), task -> Thread.ofVirtual().start(task));
    try {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (looks().isEmpty()) {
        assertThat(ended).as(visitor.words()).isNotDone();
        assertThat(System.nanoTime()).as(visitor.words()).isLessThan(end);
      }
    } finally {
      visitor.interrupts().fire();
    }
    assertThat(ended.get(30, TimeUnit.SECONDS)).isEqualTo(Exit.DONE);
    assertThat(looks().getFirst().operational().orElseThrow())
        .contains("upcoming.licence", "call-centre", "2026-12-31", "upcoming.calendar");
  }

  private List<JournalEntry> looks() {
    List<JournalEntry> looks = new ArrayList<>();
    Journal.verify(
        office.home().resolve("journal"),
        new DiskFiles(),
        position -> {
          if (position.entry().type() == EntryType.DAILY_LOOK) {
            looks.add(position.entry());
          }
        });
    return looks;
  }
}
