package dev.assent.compliance.store;

import dev.assent.compliance.Attempt;
import dev.assent.compliance.DecisionRecord;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Permit;
import dev.assent.compliance.Reservations;
import dev.assent.compliance.TrunkState;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.journal.Micros;
import dev.assent.compliance.numbering.PhoneNumber;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reserves a call to a test number, under the same locks as any other (R35). */
final class TestReserving implements Reservations {
  private final Commits commits;
  private final Commits.Source source;
  private final Protection protection;
  private final TestFacts reader;
  private final CallsInFlight inFlight;

  TestReserving(
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
    Attempt attempt = permit.attempt();
    UUID number = commits.database().transaction(sql -> TestFacts.number(sql, attempt.contactId()));
    // One key more for a staff member's first test call: it is kept, or destroyed at once.
    SpareKey spare = SpareKey.unless(hasCallKey(number), protection.keys());
    UUID attemptId = source.id();
    boolean done = false;
    try {
      T result =
          commits.run(
              tx -> {
                spare.notCommitted();
                try {
                  return work.apply(new UnderLock(tx, tx.lock(number), permit, attemptId, spare));
                } catch (DuringWork e) {
                  throw e.failure;
                }
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

  /** Carries an SQL error through the caller's code to the transaction. */
  private static final class DuringWork extends RuntimeException {
    private final transient SQLException failure;

    DuringWork(SQLException failure) {
      super(failure);
      this.failure = failure;
    }
  }

  private final class UnderLock implements LockedFacts {
    private final Tx tx;
    private final Tx.Locked locked;
    private final Permit permit;
    private final UUID attemptId;
    private final SpareKey spare;
    private @Nullable Facts facts;

    UnderLock(Tx tx, Tx.Locked locked, Permit permit, UUID attemptId, SpareKey spare) {
      this.tx = tx;
      this.locked = locked;
      this.permit = permit;
      this.attemptId = attemptId;
      this.spare = spare;
    }

    @Override
    public Facts facts() {
      Facts known = facts;
      if (known == null) {
        try {
          known = reader.read(tx.sql(), permit.attempt(), source.now());
          facts = known;
        } catch (SQLException e) {
          throw new DuringWork(e);
        }
      }
      return known;
    }

    @Override
    public Reserved reserve(DecisionRecord decision, String sipCallId) {
      try {
        return write(facts(), decision, sipCallId);
      } catch (SQLException e) {
        throw new DuringWork(e);
      }
    }

    private Reserved write(Facts of, DecisionRecord decision, String sipCallId)
        throws SQLException {
      Instant at = Micros.truncate(source.now());
      PhoneNumber number = of.contact().number();
      String dncBi = hex(BlindIndexer.Purpose.DNC, number);
      Attempt attempt = permit.attempt();
      TrunkState trunk = Reserving.trunkOf(of);
      tx.write(
          new JournalEntry(
              attemptId,
              EntryType.ATTEMPT_HELD,
              at,
              "engine",
              locked.next(),
              attemptId,
              Optional.of(
                  PersonPayload.seal(
                      protection.cipher(),
                      spare.or(locked.callKey()),
                      attemptId,
                      Json.write(
                          new Payloads.Called(
                              number.e164(),
                              hex(BlindIndexer.Purpose.NUMBER, number),
                              dncBi,
                              trunk.callee().write(number.e164()))))),
              Optional.empty(),
              Optional.of(
                  Json.write(
                      new Payloads.Held(
                          attempt.campaignId(),
                          attempt.contactId(),
                          attempt.trunk(),
                          sipCallId,
                          decision,
                          permit.callerNumber(),
                          trunk.caller().write(permit.callerNumber()))))));
      inFlight.add(
          attemptId,
          new CallsInFlight.Callee(
              attempt.campaignId(),
              locked.number(),
              locked.person(),
              of.contact().personId(),
              dncBi));
      return new Reserved(attemptId, at);
    }

    private String hex(BlindIndexer.Purpose purpose, PhoneNumber number) {
      return HexFormat.of().formatHex(protection.indexer().index(purpose, number));
    }
  }
}
