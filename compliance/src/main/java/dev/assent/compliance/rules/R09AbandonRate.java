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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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
    if (calls.up() > 0) {
      slowed(calls, policy)
          .forEach(slowed -> objections.defer(ABANDON_LIMIT, soon, slowed.toString()));
    }
    if (facts.history() instanceof Present<CallHistory>(var history)) {
      rested(history, policy, facts.now(), objections);
    }
  }

  /**
   * A campaign makes one call at a time. The law names no least sample, so a single late answer
   * among a few counts in full: at 3 % until 42 calls were answered.
   *
   * @param period how its calls began
   * @param percent the limit
   * @param enough answered calls with which these abandoned ones are few enough; empty when no
   *     number is
   * @param leaves when the first of the abandoned calls is older than the period
   */
  public record Slowed(Period period, int percent, OptionalLong enough, Instant leaves) {
    @Override
    public String toString() {
      return period.abandoned()
          + " of "
          + period.answered()
          + " answered calls heard nobody in time, limit "
          + percent
          + " %: the IVR makes one call at a time until "
          + (enough.isPresent() ? enough.getAsLong() + " were answered, or " : "")
          + leaves;
    }
  }

  /** For explanations: by which limits the campaign of these facts makes one call at a time. */
  public static List<Slowed> slowed(Facts facts) {
    return facts.policy() instanceof Present<Policy>(var policy)
            && facts.abandoned() instanceof Present<AbandonedCalls>(var calls)
        ? slowed(calls, policy)
        : List.of();
  }

  private static List<Slowed> slowed(AbandonedCalls calls, Policy policy) {
    Map<Integer, Integer> limits = policy.get(DialKeys.ABANDON_LIMITS);
    List<Slowed> slowed = new ArrayList<>();
    for (Period period : calls.periods()) {
      Integer percent = limits.get(period.days());
      Instant first = period.first();
      if (percent != null && first != null && over(period, percent)) {
        long act = (long) percent * ACT_AT_PERCENT;
        slowed.add(
            new Slowed(
                period,
                percent,
                act == 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(period.abandoned() * 100 * 100 / act + 1),
                first.plus(Duration.ofDays(period.days()))));
      }
    }
    return slowed;
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
