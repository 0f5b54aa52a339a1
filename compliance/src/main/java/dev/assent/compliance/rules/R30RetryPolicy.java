package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.ATTEMPTS_EXHAUSTED;
import static dev.assent.compliance.ReasonCode.RETRY_GAP;

import dev.assent.compliance.CallHistory;
import dev.assent.compliance.CallHistory.PastCall;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.RetryStep;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.Policy.Retry;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * R30: within a campaign, not too soon after the last attempt, not too many of them, none after the
 * person has answered, and none after one of which nobody knows whether it rang: software never
 * repeats it (requirements 2.4). An attempt of which no byte left does not count.
 */
public final class R30RetryPolicy implements Rule {

  @Override
  public String id() {
    return "R30";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    if (!(facts.policy() instanceof Present<Policy>(var policy))
        || !(facts.history() instanceof Present<CallHistory>(var history))) {
      objections.deny(ATTEMPTS_EXHAUSTED, "earlier attempts could not be read");
      return;
    }
    Retry retry = policy.retry();
    List<PastCall> attempts =
        history.person().stream()
            .filter(call -> call.campaignId().equals(facts.attempt().campaignId()))
            .filter(call -> call.outcome() != Outcome.NOT_SENT)
            .toList();
    if (attempts.stream().anyMatch(R30RetryPolicy::conclusive)) {
      objections.deny(ATTEMPTS_EXHAUSTED, "the person has answered in this campaign");
    }
    if (attempts.stream().anyMatch(call -> call.outcome() == Outcome.UNKNOWN)) {
      objections.deny(ATTEMPTS_EXHAUSTED, "an attempt of unknown end may have reached the person");
    }
    if (attempts.size() >= retry.max()) {
      objections.deny(ATTEMPTS_EXHAUSTED, attempts.size() + " of " + retry.max());
    }
    Optional<PastCall> last = attempts.stream().max(Comparator.comparing(PastCall::at));
    last.ifPresent(call -> notYet(facts, call.at().plus(retry.gap()), call.at(), objections));
    if (last.isPresent() && facts.campaign() instanceof Present<Campaign>(var campaign)) {
      RetryStep.After.of(last.get())
          .flatMap(campaign.dialling()::after)
          .ifPresent(step -> asFiled(facts, step, last.get(), attempts, objections));
    }
  }

  /** What the campaign's file says of such an end: only stricter than the packs. */
  private static void asFiled(
      Facts facts, RetryStep step, PastCall last, List<PastCall> attempts, Objections objections) {
    long alike =
        attempts.stream()
            .filter(call -> RetryStep.After.of(call).filter(step.after()::equals).isPresent())
            .count();
    if (alike > step.max()) {
      objections.deny(
          ATTEMPTS_EXHAUSTED, alike + " after " + step.after() + ", called again " + step.max());
      return;
    }
    Instant from = last.at().plus(step.gap());
    Instant asked = facts.now().isAfter(from) ? facts.now() : from;
    Optional<Instant> next = step.within(asked, CalledParty.zones(facts));
    if (next.isEmpty()) {
      objections.deny(ATTEMPTS_EXHAUSTED, "no hour to call again after " + step.after());
    } else {
      notYet(facts, next.get(), last.at(), objections);
    }
  }

  private static void notYet(Facts facts, Instant next, Instant last, Objections objections) {
    if (facts.now().isBefore(next)) {
      objections.defer(RETRY_GAP, next, "last attempt at " + last);
    }
  }

  private static boolean conclusive(PastCall call) {
    Outcome outcome = call.outcome();
    return outcome != null && outcome.conclusive();
  }
}
