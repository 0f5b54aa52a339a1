package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.MINOR;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Contact.AgeBand;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.policy.Purpose;

/**
 * R16: no calls to children under 14, and no marketing to anybody under 18 (C-19, D-s, PIPL 28).
 */
public final class R16Minor implements Rule {

  @Override
  public String id() {
    return "R16";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    AgeBand age = facts.contact().ageBand();
    if (age == AgeBand.UNDER_14 || (age == AgeBand.FROM_14_TO_17 && marketing(facts))) {
      objections.denyPermanently(MINOR, age.name());
    }
  }

  private static boolean marketing(Facts facts) {
    return !(facts.campaign() instanceof Present<Campaign>(var campaign))
        || campaign.purpose() == Purpose.MARKETING;
  }
}
