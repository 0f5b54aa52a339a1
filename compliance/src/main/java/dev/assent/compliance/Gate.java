package dev.assent.compliance;

import dev.assent.compliance.Found.Present;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.rules.R01KillSwitch;
import dev.assent.compliance.rules.R35ReserveAndRecheck;
import dev.assent.compliance.rules.R35ReserveAndRecheck.Result;
import dev.assent.compliance.rules.RuleBook;
import dev.assent.compliance.rules.Timetable;
import dev.assent.compliance.script.Script;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * May this call be made? The only door to a call (requirements 2.1): every rule is asked and every
 * objection kept; the worst one decides; whatever goes wrong on the way is a denial. Any thread.
 */
public final class Gate {

  private final FactsSource source;
  private final Reservations reservations;
  private final RuleBook rules;
  private final Timetable timetable;
  private final R35ReserveAndRecheck reservation;
  private final InstantSource clock;
  private final RandomGenerator ids;
  private final Map<String, String> packNames = new ConcurrentHashMap<>();

  /**
   * @param ids for the ids of decision records; safe for use by many threads
   */
  public Gate(
      FactsSource source,
      Reservations reservations,
      RuleBook rules,
      InstantSource clock,
      RandomGenerator ids) {
    this.source = source;
    this.reservations = reservations;
    this.rules = rules;
    this.timetable = new Timetable(rules);
    this.reservation = new R35ReserveAndRecheck(rules, this::record);
    this.clock = clock;
    this.ids = ids;
  }

  /** All rules, all reasons, no side effect. */
  public Decision decide(Attempt attempt) {
    return decide(attempt, clock.instant(), false);
  }

  /**
   * The same for a page of contacts of one campaign, their facts read at once. A permit that ran
   * out before its turn came is asked for again with {@link #decide(Attempt)}.
   *
   * @return in the order of the contacts
   */
  public List<Decision> decide(UUID campaignId, String trunk, List<UUID> contactIds) {
    return each(
        campaignId,
        trunk,
        contactIds,
        clock.instant(),
        facts -> judged(facts, false),
        (_, failed) -> failed);
  }

  /**
   * What would be decided at another time, for plans and explanations. A permit from here is
   * already used up.
   */
  public Decision decideAt(Attempt attempt, Instant at) {
    return decide(attempt, at, true);
  }

  /**
   * Turns a permit into the right to place one call now: in one transaction, under the locks of
   * number and person, all rules again and the reservation. When this returns {@code Cleared}, the
   * reservation is committed and its journal entry forced.
   */
  public Redemption redeem(Permit permit, String sipCallId) {
    try {
      if (!permit.use(clock.instant())) {
        return postponed(
            ReasonCode.PERMIT_STALE, clock.instant(), "ran out, or was redeemed before");
      }
      Optional<Result> result =
          reservations.underLock(permit, locked -> reservation.run(permit, locked, sipCallId));
      if (result.isEmpty()) {
        return postponed(
            ReasonCode.RESERVATION_BUSY,
            clock.instant().plus(Permit.LIFETIME),
            "the number or person is being reserved or refused");
      }
      return switch (result.get()) {
        case Result.Objected(var facts, var reasons) -> objected(reasons, record(facts, reasons));
        case Result.Done(var facts, var decision, var reserved) ->
            new Redemption.Cleared(clearance(facts, decision, reserved, sipCallId));
      };
    } catch (RuntimeException e) {
      return new Redemption.Refused(engineError(e));
    }
  }

  /**
   * Before each INVITE of a reserved attempt: once more, on fresh facts, what others may have
   * changed since ({@link RuleBook#BEFORE_EACH_INVITE}). The clearance it gives is a new one, to be
   * taken within a second.
   */
  public Redemption recheck(Clearance clearance) {
    try {
      Attempt attempt =
          new Attempt(clearance.campaignId(), clearance.contactId(), clearance.trunk());
      Facts facts = source.again(attempt, clock.instant());
      List<Reason> reasons = rules.judgeAgain(facts);
      DecisionRecord record =
          record(facts, reasons, false); // the journal has that of the clearance
      return reasons.isEmpty()
          ? new Redemption.Cleared(clearance.again(record, facts.now()))
          : objected(reasons, record);
    } catch (RuntimeException e) {
      return new Redemption.Refused(engineError(e));
    }
  }

