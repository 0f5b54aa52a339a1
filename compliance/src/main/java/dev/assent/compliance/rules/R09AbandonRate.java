package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.ABANDON_LIMIT;

import dev.assent.compliance.AbandonedCalls;
import dev.assent.compliance.AbandonedCalls.Period;
import dev.assent.compliance.CallHistory;
import dev.assent.compliance.CallHistory.PastCall;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.policy.DialKeys;
import dev.assent.compliance.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * R09: answered calls that heard nobody in time stay rare. No human agents are connected in this
 * release: what fails a callee is sound of the IVR that comes late or not at all. From four fifths
 * of the limit on, the campaign makes one call at a time: each has a line of its own then, so it
 * can only lower the ratio. Whoever heard nobody is left in peace for the pack's hours.
 */
public final class R09AbandonRate implements Rule {

  /** Act at 80 % of the limit (requirements, table 2.2). */
  private static final int ACT_AT_PERCENT = 80;

  private static final Duration ASK_AGAIN = Duration.ofSeconds(10);

  @Override
  public String id() {
    return "R09";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    Instant soon = facts.now().plus(ASK_AGAIN);
    if (!(facts.policy() instanceof Present<Policy>(var policy))
        || !(facts.abandoned() instanceof Present<AbandonedCalls>(var calls))) {
      objections.defer(ABANDON_LIMIT, soon, "how the IVR's calls began is unknown");
      return;
    }
    Map<Integer, Integer> limits = policy.get(DialKeys.ABANDON_LIMITS);
    for (Period period : calls.periods()) {
      Integer percent = limits.get(period.days());
      if (percent != null && calls.up() > 0 && over(period, percent)) {
        objections.defer(
            ABANDON_LIMIT,
            soon,
            period.abandoned()
                + " of "
                + period.answered()
                + " answered calls heard nobody in time, limit "
                + percent
                + " %: the IVR makes one call at a time");
      }
    }
    if (facts.history() instanceof Present<CallHistory>(var history)) {
      rested(history, policy, facts.now(), objections);
    }
  }

  private static boolean over(Period period, int percent) {
    return period.abandoned() > 0
        && period.abandoned() * 100 * 100 >= period.answered() * percent * ACT_AT_PERCENT;
  }

  private static void rested(
      CallHistory history, Policy policy, Instant now, Objections objections) {
    Duration rest = Duration.ofHours(policy.get(DialKeys.ABANDON_REST_HOURS));
    long inTime = Duration.ofSeconds(policy.get(DialKeys.ABANDON_CONNECT_SEC)).toMillis();
    List<Instant> rests =
        Stream.concat(history.person().stream(), history.number().stream())
            .filter(call -> heardNobody(call, inTime))
            .map(call -> call.at().plus(rest))
            .filter(now::isBefore)
            .sorted()
            .toList();
    if (!rests.isEmpty()) {
      objections.defer(ABANDON_LIMIT, rests.getLast(), "the person heard nobody when called");
    }
  }

  private static boolean heardNobody(PastCall call, long inTimeMillis) {
    Long millis = call.connectMillis();
    return millis != null && (millis < 0 || millis > inTimeMillis);
  }
}
