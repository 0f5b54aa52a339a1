package dev.assent.dialer.engine;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Found;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.dialer.engine.home.UpgradeMark;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on with what was dialled when an engine was asked to end for an upgrade, unless somebody
 * paused or stopped it since. Campaigns that keep hours of their own go on by them.
 */
final class ResumedCampaigns {
  private static final Logger LOG = LoggerFactory.getLogger(ResumedCampaigns.class);

  private ResumedCampaigns() {}

  /** At the first opening of the home after the upgrade; nothing when there was none. */
  static void goOn(Engine engine) {
    UpgradeMark.read(engine.home())
        .ifPresent(
            mark -> {
              mark.campaigns().forEach(ran -> goOn(engine, ran));
              UpgradeMark.putAway(engine.home());
            });
  }

  private static void goOn(Engine engine, UpgradeMark.Ran ran) {
    if (engine.parts().law().store().registers().campaign(ran.campaign())
            instanceof Found.Present(Campaign campaign)
        && campaign.state() == Campaign.State.RUNNING
        && campaign.dialling().schedule() == null
        && engine.parts().campaigns().running(campaign.id()).isEmpty()) {
      Thread.ofVirtual()
          .name("campaign-" + campaign.name())
          .start(() -> engine.whileServing(() -> run(engine, campaign, ran.once())));
    }
  }

  private static void run(Engine engine, Campaign campaign, boolean once) {
    try {
      UnattendedRun.run(engine, campaign, once);
    } catch (NotAllowed | RuntimeException e) {
      LOG.error(
          "campaign {} could not go on after the upgrade: {}", campaign.name(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
