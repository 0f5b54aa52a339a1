package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.QUIET_BREAK;

import dev.assent.compliance.Facts;
import dev.assent.compliance.policy.OpeningHours;
import java.time.Instant;
import java.util.Optional;

/**
 * R29: not within a quiet break such as lunch, anywhere the person may be. Where zone or policy are
 * unknown R12 and R28 deny already.
 */
public final class R29QuietBreak implements Rule {

  @Override
  public String id() {
    return "R29";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    Optional<OpeningHours> hours = CalledParty.hours(facts);
    if (hours.isEmpty() || !hours.get().withinBreak(facts.now())) {
      return;
    }
    Optional<Instant> opening = hours.get().nextOpening(facts.now());
    if (opening.isPresent()) {
      objections.defer(QUIET_BREAK, opening.get(), "zones " + hours.get().zones());
    } else {
      objections.deny(QUIET_BREAK, "no opening ahead in zones " + hours.get().zones());
    }
  }
}
