package dev.assent.dialer.engine;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Found;
import dev.assent.compliance.Outlook;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.store.Store;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.call.Words;
import dev.assent.dialer.campaign.CampaignPlan;
import dev.assent.dialer.campaign.CampaignPlanner;
import dev.assent.dialer.campaign.CampaignRun;
import dev.assent.dialer.campaign.ContactsAhead;
import dev.assent.dialer.campaign.RunControl;
import dev.assent.dialer.campaign.RunProgress;
import dev.assent.dialer.config.TrunkConfig;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Campaigns that run in this engine, and plans of those that might. Any thread. */
public final class Campaigns {
  private final LawParts law;
  private final CallParts calls;
  private final Map<UUID, Running> running = new ConcurrentHashMap<>();

  Campaigns(LawParts law, CallParts calls) {
    this.law = law;
    this.calls = calls;
  }

  /** One run: what it has done, and the hand on it. */
  public record Running(Campaign campaign, RunControl control, RunProgress progress) {}

  /** The run of a campaign, if it runs now. */
  public Optional<Running> running(UUID campaignId) {
    return Optional.ofNullable(running.get(campaignId));
  }

  /** Asks every run to end as soon as its calls have ended. */
  public void drainAll() {
    running.values().forEach(run -> run.control().ask(RunControl.Wish.DRAIN));
  }

  /**
   * The whole list through the gate at one instant; changes nothing.
   *
   * @throws UserError exit 3 when its trunk is not configured
   */
  public CampaignPlan plan(Campaign campaign, Instant at) {
    TrunkConfig trunk = calls.trunkConfig(campaign.trunk());
    CampaignPlanner planner = new CampaignPlanner(law.gate().timetable(), at);
    everybody(campaign, at, planner::add);
    return planner.plan(
        campaign,
        new CampaignPlan.Capacity(
            Math.min(trunk.channels(), campaign.pacing().concurrency()),
            Math.min(trunk.callsPerSecond(), campaign.pacing().callsPerSecond())),
        planHash(campaign));
  }

  /** What the gate would say of each contact of the list at one instant. */
  public void everybody(Campaign campaign, Instant at, Consumer<Outlook> each) {
    new ContactsAhead(law.gate(), law.store().lists()).forEach(campaign, at, each);
  }

  /** Over everything a plan depends on but time and outcomes (DESIGN §7). */
  public String planHash(Campaign campaign) {
    Store store = law.store();
    StringBuilder all = new StringBuilder("assent plan 1\n");
    all.append(campaign.id()).append('\n').append(campaign.purpose()).append('\n');
    all.append(campaign.from()).append('\n').append(campaign.to()).append('\n');
    all.append(campaign.pacing()).append('\n').append(campaign.scriptHash()).append('\n');
    store.registers().batches(campaign.id()).stream()
        .sorted()
        .forEach(batch -> all.append(batch).append('\n'));
    all.append(
            law.book().policy(campaign.packs()) instanceof Found.Present(Policy policy)
                ? policy.hash()
                : "no policy")
        .append('\n');
    all.append(law.book().calendars().version()).append('\n');
    campaign
        .callerNumbers()
        .forEach(number -> all.append(store.registers().callerNumberShown(number)).append('\n'));
    TrunkConfig trunk = calls.trunkConfig(campaign.trunk());
    all.append(trunk.name()).append(trunk.targets()).append(trunk.domain()).append('\n');
    all.append(trunk.transport()).append(' ').append(trunk.srtp()).append('\n');
    all.append(trunk.callee()).append(trunk.caller()).append(trunk.identity()).append('\n');
    all.append(trunk.channels()).append(' ').append(trunk.callsPerSecond());
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(all.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Runs a campaign on the calling thread until it ends.
   *
   * @param once end when nobody is due, instead of waiting for those who are deferred
   * @throws UserError when it runs already, is not approved, or its words are not as approved
   */
  public CampaignRun.End run(Campaign campaign, boolean once, Running run)
      throws InterruptedException {
    if (running.putIfAbsent(campaign.id(), run) != null) {
      throw new UserError(
          Exit.FAILED,
          Message.of("campaign.running", campaign.name()),
          "assent campaign status " + campaign.name());
    }
    try {
      CampaignRun.End end =
          new CampaignRun(
                  calls.calling(),
                  campaign,
                  calls.trunk(campaign.trunk()),
                  words(campaign),
                  run.control(),
                  run.progress(),
                  once)
              .run();
      calls.seals().await();
      return end;
    } finally {
      running.remove(campaign.id());
    }
  }

  private Words words(Campaign campaign) {
    if (!(law.store().registers().script(campaign.scriptHash())
        instanceof Found.Present(Script script))) {
      throw new UserError(
          Exit.CONFIG, Message.of("campaign.no_script", campaign.name()), "assent script list");
    }
    law.bannedWords().allow(script, campaign, law.book().policy(campaign.packs()));
    try {
      return new Words(script, law.prompts());
    } catch (IllegalArgumentException e) {
      throw new UserError(Exit.CONFIG, String.valueOf(e.getMessage()), "assent script list");
    }
  }
}
