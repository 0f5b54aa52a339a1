package dev.assent.dialer.cli.campaign;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.CampaignSchedule;
import dev.assent.compliance.Decision;
import dev.assent.compliance.Found;
import dev.assent.compliance.Hold;
import dev.assent.compliance.Reason;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.Threshold;
import dev.assent.compliance.TrunkState;
import dev.assent.compliance.journal.MirrorHealth;
import dev.assent.compliance.store.campaign.CampaignLists;
import dev.assent.dialer.Message;
import dev.assent.dialer.campaign.CampaignLife;
import dev.assent.dialer.campaign.RunControl;
import dev.assent.dialer.campaign.RunProgress;
import dev.assent.dialer.campaign.ThresholdWatch;
import dev.assent.dialer.engine.CallParts;
import dev.assent.dialer.engine.Campaigns;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.trunk.CallsInProgress;
import dev.assent.dialer.trunk.TrunkStatus;
import dev.assent.recorder.Readiness;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What holds a campaign's dialling back at this moment. Changes nothing. */
final class CampaignWhy {
  /** What a line comes to. */
  enum Effect {
    /** Nobody is called. */
    HOLDS,
    /** Less is dialled than the file allows. */
    LIMITS,
    OK
  }

  /**
   * @param what the thing that decides
   * @param at since when, or until when
   * @param next the command that helps; empty when none does
   */
  record Line(String what, Effect effect, Message said, @Nullable Instant at, String next) {}

  /** All there is to say of an engine that nobody unlocked. */
  static final Line LOCKED =
      new Line("keys", Effect.HOLDS, Message.of("campaign.locked"), null, "assent unlock");

  private final EngineContext context;
  private final CallParts calls;
  private final Campaign campaign;
  private final Instant now;
  private final Optional<Campaigns.Running> run;
  private final List<Line> lines = new ArrayList<>();

  private CampaignWhy(EngineContext context, Campaign campaign) {
    this.context = context;
    this.calls = context.calls();
    this.campaign = campaign;
    this.now = context.engine().clock().instant();
    this.run = context.parts().campaigns().running(campaign.id());
  }

  static List<Line> of(EngineContext context, Campaign campaign) {
    return new CampaignWhy(context, campaign).look();
  }

  private List<Line> look() {
    state();
    run.ifPresent(running -> operator(running.control().wish()));
    run.ifPresent(running -> running.watch().standing().forEach(this::threshold));
    context.parts().holds().list().forEach(this::hold);
    dates();
    hours();
    recorder();
    journal();
    database();
    mirror();
    trunk();
    channels();
    run.ifPresent(running -> pace(running.progress().snapshot()));
    list();
    return List.copyOf(lines);
  }

  private void line(String what, Effect effect, Message said) {
    lines.add(new Line(what, effect, said, null, ""));
  }

  private void state() {
    if (run.isPresent()) {
      line("state", Effect.OK, Message.of("why.running"));
      return;
    }
    CampaignSchedule schedule = campaign.dialling().schedule();
    boolean begins =
        schedule != null
            && (campaign.state() == Campaign.State.RUNNING
                || (schedule.byItself() && campaign.state() == Campaign.State.APPROVED));
    if (begins) {
      line("state", Effect.HOLDS, Message.of("why.begins_by_schedule", campaign.state()));
      return;
    }
    String next = CampaignLife.next(campaign.state(), campaign.name(), false);
    lines.add(
        new Line(
            "state", Effect.HOLDS, Message.of("why.not_running", campaign.state()), null, next));
  }

  private void operator(RunControl.Wish wish) {
    if (wish != RunControl.Wish.RUN) {
      String next =
          wish == RunControl.Wish.PAUSE ? "assent campaign resume " + campaign.name() : "";
      lines.add(new Line("operator", Effect.HOLDS, Message.of("why.asked", wish), null, next));
    }
  }

  private void threshold(ThresholdWatch.Crossed crossed) {
    Effect effect =
        switch (crossed.threshold().otherwise()) {
          case WARN -> Effect.OK;
          case SLOW -> Effect.LIMITS;
          case BRAKE -> Effect.HOLDS;
        };
    String next =
        crossed.threshold().otherwise() == Threshold.Action.BRAKE
            ? "assent campaign report " + campaign.name()
            : "";
    lines.add(new Line("threshold", effect, Message.text(crossed.toString()), null, next));
  }

  private void hold(Hold hold) {
    boolean concerned =
        switch (hold.scope()) {
          case GLOBAL, NUMBER_RANGE -> true;
          case CAMPAIGN -> hold.target().equals(campaign.id().toString());
          case TRUNK -> hold.target().equals(campaign.trunk());
        };
    if (concerned) {
      lines.add(
          new Line(
              "hold",
              hold.scope() == Hold.Scope.NUMBER_RANGE ? Effect.LIMITS : Effect.HOLDS,
              Message.of("why.hold", hold.scope(), hold.target(), hold.by(), hold.reason()),
              hold.at(),
              "assent hold lift " + hold.id()));
    }
  }

  private void hours() {
    Optional<Instant> opening = campaign.opening(now);
    if (opening.isEmpty() || !opening.get().isBefore(campaign.to())) {
      line("schedule", Effect.HOLDS, Message.of("why.schedule_over"));
    } else if (opening.get().isAfter(now)) {
      lines.add(
          new Line("schedule", Effect.HOLDS, Message.of("why.schedule_closed"), opening.get(), ""));
    }
  }

