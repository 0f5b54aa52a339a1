package dev.assent.dialer.engine;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.CampaignSchedule;
import dev.assent.compliance.Found;
import dev.assent.compliance.Outlook;
import dev.assent.compliance.Threshold;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.campaign.AnswerRates;
import dev.assent.compliance.store.campaign.Standings;
import dev.assent.compliance.store.sql.LockBusy;
import dev.assent.compliance.store.sql.StoreUnavailable;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.alert.Alert;
import dev.assent.dialer.call.Words;
import dev.assent.dialer.campaign.CampaignEta;
import dev.assent.dialer.campaign.CampaignPlan;
import dev.assent.dialer.campaign.CampaignPlanner;
import dev.assent.dialer.campaign.CampaignRun;
import dev.assent.dialer.campaign.ContactsAhead;
import dev.assent.dialer.campaign.RunControl;
import dev.assent.dialer.campaign.RunProgress;
import dev.assent.dialer.campaign.ThresholdWatch;
import dev.assent.dialer.config.TrunkConfig;
import dev.assent.dialer.trunk.Lines;
import dev.assent.dialer.trunk.SharedLines;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Campaigns that run in this engine, and plans of those that might. Any thread. */
public final class Campaigns {
  /** People from whom an estimate for all is made. */
  private static final int SAMPLE = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(Campaigns.class);

  private final LawParts law;
  private final CallParts calls;
  private final Map<UUID, Running> running = new ConcurrentHashMap<>();

  Campaigns(LawParts law, CallParts calls) {
    this.law = law;
    this.calls = calls;
  }

  /**
   * One run: what it has done, and the hand on it.
   *
   * @param once ends when nobody is due, instead of waiting for those who are deferred
   */
  public record Running(
      Campaign campaign,
      boolean once,
      RunControl control,
      RunProgress progress,
      ThresholdWatch watch) {}

  /**
   * A run that is about to begin; whoever crosses its thresholds stands in the journal.
   *
   * @param goesOn after an engine that ended before the run did: its calls count on
   * @param once as {@link Running}
   */
  public Running prepare(Campaign campaign, boolean goesOn, boolean once) {
    Running run = fresh(campaign, once);
    if (goesOn && !campaign.thresholds().isEmpty()) {
      run.watch()
          .carryOver(
              law.store().figures().endedSinceSetRunning(campaign.id(), Threshold.LARGEST_SAMPLE));
    }
    return run;
  }

  private Running fresh(Campaign campaign, boolean once) {
    return new Running(
        campaign,
        once,
        new RunControl(),
        new RunProgress(),
        new ThresholdWatch(
            campaign.thresholds(),
            () -> law.store().figures().complaints(campaign.id()),
            crossed -> crossed(campaign, crossed)));
  }

  private void crossed(Campaign campaign, ThresholdWatch.Crossed crossed) {
    Alert.Kind kind =
        crossed.threshold().otherwise() == Threshold.Action.BRAKE
            ? Alert.Kind.BRAKE
            : Alert.Kind.THRESHOLD;
    law.store().attempts().thresholdCrossed(campaign.id(), crossed.threshold(), crossed.figure());
    calls.tell(kind, campaign.name(), crossed.toString());
  }

  /** The run of a campaign, if it runs now. */
  public Optional<Running> running(UUID campaignId) {
    return Optional.ofNullable(running.get(campaignId));
  }

  /** The runs that call now: not those somebody paused or is ending. */
  public List<Running> dialled() {
    return running.values().stream()
        .filter(run -> run.control().wish() == RunControl.Wish.RUN)
        .sorted(Comparator.comparing(run -> run.campaign().name()))
        .toList();
  }

  /**
   * What was done with a campaign at another node holds for its run here: paused and resumed with
   * it, drained when it is finished there, stopped when it is stopped.
   */
  void follow() {
    for (Running run : running.values()) {
      if (law.store().registers().campaign(run.campaign().id())
          instanceof Found.Present(Campaign now)) {
        switch (now.state()) {
          case RUNNING -> resume(run);
          case PAUSED -> atLeast(run, RunControl.Wish.PAUSE);
          case STOPPED -> atLeast(run, RunControl.Wish.STOP);
          case DRAFT, SUBMITTED, APPROVED, DRAINING, FINISHED ->
              atLeast(run, RunControl.Wish.DRAIN);
        }
      }
    }
  }

  private static void resume(Running run) {
    if (run.control().wish() == RunControl.Wish.PAUSE) {
      run.control().ask(RunControl.Wish.RUN);
    }
  }

