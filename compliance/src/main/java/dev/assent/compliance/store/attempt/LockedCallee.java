package dev.assent.compliance.store.attempt;

import dev.assent.compliance.Attempt;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.DecisionRecord;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found;
import dev.assent.compliance.Permit;
import dev.assent.compliance.Reservations.LockedFacts;
import dev.assent.compliance.Reservations.Reserved;
import dev.assent.compliance.TrunkState;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.journal.Micros;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.numbering.Zones;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.commit.PersonPayload;
import dev.assent.compliance.store.commit.Tx;
import dev.assent.compliance.store.person.CallsInFlight;
import dev.assent.compliance.store.seal.BlindIndexer;
import dev.assent.compliance.store.seal.Protection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One callee while number and person are locked: what is known, read once, and the attempt that is
 * held for them. A customer and a test number differ only in where the facts and the key come from.
 */
final class LockedCallee implements LockedFacts {
  /** Reads what is known under the locks. */
  @FunctionalInterface
  interface Reading {
    Facts read(Tx tx, Tx.Locked locked) throws SQLException;
  }

  /** The ledger row of the key that the called number is sealed under. */
  @FunctionalInterface
  interface CallKey {
    long of(Tx tx, Tx.Locked locked) throws SQLException;
  }

  private final Tx tx;
  private final Tx.Locked locked;
  private final Permit permit;
  private final UUID attemptId;
  private final Reading reading;
  private final CallKey callKey;
  private final Commits.Source source;
  private final Protection protection;
  private final CallsInFlight inFlight;
  private @Nullable Facts facts;

  LockedCallee(
      Tx tx,
      Tx.Locked locked,
      Permit permit,
      UUID attemptId,
      Reading reading,
      CallKey callKey,
      Commits.Source source,
      Protection protection,
      CallsInFlight inFlight) {
    this.tx = tx;
    this.locked = locked;
    this.permit = permit;
    this.attemptId = attemptId;
    this.reading = reading;
    this.callKey = callKey;
    this.source = source;
    this.protection = protection;
    this.inFlight = inFlight;
  }

  /** Does the work with these facts; an SQL error in it is the transaction's. */
  <T> T doing(Function<LockedFacts, T> work) throws SQLException {
    try {
      return work.apply(this);
    } catch (DuringWork e) {
      throw e.failure;
    }
  }

  @Override
  public Facts facts() {
    Facts known = facts;
    if (known == null) {
      try {
        known = reading.read(tx, locked);
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
      return hold(facts(), decision, sipCallId);
    } catch (SQLException e) {
      throw new DuringWork(e);
    }
  }

  private Reserved hold(Facts of, DecisionRecord decision, String sipCallId) throws SQLException {
    Instant at = Micros.truncate(source.now());
    PhoneNumber number = of.contact().number();
    String dncBi = hex(BlindIndexer.Purpose.DNC, number);
    TrunkState trunk = trunkOf(of);
    Attempt attempt = permit.attempt();
    if (!attempt.test() && !tx.useClaim(attempt.campaignId(), attempt.contactId())) {
      // As if it were locked: another node decides about this contact.
      throw new SQLException("the contact is not claimed by this node", "HYT00");
    }
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
            permit.callerNumber(),
            trunk.caller().write(permit.callerNumber()),
            zonesOf(of));
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
                    protection.cipher(), callKey.of(tx, locked), attemptId, Json.write(called))),
            Optional.empty(),
            Optional.of(Json.write(held))),
        held);
    // Known before the commit: an opt-out may come as soon as bytes have left.
    inFlight.add(
        attemptId,
        new CallsInFlight.Callee(
            attempt.campaignId(),
            purposesOf(attempt, of),
            locked.number(),
            locked.person(),
            of.contact().personId(),
            dncBi));
    return new Reserved(attemptId, at);
  }

  private static Set<Purpose> purposesOf(Attempt attempt, Facts facts) {
    return !attempt.test() && facts.campaign() instanceof Found.Present(Campaign campaign)
        ? Set.of(campaign.purpose())
        : Set.of();
  }

  private String hex(BlindIndexer.Purpose purpose, PhoneNumber number) {
    return HexFormat.of().formatHex(protection.indexer().index(purpose, number));
  }

  /** How its carrier wants numbers written; as they are filed where nothing is known of it. */
  private static TrunkState trunkOf(Facts facts) {
    return facts.trunk() instanceof Found.Present(TrunkState present)
        ? present
        : new TrunkState(0, 0);
  }

  /** For whoever counts the hours again, without the number (Q01). */
  private static List<String> zonesOf(Facts facts) {
    return facts.policy() instanceof Found.Present(Policy policy)
        ? Zones.of(facts.contact().number(), facts.contact().whereabouts(), policy)
            .candidates()
            .stream()
            .map(ZoneId::getId)
            .sorted()
            .toList()
        : List.of();
  }

  /** Carries an SQL error through the caller's code to the transaction. */
  private static final class DuringWork extends RuntimeException {
    private final transient SQLException failure;

    DuringWork(SQLException failure) {
      super(failure);
      this.failure = failure;
    }
  }
}
