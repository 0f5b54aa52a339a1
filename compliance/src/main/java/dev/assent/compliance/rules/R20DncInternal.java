package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.DNC_INTERNAL;
import static dev.assent.compliance.ReasonCode.DNC_UNAVAILABLE;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.consent.DncEntry;
import dev.assent.compliance.consent.DncReach;
import dev.assent.compliance.consent.DncState;
import dev.assent.compliance.consent.Manner;

/** R20: who said no is not called again. A list that cannot be read names everybody. */
public final class R20DncInternal implements Rule {

  @Override
  public String id() {
    return "R20";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    switch (facts.dnc()) {
      case DncState.NotListed() -> {}
      case DncState.Listed(var entries) ->
          entries.stream()
              .filter(entry -> covers(entry.reach(), facts))
              .filter(entry -> !pressedInATest(entry, facts))
              .forEach(
                  entry ->
                      objections.denyPermanently(
                          DNC_INTERNAL,
                          entry.manner() + " at " + entry.at() + ", entry " + entry.id()));
      case DncState.Unavailable(var why) -> objections.deny(DNC_UNAVAILABLE, why);
    }
  }

  /** A 9 pressed in a test call stops every call but the next test call to that number. */
  private static boolean pressedInATest(DncEntry entry, Facts facts) {
    return entry.manner() == Manner.TEST && facts.attempt().test();
  }

  /** A campaign that is not known may be one that was refused. */
  private static boolean covers(DncReach reach, Facts facts) {
    return !(facts.campaign() instanceof Present<Campaign>(var campaign)) || reach.covers(campaign);
  }
}
