package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.CALLEE_PREFERENCE;
import static dev.assent.compliance.ReasonCode.QUIET_BREAK;

import dev.assent.compliance.Facts;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.policy.OpeningHours;
import java.time.Instant;
import java.util.Optional;

/**
 * R29: not within a quiet break such as lunch, nor when the person asked not to be called, anywhere
 * they may be. Where zone or policy are unknown R12 and R28 deny already.
 */
public final class R29QuietBreak implements Rule {

  @Override
  public String id() {
    return "R29";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    Optional<OpeningHours> hours = CalledParty.hours(facts);
    if (hours.isEmpty()) {
      return;
    }
    if (hours.get().withinBreak(facts.now())) {
      defer(QUIET_BREAK, hours.get(), facts, objections);
    }
    if (hours.get().withinQuiet(facts.now())) {
      defer(CALLEE_PREFERENCE, hours.get(), facts, objections);
    }
  }

  private static void defer(
      ReasonCode code, OpeningHours hours, Facts facts, Objections objections) {
    Optional<Instant> opening = hours.nextOpening(facts.now());
    if (opening.isPresent()) {
      objections.defer(code, opening.get(), "zones " + hours.zones());
    } else {
      objections.deny(code, "no opening ahead in zones " + hours.zones());
    }
  }
}