  /** Once: a stop that is asked for a second time would end talks. */
  private static void atLeast(Running run, RunControl.Wish wish) {
    if (run.control().wish().compareTo(wish) < 0) {
      run.control().ask(wish);
    }
  }

  /**
   * What drains ends with its last run. Where the engine or the node of that run died, or nobody
   * had one any more when the word came, the next engine does it, of several nodes one for all.
   * Each takes back its own runs whose end it could not tell.
   */
  void endDrained() {
    law.store().runs().forgetAllBut(running::containsKey);
    if (law.doesChores()) {
      for (Campaign campaign : law.store().registers().campaigns()) {
        if (campaign.state() == Campaign.State.DRAINING) {
          try {
            endDrained(campaign.id(), "engine");
          } catch (NotAllowed e) {
            LOG.info("campaign {} was changed meanwhile: {}", campaign.name(), e.getMessage());
          }
        }
      }
    }
  }

  /** The same of one campaign; nothing while a run of it, or a call, has not ended. */
  public void endDrained(UUID id, String actor) throws NotAllowed {
    if (running(id).isEmpty()
        && !law.store().runs().atWork(id)
        && now(id).state() == Campaign.State.DRAINING) {
      change(id, Campaign.State.PAUSED, actor);
    }
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
    ZoneId zone = zone(campaign);
    AnswerRates rates = law.store().figures().answerRates(campaign.id(), zone);
    CampaignPlanner planner =
        new CampaignPlanner(law.gate().timetable(), at, campaign, rates, zone);
    everybody(campaign, at, planner::add);
    return planner.plan(campaign, capacity(campaign, trunk), planHash(campaign));
  }

  private static CampaignPlan.Capacity capacity(Campaign campaign, TrunkConfig trunk) {
    return new CampaignPlan.Capacity(
        Math.min(trunk.channels(), campaign.pacing().concurrency()),
        Math.min(trunk.callsPerSecond(), campaign.pacing().callsPerSecond()));
  }

  /**
   * When it may be done, as a plan of this moment would say, without looking at everybody of a long
   * list.
   *
   * @throws UserError exit 3 when its trunk is not configured
   */
  public CampaignEta eta(Campaign campaign, AnswerRates rates, Standings people, Instant at) {
    List<UUID> some = law.store().lists().sample(campaign.id(), SAMPLE);
    return CampaignEta.of(
        law.gate().timetable(),
        campaign,
        rates,
        zone(campaign),
        law.gate().outlook(campaign.id(), campaign.trunk(), some, at),
        people.imported(),
        capacity(campaign, calls.trunkConfig(campaign.trunk())),
        at);
  }

