package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.RESIDENCY_VIOLATION;

import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.Places;
import dev.assent.compliance.policy.DataKeys;
import dev.assent.compliance.policy.Policy;
import java.util.Set;

/** R26: machine, store and trunk stand where the data may be, logs and backups included (D-g). */
public final class R26Residency implements Rule {

  @Override
  public String id() {
    return "R26";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    if (!(facts.policy() instanceof Present<Policy>(var policy))
        || !(facts.places() instanceof Present<Places>(var places))) {
      objections.deny(RESIDENCY_VIOLATION, "where the data would stand is unknown");
      return;
    }
    Set<String> allowed = policy.get(DataKeys.RESIDENCY);
    within(allowed, "this machine", places.node(), objections);
    within(allowed, "the store", places.store(), objections);
    within(allowed, "the trunk", places.trunk(), objections);
  }

  private static void within(
      Set<String> allowed, String what, String region, Objections objections) {
    if (region.isEmpty()) {
      objections.deny(RESIDENCY_VIOLATION, what + " names no region");
    } else if (!allowed.contains(region)) {
      objections.deny(RESIDENCY_VIOLATION, what + " stands in " + region + ", not in " + allowed);
    }
  }
}
