package dev.assent.compliance.store;

import dev.assent.compliance.Attempt;
import dev.assent.compliance.DecisionRecord;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found;
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

/** Reserves a call under the locks of its number and person (R35, requirements 2.4). */
final class Reserving implements Reservations {
  private final Commits commits;
  private final Commits.Source source;
  private final Protection protection;
  private final FactsReader reader;
  private final CallsInFlight inFlight;
  private final SpareKeys spares;

  Reserving(
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
    UUID contact = permit.attempt().contactId();
    UUID number = reader.lastNumberOf(contact).orElseGet(() -> numberOf(contact));
    UUID attemptId = source.orderedId();
    Spare spare = new Spare(spares.take());
    boolean done = false;
    try {
      T result =
          commits.run(
              tx -> {
                spare.used = false;
                UUID known = reader.lastNumberOf(contact).orElse(number);
                UnderLock locked = new UnderLock(tx, tx.lock(known), permit, attemptId, spare);
                try {
                  return work.apply(locked);
                } catch (DuringWork e) {
                  throw e.failure;
                }
              });
      done = true;
      return Optional.of(result);
    } catch (LockBusy e) {
      spare.used = false;
      return Optional.empty();
    } finally {
      // After an error it may be used all the same: then it stays listed, as its transaction left
      // it.
      if (!spare.used && !spare.taken) {
        spares.putBack(spare.row);
      }
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

  /** A key at hand in case the person has none. */
  private static final class Spare {
    private final long row;
    private boolean used;
    private boolean taken;

    Spare(long row) {
      this.row = row;
    }
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
    private final Attempt attempt;
    private final String callerNumber;
    private final UUID attemptId;
    private final Spare spare;
    private @Nullable Facts facts;

    UnderLock(Tx tx, Tx.Locked locked, Permit permit, UUID attemptId, Spare spare) {
      this.attemptId = attemptId;
      this.tx = tx;
      this.locked = locked;
      this.attempt = permit.attempt();
      this.callerNumber = permit.callerNumber();
      this.spare = spare;
    }

    @Override
    public Facts facts() {
      Facts known = facts;
      if (known == null) {
        try {
          known = reader.read(tx.sql(), attempt, source.now(), locked.number());
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
        return write(facts().contact().number(), decision, sipCallId);
      } catch (SQLException e) {
        throw new DuringWork(e);
      }
    }

    private Reserved write(PhoneNumber number, DecisionRecord decision, String sipCallId)
        throws SQLException {
      Instant at = Micros.truncate(source.now());
      String dncBi = hex(BlindIndexer.Purpose.DNC, number);
      TrunkState trunk = trunkOf(facts());
      Payloads.Called called =
          new Payloads.Called(
              number.e164(),
              hex(BlindIndexer.Purpose.NUMBER, number),
              dncBi,
              trunk.callee().write(number.e164()));
      Payloads.Held held =
          new Payloads.Held(
              attempt.campaignId(),
              attempt.contactId(),
              attempt.trunk(),
              sipCallId,
              decision,
              callerNumber,
              trunk.caller().write(callerNumber));
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
                      protection.cipher(), callKey(), attemptId, Json.write(called))),
              Optional.empty(),
              Optional.of(Json.write(held))),
          held);
      // Known before the commit: an opt-out may come as soon as bytes have left.
      inFlight.add(
          attemptId,
          new CallsInFlight.Callee(
              attempt.campaignId(),
              locked.number(),
              locked.person(),
              facts().contact().personId(),
              dncBi));
      return new Reserved(attemptId, at);
    }

    private long callKey() throws SQLException {
      if (locked.callKey().isEmpty()) {
        spare.used = true;
        if (!SpareKeys.unlist(tx.sql(), spare.row)) {
          spare.taken = true;
          spares.forget();
          throw new SQLException("another process used the key", "HYT00");
        }
      }
      return locked.callKey().orElse(spare.row);
    }

    private String hex(BlindIndexer.Purpose purpose, PhoneNumber number) {
      return HexFormat.of().formatHex(protection.indexer().index(purpose, number));
    }
  }

  /** How its carrier wants numbers written; as they are filed where nothing is known of it. */
  static TrunkState trunkOf(Facts facts) {
    return facts.trunk() instanceof Found.Present(TrunkState present)
        ? present
        : new TrunkState(0, 0);
  }
}
