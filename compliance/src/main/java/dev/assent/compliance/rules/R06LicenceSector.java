package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.LICENCE_MISSING;
import static dev.assent.compliance.ReasonCode.PRODUCT_BANNED;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.Licence;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.SectorKeys;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * R06: every licence the packs ask for is held, or one is exempt from it with a reason, today; and
 * nothing is offered that the sector may not offer by telephone (C-12, D-a). Where anything is
 * banned, a campaign that does not say what it offers offers the banned.
 */
public final class R06LicenceSector implements Rule {

  @Override
  public String id() {
    return "R06";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    if (!(facts.policy() instanceof Present<Policy>(var policy))) {
      objections.deny(LICENCE_MISSING, "no policy says which licences are needed");
      return;
    }
    licensed(facts, policy.get(SectorKeys.LICENCES), objections);
    offered(facts, policy.get(SectorKeys.PRODUCT_BANS), objections);
  }

  private static void licensed(Facts facts, Set<String> needed, Objections objections) {
    if (!(facts.licences() instanceof Present<List<Licence>>(var licences))) {
      objections.deny(LICENCE_MISSING, "the licences could not be read");
      return;
    }
    LocalDate today = facts.today();
    for (String kind : needed.stream().sorted().toList()) {
      if (licences.stream().noneMatch(l -> l.kind().equals(kind) && l.holds(today))) {
        objections.deny(LICENCE_MISSING, "no " + kind + " licence or exemption");
      }
    }
  }

  private static void offered(Facts facts, Set<String> banned, Objections objections) {
    if (banned.isEmpty()) {
      return;
    }
    if (!(facts.campaign() instanceof Present<Campaign>(var campaign))
        || campaign.productClasses().isEmpty()) {
      objections.deny(PRODUCT_BANNED, "what the campaign offers is not stated (productClasses)");
      return;
    }
    campaign.productClasses().stream()
        .filter(banned::contains)
        .sorted()
        .forEach(product -> objections.deny(PRODUCT_BANNED, product));
  }
}
