package dev.assent.compliance.store.attempt;

import dev.assent.compliance.Permit;
import dev.assent.compliance.Reservations;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.person.CallsInFlight;
import dev.assent.compliance.store.seal.Protection;
import dev.assent.compliance.store.seal.SpareKeys;
import dev.assent.compliance.store.sql.LockBusy;
import dev.assent.compliance.store.sql.Sql;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Reserves a call under the locks of its number and person (R35, requirements 2.4). */
public final class Reserving implements Reservations {
  private final Commits commits;
  private final Commits.Source source;
  private final Protection protection;
  private final FactsReader reader;
  private final CallsInFlight inFlight;
  private final SpareKeys spares;

  public Reserving(
      Commits commits,
      Commits.Source source,
      Protection protection,
      FactsReader reader,
      CallsInFlight inFlight,
      SpareKeys spares) {
    this.spares = spares;
    this.commits = commits;
    this.source = source;
    this.protection = protection;
    this.reader = reader;
    this.inFlight = inFlight;
  }

  @Override
  public <T> Optional<T> underLock(Permit permit, Function<LockedFacts, T> work) {
    commits.requireProvable();
    UUID contact = permit.attempt().contactId();
    UUID number = reader.lastNumberOf(contact).orElseGet(() -> numberOf(contact));
    UUID attemptId = source.orderedId();
    boolean done = false;
    try (SpareKeys.AtHand spare = spares.atHand()) {
      try {
        T result =
            commits.run(
                tx -> {
                  spare.notCommitted();
                  UUID known = reader.lastNumberOf(contact).orElse(number);
                  return new LockedCallee(
                          tx,
                          tx.lock(known),
                          permit,
                          attemptId,
                          (t, locked) ->
                              reader.read(t.sql(), permit.attempt(), source.now(), locked.number()),
                          (t, locked) -> spare.or(t.sql(), locked.callKey()),
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
      }
    } finally {
      if (!done) {
        inFlight.remove(attemptId);
      }
    }
  }

  private UUID numberOf(UUID contactId) {
    return commits
        .database()
        .transaction(
            sql ->
                sql.first(
                    "SELECT c.number_id FROM contact c"
                        + " JOIN batch b ON b.id = c.batch_id AND b.load_id = c.load_id"
                        + " WHERE c.id = ?",
                    row -> Sql.id(row, "number_id"),
                    contactId))
        .orElseThrow(() -> new IllegalArgumentException("no such contact"));
  }
}
