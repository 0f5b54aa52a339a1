package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.JURISDICTION_UNKNOWN;

import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.numbering.Zones;
import dev.assent.compliance.policy.Policy;

/**
 * R12: the number is of the region whose law the packs are, and it is known what time it is there.
 */
public final class R12JurisdictionResolved implements Rule {

  @Override
  public String id() {
    return "R12";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    if (!(facts.policy() instanceof Present<Policy>(var policy))) {
      objections.deny(JURISDICTION_UNKNOWN, "no policy says which region it is for");
      return;
    }
    String region = facts.contact().number().region();
    if (!region.equals(policy.region())) {
      objections.deny(
          JURISDICTION_UNKNOWN, "a number of " + region + " under a policy of " + policy.region());
    }
    Zones zones = Zones.of(facts.contact().number(), facts.contact().whereabouts(), policy);
    if (zones.candidates().isEmpty()) {
      objections.deny(JURISDICTION_UNKNOWN, "no time zone is known for the number");
    }
  }
}
