package dev.assent.compliance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Hold;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Identities;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.sql.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The outbox is trimmed while others commit: after a crash nothing is applied a second time. */
@Timeout(60)
class TrimRaceTest {
  private static final int CALLERS = 4;
  private static final int ROUNDS = 2;

  /** So many rows to drop that others commit while these are counted. */
  private static final int LONG_QUEUE = 10_000;

  private static final class Ids implements Commits.Source {
    @Override
    public UUID id() {
      return UUID.randomUUID();
    }

    @Override
    public UUID orderedId() {
      return id();
    }

    @Override
    public Instant now() {
      return TestHome.START;
    }
  }

  private static void hold(Commits commits) {
    Ids ids = new Ids();
    String json = Json.write(new Payloads.HoldSet(Hold.Scope.GLOBAL, "", "race"));
    commits.run(
        tx -> {
          tx.write(
              JournalEntry.operational(
                  ids.id(), EntryType.HOLD_SET, ids.now(), "anna", ids.id(), json));
          return true;
        });
  }

  @Test
  void whatIsCommittedWhileTheOutboxIsTrimmedIsAppliedOnce() throws Exception {
    try (TestHome home = TestHome.on(TestDatabase.H2)) {
      home.open();
      try (Database database =
          Database.open(home.settings, UnaryOperator.identity(), Database.threads(home.settings))) {
        Commits commits =
            new Commits(
                database,
                home.journal(),
                new Ids(),
                sql -> new Projection(sql, TestDatabase.CONTROLLER, Identities.KNOWN_ROWS),
                Optional.empty(),
                Runnable::run);
        AtomicBoolean done = new AtomicBoolean();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
          callers.add(
              Thread.ofPlatform()
                  .start(
                      () -> {
                        while (!done.get()) {
                          hold(commits);
                        }
                      }));
        }
        for (int round = 0; round < ROUNDS; round++) {
          commits.alreadyForced(
              Stream.generate(UUID::randomUUID).limit(LONG_QUEUE).toList(), List.of());
          commits.trim();
        }
        done.set(true);
        for (Thread caller : callers) {
          caller.join();
        }
      }
      home.kill();
      assertThat(home.open().opening().applied()).isZero();
    }
  }
}
