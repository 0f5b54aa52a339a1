package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.TRUNK_LIMIT;

import dev.assent.compliance.CallHistory;
import dev.assent.compliance.CallHistory.PastCall;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.TrunkState;
import dev.assent.compliance.policy.DialKeys;
import dev.assent.compliance.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * R32: what the carrier allows by its trunk's configuration or by a pack, in addition to the law.
 * Attempts that were rejected before ringing count here, other than for R31, and so do those over
 * other trunks: the carrier behind may be the same. Only what was proven unsent does not. A call
 * has its line and its turn before it is decided on: more channels in use than the trunk has means
 * that somebody did not wait for theirs, and calls a second are kept by the turns themselves.
 */
public final class R32TrunkLimits implements Rule {

  private static final Duration ASK_AGAIN = Duration.ofSeconds(1);

  @Override
  public String id() {
    return "R32";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    if (!(facts.policy() instanceof Present<Policy>(var policy))
        || !(facts.trunk() instanceof Present<TrunkState>(var trunk))
        || !(facts.history() instanceof Present<CallHistory>(var history))) {
      objections.deny(TRUNK_LIMIT, "the limits of the trunk, or their use, are unknown");
      return;
    }
    if (trunk.inUse() > trunk.channels()) {
      objections.defer(
          TRUNK_LIMIT,
          facts.now().plus(ASK_AGAIN),
          "channels " + trunk.inUse() + " of " + trunk.channels());
    }
    refused(facts, policy.get(DialKeys.CARRIER_BLOCKED), objections);
    refused(facts, trunk.refused(), objections);
    calleeCaps(facts, policy.get(DialKeys.CARRIER_CALLEE_CAPS), history, objections);
    calleeCaps(facts, trunk.calleeCaps(), history, objections);
  }

  private static void refused(Facts facts, Set<String> prefixes, Objections objections) {
    for (String prefix : prefixes) {
      if (facts.contact().number().e164().startsWith(prefix)) {
        objections.deny(TRUNK_LIMIT, "the carrier does not connect " + prefix);
      }
    }
  }

  private static void calleeCaps(
      Facts facts, Map<Integer, Integer> caps, CallHistory history, Objections objections) {
    caps.forEach(
        (minutes, limit) ->
            judge(Duration.ofMinutes(minutes), limit, history.number(), facts.now(), objections));
  }

  private static void judge(
      Duration within, int limit, List<PastCall> calls, Instant now, Objections objections) {
    List<Instant> counted =
        calls.stream()
            .filter(call -> call.outcome() != Outcome.NOT_SENT)
            .map(PastCall::at)
            .filter(at -> now.isBefore(at.plus(within)))
            .sorted(Comparator.reverseOrder())
            .toList();
    if (counted.size() >= limit) {
      objections.defer(
          TRUNK_LIMIT,
          counted.get(limit - 1).plus(within),
          counted.size() + " of " + limit + " attempts within " + within);
    }
  }
}
