package dev.assent.dialer.engine;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.dialer.campaign.CampaignRun;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A run of a campaign that no command waits for. */
final class UnattendedRun {
  private static final Logger LOG = LoggerFactory.getLogger(UnattendedRun.class);

  /** A run that a crash cut short was never looked over. */
  private static final Duration LOOK_BACK = Duration.ofDays(1);

  private UnattendedRun() {}

  /**
   * To its end, on the calling thread.
   *
   * @param now as the register has it
   * @param once end when nobody is due
   */
  static void run(Engine engine, Campaign now, boolean once)
      throws NotAllowed, InterruptedException {
    Campaigns campaigns = engine.parts().campaigns();
    boolean goesOn = now.state() == Campaign.State.RUNNING;
    Instant begun = engine.clock().instant();
    Campaign campaign = campaigns.begin(now, "engine");
    Campaigns.Running running = campaigns.prepare(campaign, goesOn, once);
    LOG.info("campaign {} goes on by itself", campaign.name());
    CampaignRun.End end = campaigns.run(campaign, running);
    boolean unrecorded =
        !campaigns.unrecorded(campaign, goesOn ? begun.minus(LOOK_BACK) : begun).isEmpty();
    campaigns.settle(campaign.id(), end, unrecorded, "engine");
    LOG.info("campaign {}: {}", campaign.name(), end);
  }
}
