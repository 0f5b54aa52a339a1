package dev.assent.compliance.store.attempt;

import dev.assent.compliance.Attempt;
import dev.assent.compliance.Permit;
import dev.assent.compliance.Reservations;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.person.CallsInFlight;
import dev.assent.compliance.store.seal.Protection;
import dev.assent.compliance.store.seal.SpareKey;
import dev.assent.compliance.store.sql.LockBusy;
import dev.assent.compliance.store.sql.Sql;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Reserves a call to a test number, under the same locks as any other (R35). */
public final class TestReserving implements Reservations {
  private final Commits commits;
  private final Commits.Source source;
  private final Protection protection;
  private final TestFacts reader;
  private final CallsInFlight inFlight;

  public TestReserving(
      Commits commits,
      Commits.Source source,
      Protection protection,
      TestFacts reader,
      CallsInFlight inFlight) {
    this.commits = commits;
    this.source = source;
    this.protection = protection;
    this.reader = reader;
    this.inFlight = inFlight;
  }

  @Override
  public <T> Optional<T> underLock(Permit permit, Function<LockedFacts, T> work) {
    commits.requireProvable();
    Attempt attempt = permit.attempt();
    UUID number = commits.database().transaction(sql -> TestFacts.number(sql, attempt.contactId()));
    // One key more for a staff member's first test call: it is kept, or destroyed at once.
    SpareKey spare = SpareKey.unless(hasCallKey(number), protection.keys());
    UUID attemptId = source.orderedId();
    boolean done = false;
    try {
      T result =
          commits.run(
              tx -> {
                spare.notCommitted();
                return new LockedCallee(
                        tx,
                        tx.lock(number),
                        permit,
                        attemptId,
                        (t, locked) -> reader.read(t.sql(), attempt, source.now()),
                        (t, locked) -> spare.or(locked.callKey()),
                        source,
                        protection,
                        inFlight)
                    .doing(work);
              });
      done = true;
      return Optional.of(result);
    } catch (LockBusy e) {
      spare.notCommitted();
      return Optional.empty();
    } finally {
      spare.discard();
      if (!done) {
        inFlight.remove(attemptId);
      }
    }
  }

  private boolean hasCallKey(UUID number) {
    return commits
        .database()
        .transaction(
            sql ->
                sql.first(
                    "SELECT p.call_key FROM number x JOIN person p ON p.id = x.person_id"
                        + " WHERE x.id = ?",
                    row -> Optional.ofNullable(Sql.longOrNull(row, "call_key")),
                    number))
        .flatMap(key -> key)
        .isPresent();
  }
}
