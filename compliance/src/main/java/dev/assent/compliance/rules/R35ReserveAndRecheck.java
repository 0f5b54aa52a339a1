package dev.assent.compliance.rules;

import dev.assent.compliance.CallerNumber;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.DecisionRecord;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.Permit;
import dev.assent.compliance.Reason;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.Reservations.LockedFacts;
import dev.assent.compliance.Reservations.Reserved;
import java.util.List;
import java.util.function.BiFunction;

/**
 * R35: under the locks of number and person every rule again on facts just read, then the
 * reservation. The only rule with a side effect, so it is not a {@link Rule}: the gate runs it
 * last.
 */
public final class R35ReserveAndRecheck {

  /** What it came to. */
  public sealed interface Result {

    record Objected(Facts facts, List<Reason> reasons) implements Result {}

    record Done(Facts facts, DecisionRecord decision, Reserved reserved) implements Result {}
  }

  private final RuleBook rules;
  private final BiFunction<Facts, List<Reason>, DecisionRecord> recorder;

  /**
   * @param recorder writes down what a decision was made on
   */
  public R35ReserveAndRecheck(
      RuleBook rules, BiFunction<Facts, List<Reason>, DecisionRecord> recorder) {
    this.rules = rules;
    this.recorder = recorder;
  }

  public Result run(Permit permit, LockedFacts locked, String sipCallId) {
    Facts facts = locked.facts();
    List<Reason> reasons = rules.judge(facts);
    if (reasons.isEmpty() && stale(permit, facts)) {
      reasons =
          List.of(
              Reason.defer(
                  ReasonCode.PERMIT_STALE, facts.now(), "ran out, or changed since the decision"));
    }
    if (!reasons.isEmpty()) {
      return new Result.Objected(facts, reasons);
    }
    DecisionRecord decision = recorder.apply(facts, reasons);
    return new Result.Done(facts, decision, locked.reserve(decision, sipCallId));
  }

  /** A permit is bound to number, person, caller number, script and trunk, and to five seconds. */
  private static boolean stale(Permit permit, Facts facts) {
    return facts.now().isAfter(permit.issuedAt().plus(Permit.LIFETIME))
        || !(facts.campaign() instanceof Present<Campaign>(var campaign))
        || !(facts.caller() instanceof Present<CallerNumber>(var caller))
        || !caller.e164().equals(permit.callerNumber())
        || !campaign.scriptHash().equals(permit.scriptHash())
        || !facts.contact().number().equals(permit.number())
        || !facts.contact().personId().equals(permit.personId())
        || !facts.attempt().equals(permit.attempt());
  }
}