  /** The last look just before bytes leave: whether no hold covers this call. Cheap. */
  public boolean holdFree(Clearance clearance) {
    try {
      Attempt attempt =
          new Attempt(clearance.campaignId(), clearance.contactId(), clearance.trunk());
      return R01KillSwitch.free(source.holds(), attempt, clearance.number());
    } catch (RuntimeException e) {
      return false;
    }
  }

  /**
   * What {@link #decideAt} would say of each of these contacts, and when they might first be
   * called, for plans: reads the facts of all of them at once.
   *
   * @return in the order of the contacts
   */
  public List<Outlook> outlook(UUID campaignId, String trunk, List<UUID> contactIds, Instant at) {
    return each(
        campaignId,
        trunk,
        contactIds,
        at,
        this::outlook,
        (contact, failed) -> new Outlook(contact, Found.absent(), failed, Optional.empty()));
  }

  /** Judges each contact by its facts; of whom nothing can be read is denied. */
  private <T> List<T> each(
      UUID campaignId,
      String trunk,
      List<UUID> contactIds,
      Instant at,
      Function<Facts, T> judge,
      BiFunction<UUID, Decision, T> unread) {
    Map<UUID, Facts> known = new HashMap<>();
    RuntimeException failure = new IllegalStateException("erased, or no such contact");
    try {
      source
          .ofMany(campaignId, trunk, contactIds, at)
          .forEach(facts -> known.put(facts.contact().id(), facts));
    } catch (RuntimeException e) {
      failure = e;
    }
    List<T> all = new ArrayList<>(contactIds.size());
    for (UUID contact : contactIds) {
      Facts facts = known.get(contact);
      all.add(facts == null ? unread.apply(contact, engineError(failure)) : judge.apply(facts));
    }
    return all;
  }

  private Outlook outlook(Facts facts) {
    UUID contact = facts.contact().id();
    try {
      Decision decision = decide(facts, true);
      Optional<Instant> nextLawful =
          switch (decision) {
            case Decision.Allow _ -> Optional.of(facts.now());
            case Decision.Defer defer -> timetable.nextLawful(facts, defer.reasons());
            case Decision.Deny _ -> Optional.empty();
          };
      return new Outlook(contact, Found.present(facts), decision, nextLawful);
    } catch (RuntimeException e) {
      return new Outlook(contact, Found.present(facts), engineError(e), Optional.empty());
    }
  }

  /** When calls to these facts may be made, all but time staying as it is. */
  public Timetable timetable() {
    return timetable;
  }

  private Decision decide(Attempt attempt, Instant at, boolean planning) {
    try {
      return decide(source.of(attempt, at), planning);
    } catch (RuntimeException e) {
      return engineError(e);
    }
  }

  private Decision judged(Facts facts, boolean planning) {
    try {
      return decide(facts, planning);
    } catch (RuntimeException e) {
      return engineError(e);
    }
  }

  private Decision decide(Facts facts, boolean planning) {
    List<Reason> reasons = rules.judge(facts);
    // An allowance is journalled when it is redeemed, by the record made then; a deferral never.
    boolean denied = reasons.stream().anyMatch(reason -> reason.severity() != Severity.DEFER);
    DecisionRecord record = record(facts, reasons, !planning && denied);
    return reasons.isEmpty()
        ? new Decision.Allow(permit(facts, planning), record)
        : against(reasons, record);
  }

  private static Permit permit(Facts facts, boolean used) {
    Campaign campaign = known(facts.campaign(), "campaign");
    return new Permit(
        facts.attempt(),
        facts.contact().personId(),
        facts.contact().number(),
        known(facts.caller(), "caller number").e164(),
        campaign.scriptHash(),
        facts.now(),
        used);
  }

