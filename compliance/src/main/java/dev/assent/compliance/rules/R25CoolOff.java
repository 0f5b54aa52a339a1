package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.COOL_OFF;

import dev.assent.compliance.CallHistory;
import dev.assent.compliance.CallHistory.PastCall;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.policy.DialKeys;
import dev.assent.compliance.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * R25: whoever said no in passing is left in peace for a while, over all campaigns: they refused,
 * let the question go unanswered, or hung up on it (requirements 4.2). Who says never is R20's.
 */
public final class R25CoolOff implements Rule {

  @Override
  public String id() {
    return "R25";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    if (!(facts.policy() instanceof Present<Policy>(var policy))
        || !(facts.history() instanceof Present<CallHistory>(var history))) {
      objections.deny(COOL_OFF, "what was said in earlier calls could not be read");
      return;
    }
    Duration rest = Duration.ofDays(policy.get(DialKeys.COOL_OFF_DAYS));
    Stream.concat(history.person().stream(), history.number().stream())
        .filter(R25CoolOff::softRefusal)
        .map(PastCall::at)
        .max(Comparator.naturalOrder())
        .ifPresent(
            last -> {
              Instant until = last.plus(rest);
              if (facts.now().isBefore(until)) {
                objections.defer(COOL_OFF, until, "not interested in the call of " + last);
              }
            });
  }

  private static boolean softRefusal(PastCall call) {
    Outcome outcome = call.outcome();
    return switch (outcome) {
      case REFUSED, REFUSED_TIMEOUT, HUNG_UP -> true;
      // What they said nobody heard: it may have been no.
      case ANSWERED_UNHEARD -> true;
      case AGREED,
          OPTED_OUT,
          OPT_OUT_PENDING,
          NO_KEY_PATH,
          BUSY,
          NO_ANSWER,
          CANCELLED,
          CANCELLED_DNC,
          FAILED,
          UNWANTED,
          BLOCKED,
          REC_FAIL,
          UNKNOWN,
          NOT_SENT ->
          false;
      case null -> false;
    };
  }
}
