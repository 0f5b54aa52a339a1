package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.IN_FLIGHT;

import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import java.time.Duration;

/** R34: one call at a time to a person and to a number, over all campaigns. */
public final class R34InFlight implements Rule {

  /** How long a call may well take: nothing hangs on it but when to ask again. */
  private static final Duration ASK_AGAIN = Duration.ofMinutes(1);

  @Override
  public String id() {
    return "R34";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    if (!(facts.inFlight() instanceof Present<Boolean>(var inFlight))) {
      objections.deny(IN_FLIGHT, "whether a call is up could not be read");
    } else if (inFlight) {
      objections.defer(IN_FLIGHT, facts.now().plus(ASK_AGAIN), "a call is reserved or up");
    }
  }
}
