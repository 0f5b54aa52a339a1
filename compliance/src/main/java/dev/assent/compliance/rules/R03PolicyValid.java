package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.POLICY_EXPIRED;
import static dev.assent.compliance.ReasonCode.POLICY_MISSING;
import static dev.assent.compliance.ReasonCode.PURPOSE_FORBIDDEN;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.Found.Unreadable;
import dev.assent.compliance.policy.Policy;

/** R03: the packs are there, in force, and permit this purpose. */
public final class R03PolicyValid implements Rule {

  @Override
  public String id() {
    return "R03";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    if (!(facts.policy() instanceof Present<Policy>(var policy))) {
      objections.deny(
          POLICY_MISSING,
          facts.policy() instanceof Unreadable<Policy>(var why)
              ? why
              : "a pack of this campaign is not in force here");
      return;
    }
    if (!policy.inForce(facts.now())) {
      objections.deny(POLICY_EXPIRED, "outside the effective dates of a pack");
    }
    if (!(facts.campaign() instanceof Present<Campaign>(var campaign))
        || !policy.purposes().contains(campaign.purpose())) {
      objections.deny(PURPOSE_FORBIDDEN, "the packs permit only " + policy.purposes());
    }
  }
}
