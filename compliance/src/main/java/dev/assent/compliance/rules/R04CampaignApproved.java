package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.CAMPAIGN_NOT_APPROVED;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;

/** R04: approved by somebody else than its creator, running, in its period, on its own trunk. */
public final class R04CampaignApproved implements Rule {

  @Override
  public String id() {
    return "R04";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    if (!(facts.campaign() instanceof Present<Campaign>(var campaign))) {
      objections.deny(CAMPAIGN_NOT_APPROVED, "no such campaign");
      return;
    }
    if (!mayDial(campaign.state())) {
      objections.deny(CAMPAIGN_NOT_APPROVED, "state " + campaign.state());
    }
    if (campaign.approver() == null) {
      objections.deny(CAMPAIGN_NOT_APPROVED, "nobody has approved it");
    } else if (campaign.approver().equals(campaign.creator()) && !campaign.selfApproved()) {
      objections.deny(CAMPAIGN_NOT_APPROVED, "approved by its creator");
    }
    if (facts.now().isBefore(campaign.from()) || !facts.now().isBefore(campaign.to())) {
      objections.deny(CAMPAIGN_NOT_APPROVED, "outside " + campaign.from() + " to " + campaign.to());
    }
    if (!campaign.trunk().equals(facts.attempt().trunk())) {
      objections.deny(CAMPAIGN_NOT_APPROVED, "approved for another trunk");
    }
  }

  private static boolean mayDial(Campaign.State state) {
    return switch (state) {
      case APPROVED, RUNNING -> true;
      case DRAFT, SUBMITTED, PAUSED, DRAINING, STOPPED, FINISHED -> false;
    };
  }
}