  private void dates() {
    if (now.isBefore(campaign.from())) {
      lines.add(new Line("dates", Effect.HOLDS, Message.of("why.not_begun"), campaign.from(), ""));
    } else if (!now.isBefore(campaign.to())) {
      lines.add(new Line("dates", Effect.HOLDS, Message.of("why.over"), campaign.to(), ""));
    }
  }

  private void recorder() {
    if (calls.recordings().readiness().orElse(null)
        instanceof Readiness.NotReady(String why, String next)) {
      lines.add(new Line("recorder", Effect.HOLDS, Message.text(why), null, next));
    }
  }

  private void journal() {
    context
        .law()
        .journal()
        .failure()
        .ifPresent(
            why -> {
              Message said = Message.of("journal.unavailable", why);
              lines.add(new Line("journal", Effect.HOLDS, said, null, "assent doctor"));
            });
  }

  private void database() {
    context
        .law()
        .store()
        .trouble()
        .ifPresent(
            why -> {
              Message said = Message.of("store.unavailable", why);
              lines.add(new Line("database", Effect.HOLDS, said, null, "assent doctor"));
            });
  }

  private void mirror() {
    if (context.law().journalMirror() instanceof MirrorHealth.Behind behind) {
      lines.add(
          new Line(
              "mirror",
              Effect.OK,
              Message.of("why.journal_mirror", behind.cause(), behind.directory(), behind.why()),
              null,
              "assent doctor"));
    }
  }

  private void trunk() {
    calls
        .sip()
        .openCarriers()
        .map(carriers -> carriers.health(campaign.trunk()).status())
        .ifPresent(
            status -> {
              boolean limited = status.share() < 1;
              Effect effect =
                  status.state() == TrunkStatus.State.DOWN
                      ? Effect.HOLDS
                      : limited ? Effect.LIMITS : Effect.OK;
              Message said =
                  status.reason().isEmpty()
                      ? Message.of("why.trunk", campaign.trunk(), status.state())
                      : Message.text(
                          campaign.trunk() + " " + status.state() + ": " + status.reason());
              String next = effect == Effect.OK ? "" : "assent trunk check " + campaign.trunk();
              lines.add(new Line("trunk", effect, said, status.since(), next));
            });
  }

  private void channels() {
    CallsInProgress.Counts counts = calls.inProgress().counts(campaign.id());
    int own = counts.ringing() + counts.talking();
    int most = campaign.pacing().concurrency();
    if (calls.trunks().trunkState(campaign.trunk())
        instanceof Found.Present<TrunkState>(var trunk)) {
      boolean full = own >= most || trunk.inUse() >= trunk.channels();
      line(
          "channels",
          full ? Effect.LIMITS : Effect.OK,
          Message.of("why.channels", own, most, trunk.inUse(), trunk.channels()));
    }
  }

  private void pace(RunProgress.Snapshot progress) {
    if (progress.ramp() < 1) {
      line(
          "ramp",
          Effect.LIMITS,
          Message.of(
              "why.ramp",
              Math.round(progress.ramp() * 100),
              campaign.pacing().callsPerSecond(),
              campaign.pacing().rampUpSeconds()));
    }
    progress.heldBy().ifPresent(why -> line("machine", Effect.HOLDS, Message.text(why)));
  }

  /** Who is due now and what the law says of the first; else who waits for what. */
  private void list() {
    CampaignLists lists = context.law().store().lists();
    Optional<UUID> due = lists.firstDue(campaign.id(), now);
    if (due.isPresent()) {
      law(List.of(due.get()));
      return;
    }
    List<CampaignLists.Waiting> waiting = lists.waiting(campaign.id());
    if (waiting.isEmpty()) {
      line("list", Effect.HOLDS, Message.of("why.nobody_left"));
    }
    for (CampaignLists.Waiting group : waiting) {
      lines.add(
          new Line(
              "list",
              Effect.HOLDS,
              Message.of("why.waiting", group.contacts(), code(group.code())),
              group.first(),
              ""));
    }
  }

  private void law(List<UUID> due) {
    Decision first = context.law().gate().decide(campaign.id(), campaign.trunk(), due).getFirst();
    List<Reason> reasons =
        switch (first) {
          case Decision.Allow _ -> List.of();
          case Decision.Deny deny -> deny.reasons();
          case Decision.Defer defer -> defer.reasons();
        };
    if (reasons.isEmpty()) {
      line("list", Effect.OK, Message.of("why.due"));
    }
    for (Reason reason : reasons) {
      lines.add(
          new Line(
              "law",
              Effect.LIMITS,
              Message.of("why.first_due", code(reason.code().name()), reason.detail()),
              reason.until(),
              "assent campaign explain " + campaign.name()));
    }
  }

  /** The code and, where it is one of a decision, its words. */
  private String code(String code) {
    Locale locale = context.request().language().locale();
    return Stream.of(ReasonCode.values())
        .filter(known -> known.name().equals(code))
        .findFirst()
        .map(known -> code + " (" + known.text(locale) + ")")
        .orElse(code);
  }
}
