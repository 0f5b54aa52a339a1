package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.PURPOSE_MISMATCH;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.Purpose;

/**
 * R23: the call is for a purpose the person agreed to. The purpose must stand in a grant that is
 * valid by R22: an expired grant lends its purposes to no other.
 */
public final class R23PurposeMatch implements Rule {

  @Override
  public String id() {
    return "R23";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    if (!(facts.campaign() instanceof Present<Campaign>(var campaign))
        || !(facts.policy() instanceof Present<Policy>(var policy))) {
      objections.deny(PURPOSE_MISMATCH, "the purpose of the call is unknown");
      return;
    }
    Purpose purpose = campaign.purpose();
    if (policy.consent().required()
        && R22ConsentValid.valid(facts).stream().noneMatch(g -> g.purposes().contains(purpose))) {
      objections.deny(PURPOSE_MISMATCH, "no valid consent covers " + purpose);
    }
  }
}