  /** Whose hours of the day are meant where a campaign is spoken of: its own, else its packs'. */
  public ZoneId zone(Campaign campaign) {
    CampaignSchedule schedule = campaign.dialling().schedule();
    if (schedule != null) {
      return schedule.zone();
    }
    return law.book().policy(campaign.packs()) instanceof Found.Present(Policy policy)
        ? policy.packs().getFirst().zone()
        : ZoneOffset.UTC;
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
    all.append(campaign.pacing())
        .append(campaign.thresholds())
        .append(campaign.dialling())
        .append('\n')
        .append(campaign.scriptHash())
        .append('\n');
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
   * Sets a campaign running, if it does not stand so already.
   *
   * @return as it stands now
   * @throws NotAllowed when it may not from where it stands
   */
  public Campaign begin(Campaign known, String actor) throws NotAllowed {
    Campaign campaign = now(known.id()); // another node may have begun it meanwhile
    if (campaign.state() == Campaign.State.DRAINING) {
      change(campaign.id(), Campaign.State.PAUSED, actor);
    }
    if (campaign.state() != Campaign.State.RUNNING) {
      change(campaign.id(), Campaign.State.RUNNING, actor);
    }
    return now(campaign.id());
  }

  /**
   * Writes down where a campaign stands after a run. What a person decided meanwhile stays, and
   * what drains does so until its last run has ended.
   *
   * @param unrecorded whether an agreed call has no recording
   */
  public void settle(UUID id, CampaignRun.End end, boolean unrecorded, String actor)
      throws NotAllowed {
    Campaign campaign = now(id);
    Campaign.State to =
        switch (end) {
          case STOPPED -> Campaign.State.STOPPED;
          case BRAKED -> Campaign.State.PAUSED;
          case FINISHED, NONE_DUE_IN_TIME ->
              unrecorded ? Campaign.State.PAUSED : Campaign.State.FINISHED;
          case NOTHING_DUE -> unrecorded ? Campaign.State.PAUSED : campaign.state();
          case DRAINED ->
              unrecorded || campaign.state() == Campaign.State.DRAINING
                  ? Campaign.State.PAUSED
                  : campaign.state();
        };
    boolean drains =
        campaign.state() == Campaign.State.DRAINING
            && to == Campaign.State.PAUSED
            && law.store().runs().any(id);
    if (campaign.state() == to || decided(campaign.state(), to) || drains) {
      return;
    }
    try {
      change(id, to, actor);
    } catch (NotAllowed late) {
      if (!decided(now(id).state(), to)) {
        throw late;
      }
    }
  }

  private static boolean decided(Campaign.State now, Campaign.State to) {
    return now == Campaign.State.STOPPED
        || now == Campaign.State.FINISHED
        || (now == Campaign.State.PAUSED && to != Campaign.State.STOPPED);
  }

  /** Another node may come to the same end at the same moment. */
  private void change(UUID id, Campaign.State to, String actor) throws NotAllowed {
    try {
      law.store().registers().setCampaignState(id, to, actor);
    } catch (NotAllowed late) {
      if (now(id).state() != to) {
        throw late;
      }
    }
  }

  private Campaign now(UUID id) {
    if (law.store().registers().campaign(id) instanceof Found.Present(Campaign campaign)) {
      return campaign;
    }
    throw new IllegalStateException("a campaign is gone");
  }

  /**
   * Runs a campaign on the calling thread until it ends.
   *
   * @throws UserError when it runs already, is not approved, or its words are not as approved or
   *     not the campaign's any more
   */
  public CampaignRun.End run(Campaign campaign, Running run) throws InterruptedException {
    if (running.putIfAbsent(campaign.id(), run) != null) {
      throw new UserError(
          Exit.FAILED,
          Message.of("campaign.running", campaign.name()),
          "assent campaign status " + campaign.name());
    }
    try {
      law.store().runs().begins(campaign.id());
      requireItsScript(campaign);
      CampaignRun.End end =
          new CampaignRun(
                  calls.calling(),
                  campaign,
                  lines(campaign),
                  words(campaign),
                  run.control(),
                  run.progress(),
                  run.watch(),
                  run.once())
              .run();
      calls.recordings().seals().await(calls.recordings().recorder());
      calls.recordings().settleReviews();
      return end;
    } finally {
      running.remove(campaign.id());
      ends(campaign);
    }
  }

  /** From now on it is not changed; until now another node may have done it. */
  private void requireItsScript(Campaign campaign) {
    Campaign now = now(campaign.id());
    if (!now.scriptHash().equals(campaign.scriptHash())) {
      throw new UserError(
          Exit.CONFIG,
          Message.of("campaign.plan_changed", planHash(now)),
          "assent campaign plan " + campaign.name());
    }
  }

  private void ends(Campaign campaign) {
    try {
      law.store().runs().ends(campaign.id());
    } catch (StoreUnavailable | LockBusy e) {
      LOG.warn(
          "the other nodes hear of the end of {} when the database is back: {}",
          campaign.name(),
          e.getMessage());
    }
  }

  /** Where others run the campaign too, its pace is that of all of them. */
  private Lines lines(Campaign campaign) {
    Lines trunk = calls.trunks().named(campaign.trunk()).linesFor(campaign.dialling().priority());
    Campaign.Pacing pacing = campaign.pacing();
    return law.nodes()
        .<Lines>map(
            nodes ->
                new SharedLines(
                    trunk,
                    nodes.allowance(
                        "campaign " + campaign.id(), pacing.callsPerSecond(), pacing.concurrency()),
                    calls.timers(),
                    calls.calling().threads(),
                    pacing.callsPerSecond()))
        .orElse(trunk);
  }

  /**
   * Calls of a campaign that were agreed to be recorded, placed since then, whose recordings cannot
   * be heard, and why; the journal knows of them on return. Empty where recording is not mandatory.
   */
  public SortedMap<UUID, String> unrecorded(Campaign campaign, Instant since) {
    boolean mandatory =
        campaign.recordingMandatory()
            || (law.book().policy(campaign.packs()) instanceof Found.Present(Policy policy)
                && policy.recording().mandatory());
    if (!mandatory) {
      return Collections.emptySortedMap();
    }
    SortedMap<UUID, String> missing =
        calls.recordings().check().missing(law.store().figures().agreedHere(campaign.id(), since));
    if (!missing.isEmpty()) {
      law.store().attempts().recordingsMissing(campaign.id(), missing);
      calls.tell(
          Alert.Kind.RECORDING_MISSING,
          campaign.name(),
          missing.size() + " agreed calls cannot be heard");
    }
    return missing;
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
