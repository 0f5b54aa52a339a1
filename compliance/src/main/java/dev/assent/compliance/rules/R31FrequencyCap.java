package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.COUNTER_UNAVAILABLE;

import dev.assent.compliance.CallHistory;
import dev.assent.compliance.CallHistory.PastCall;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.policy.Cap;
import dev.assent.compliance.policy.Policy;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * R31: no more calls than each cap allows, to the person and to the number, over all campaigns
 * . Reserved calls count, and unknown ones. Calendar periods are counted in every zone the
 * person may be in.
 */
public final class R31FrequencyCap implements Rule {

  @Override
  public String id() {
    return "R31";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    Set<ZoneId> zones = CalledParty.zones(facts);
    if (!(facts.history() instanceof Present<CallHistory>(var history))
        || !(facts.policy() instanceof Present<Policy>(var policy))
        || zones.isEmpty()) {
      objections.deny(COUNTER_UNAVAILABLE, "earlier calls could not be counted");
      return;
    }
    for (Cap cap : policy.caps()) {
      List<PastCall> calls =
          switch (cap.scope()) {
            case PERSON -> history.person();
            case NUMBER -> history.number();
          };
      zones.forEach(zone -> judge(cap, calls, facts.now(), zone, objections));
    }
  }

  private static void judge(
      Cap cap, List<PastCall> calls, Instant now, ZoneId zone, Objections objections) {
    // Calls stamped later than now come from a clock that ran ahead: they count too.
    List<Instant> counted =
        calls.stream()
            .filter(PastCall::counts)
            .map(PastCall::at)
            .filter(at -> now.isBefore(CapPeriod.leaves(cap.period(), at, zone)))
            .sorted(Comparator.reverseOrder())
            .toList();
    if (counted.size() >= cap.limit()) {
      // Room comes when only limit - 1 are left, which is when the limit-th newest leaves.
      Instant until = CapPeriod.leaves(cap.period(), counted.get(cap.limit() - 1), zone);
      objections.defer(
          code(cap.period()), until, cap.scope() + " " + counted.size() + " of " + cap.limit());
    }
  }

  private static ReasonCode code(Cap.Period period) {
    return switch (period) {
      case DAY -> ReasonCode.FREQ_DAY;
      case HOURS_24 -> ReasonCode.FREQ_24H;
      case WEEK -> ReasonCode.FREQ_WEEK;
      case DAYS_7 -> ReasonCode.FREQ_7D;
      case MONTH -> ReasonCode.FREQ_MONTH;
      case DAYS_30 -> ReasonCode.FREQ_30D;
    };
  }
}
