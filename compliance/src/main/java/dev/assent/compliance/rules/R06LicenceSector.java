package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.LICENCE_MISSING;
import static dev.assent.compliance.ReasonCode.PRE_NOTICE_MISSING;
import static dev.assent.compliance.ReasonCode.PRODUCT_BANNED;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.Licence;
import dev.assent.compliance.policy.ConsentKeys;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.SectorKeys;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * R06: every licence the packs ask for is held, or one is exempt from it with a reason, today;
 * nothing is offered that the sector may not offer by telephone (C-12, D-a); and where the packs
 * want it, people were told before that they would be called and recorded (E-03). Where anything is
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
    if (policy.get(ConsentKeys.ANNOUNCE_PRE_NOTICE)) {
      told(facts, objections);
    }
  }

  private static void told(Facts facts, Objections objections) {
    Campaign.PreNotice notice =
        facts.campaign() instanceof Present<Campaign>(var campaign) ? campaign.preNotice() : null;
    if (notice == null) {
      objections.deny(PRE_NOTICE_MISSING, "the campaign names no message sent before (preNotice)");
    } else if (notice.id().isBlank() || !notice.sentAt().isBefore(facts.now())) {
      objections.deny(PRE_NOTICE_MISSING, "the message is to be sent at " + notice.sentAt());
    }
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