  private Clearance clearance(
      Facts facts, DecisionRecord decision, Reservations.Reserved reserved, String sipCallId) {
    return new Clearance(
        reserved.attemptId(),
        facts.contact(),
        known(facts.campaign(), "campaign"),
        known(facts.caller(), "caller number").e164(),
        known(facts.script(), "script"),
        known(facts.policy(), "policy"),
        facts.attempt().trunk(),
        sipCallId,
        decision,
        reserved.at(),
        clock);
  }

  private static <T> T known(Found<T> found, String what) {
    if (found instanceof Present<T>(var value)) {
      return value;
    }
    throw new IllegalStateException("no rule objected to a missing " + what);
  }

  private static Decision against(List<Reason> reasons, DecisionRecord record) {
    Severity worst = reasons.stream().min(Reason.WORST_FIRST).orElseThrow().severity();
    return switch (worst) {
      case DENY_PERMANENT -> new Decision.Deny(true, reasons, record);
      case DENY -> new Decision.Deny(false, reasons, record);
      case DEFER ->
          new Decision.Defer(
              reasons.stream().map(Gate::until).max(Comparator.naturalOrder()).orElseThrow(),
              reasons,
              record);
    };
  }

  private static Instant until(Reason reason) {
    Instant until = reason.until();
    if (until == null) {
      throw new IllegalStateException("a deferral without an instant");
    }
    return until;
  }

  private static Redemption objected(List<Reason> reasons, DecisionRecord record) {
    return switch (against(reasons, record)) {
      case Decision.Deny deny -> new Redemption.Refused(deny);
      case Decision.Defer defer -> new Redemption.Postponed(defer);
      case Decision.Allow _ -> throw new IllegalStateException("an objection cannot allow");
    };
  }

  private Redemption postponed(ReasonCode code, Instant until, String detail) {
    List<Reason> reasons = List.of(Reason.defer(code, until, detail));
    return new Redemption.Postponed(new Decision.Defer(until, reasons, withoutFacts(reasons)));
  }

  /**
   * Says which error and where, but not its message: drivers put values into messages, and a value
   * may be a number.
   */
  private Decision.Deny engineError(RuntimeException e) {
    StackTraceElement[] trace = e.getStackTrace();
    String where =
        trace.length == 0 ? "" : " at " + trace[0].getFileName() + ":" + trace[0].getLineNumber();
    List<Reason> reasons =
        List.of(Reason.deny(ReasonCode.ENGINE_ERROR, e.getClass().getSimpleName() + where));
    return new Decision.Deny(false, reasons, withoutFacts(reasons));
  }

  private DecisionRecord withoutFacts(List<Reason> reasons) {
    return new DecisionRecord(newId(), clock.instant(), "", "", "", "", "", "", "", reasons);
  }

  private DecisionRecord record(Facts facts, List<Reason> reasons) {
    return record(facts, reasons, true);
  }

  /**
   * @param kept whether it goes into the journal; hashing the inputs would be most of a plan's work
   */
  private DecisionRecord record(Facts facts, List<Reason> reasons, boolean kept) {
    return new DecisionRecord(
        newId(),
        facts.now(),
        facts.policy() instanceof Present<Policy>(var policy) ? policy.hash() : "",
        facts.policy() instanceof Present<Policy>(var policy) ? packs(policy) : "",
        facts.calendars().version(),
        facts.clock().tzdata(),
        facts.listVersions(),
        facts.script() instanceof Present<Script>(var script) ? script.hash() : "",
        kept ? FactsHash.of(facts) : "",
        reasons);
  }

  /** Hashing packs anew would cost more than the decision: they are those of the policy's hash. */
  private String packs(Policy policy) {
    return packNames.computeIfAbsent(
        policy.hash(),
        _ ->
            policy.packs().stream()
                .map(p -> p.pack() + " " + p.version() + "@" + p.hash().substring(0, 12))
                .collect(Collectors.joining(", ")));
  }

  /** A random UUID (RFC 9562, version 4). */
  private UUID newId() {
    long high = (ids.nextLong() & ~0xF000L) | 0x4000L;
    long low = (ids.nextLong() & ~(0b11L << 62)) | (0b10L << 62);
    return new UUID(high, low);
  }
}
