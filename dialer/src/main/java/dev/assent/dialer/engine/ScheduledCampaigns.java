package dev.assent.dialer.engine;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.CampaignSchedule;
import dev.assent.compliance.Found;
import dev.assent.compliance.access.NotAllowed;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins campaigns that keep hours of their own, and goes on with them after a restart. A campaign
 * somebody paused, drained or stopped stays so. One thread looks; each run has its own.
 */
final class ScheduledCampaigns implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduledCampaigns.class);
  private static final Duration EVERY = Duration.ofSeconds(5);

  /** What failed is not tried again at every look. */
  private static final Duration REST = Duration.ofMinutes(1);

  private final Engine engine;
  private final LawParts law;
  private final CallParts calls;
  private final Campaigns campaigns;
  private final ConcurrentHashMap<UUID, Instant> resting = new ConcurrentHashMap<>();
  private final AtomicBoolean open = new AtomicBoolean(true);

  ScheduledCampaigns(Engine engine) {
    this.engine = engine;
    this.law = engine.parts().law();
    this.calls = engine.parts().calls();
    this.campaigns = engine.parts().campaigns();
    engine.onStop(this::close);
  }

  /** Looks now and every few seconds, until closed. */
  void watch() {
    if (!open.get()) {
      return;
    }
    Thread.ofVirtual()
        .name("scheduled-campaigns")
        .start(
            () -> {
              try {
                look();
              } catch (RuntimeException e) {
                LOG.error("scheduled campaigns could not be looked at", e);
              }
              calls.timers().after(EVERY.toNanos(), this::watch);
            });
  }

  private void look() {
    for (Campaign campaign : law.store().registers().campaigns()) {
      if (isDue(campaign) && open.get()) {
        Thread.ofVirtual()
            .name("campaign-" + campaign.name())
            .start(() -> engine.whileServing(() -> run(campaign)));
      }
    }
  }

  private boolean isDue(Campaign campaign) {
    CampaignSchedule schedule = campaign.dialling().schedule();
    if (schedule == null || campaigns.running(campaign.id()).isPresent()) {
      return false;
    }
    Instant now = engine.clock().instant();
    boolean begun =
        campaign.state() == Campaign.State.RUNNING
            || (campaign.state() == Campaign.State.APPROVED && schedule.byItself());
    return begun
        && !now.isBefore(campaign.from())
        && now.isBefore(campaign.to())
        && schedule.open(now)
        && !now.isBefore(resting.getOrDefault(campaign.id(), Instant.MIN));
  }

  private void run(Campaign due) {
    try {
      if (!(law.store().registers().campaign(due.id()) instanceof Found.Present(Campaign now))
          || !isDue(now)) {
        return;
      }
      UnattendedRun.run(engine, now, false);
    } catch (NotAllowed | RuntimeException e) {
      resting.put(due.id(), engine.clock().instant().plus(REST));
      LOG.error("campaign {} could not go on by its schedule: {}", due.name(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** No further run begins; those under way drain. */
  @Override
  public void close() {
    open.set(false);
    campaigns.drainAll();
  }
}
