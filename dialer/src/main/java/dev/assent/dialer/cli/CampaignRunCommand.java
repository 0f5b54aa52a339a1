package dev.assent.dialer.cli;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.store.CampaignLists;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.campaign.CampaignRun;
import dev.assent.dialer.campaign.RunControl;
import dev.assent.dialer.campaign.RunProgress;
import dev.assent.dialer.engine.Campaigns;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.OutputFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Calls the people of a campaign until its list is finished. Ctrl-C once drains, twice hangs up. If
 * it runs already, this only watches it.
 */
@CommandLine.Command(name = "run")
@Needs(Role.OPERATOR)
final class CampaignRunCommand implements EngineCommand {
  private static final int INTERRUPTED_TWICE = 2;

  @Parameters(paramLabel = "NAME", descriptionKey = "campaign")
  String name = "";

  @Option(names = "--plan", paramLabel = "HASH")
  @Nullable String plan;

  @Option(names = "--yes")
  boolean yes;

  @Option(names = "--once")
  boolean once;

  @Override
  public Exit run(EngineContext context) throws InterruptedException {
    Campaign campaign = CampaignCommand.named(context, name);
    Optional<Campaigns.Running> already = context.parts().campaigns().running(campaign.id());
    if (already.isPresent()) {
      return watch(context, already.get());
    }
    requireAsPlanned(context, campaign);
    begin(context, campaign);
    Campaigns.Running run =
        new Campaigns.Running(
            CampaignCommand.named(context, name), new RunControl(), new RunProgress());
    AtomicInteger interrupts = new AtomicInteger();
    context.terminal().interrupts().onInterrupt(nth -> interrupted(run, interrupts, nth));
    context.engine().onStop(() -> run.control().ask(RunControl.Wish.DRAIN));
    try (LiveReport live = LiveReport.start(context, run)) {
      CampaignRun.End end = context.parts().campaigns().run(run.campaign(), once, run);
      live.last();
      return ended(context, campaign, run, end, interrupts.get() > 0);
    }
  }

  private static void interrupted(Campaigns.Running run, AtomicInteger interrupts, int nth) {
    interrupts.set(nth);
    if (nth < INTERRUPTED_TWICE) {
      run.control().ask(RunControl.Wish.DRAIN);
    } else {
      run.control().ask(RunControl.Wish.HANG_UP);
    }
  }

  private void requireAsPlanned(EngineContext context, Campaign campaign) {
    String now = context.parts().campaigns().planHash(campaign);
    if (plan == null && !yes) {
      throw new UserError(
          Exit.USAGE, Message.of("campaign.plan_first"), "assent campaign plan " + name);
    }
    if (plan != null && !plan.equals(now)) {
      throw new UserError(
          Exit.CONFIG, Message.of("campaign.plan_changed", now), "assent campaign plan " + name);
    }
  }

  private void begin(EngineContext context, Campaign campaign) {
    switch (campaign.state()) {
      case APPROVED, PAUSED ->
          Approving.change(
              () ->
                  context
                      .law()
                      .store()
                      .registers()
                      .setCampaignState(
                          campaign.id(), Campaign.State.RUNNING, context.actor().name()));
      case RUNNING -> {
        // It ran when an engine stopped or crashed: it goes on.
      }
      case DRAFT, SUBMITTED, DRAINING, STOPPED, FINISHED ->
          throw new UserError(
              Exit.NOT_PERMITTED,
              Message.of("campaign.cannot_run", name, campaign.state()),
              "assent campaign status " + name);
    }
  }

  private Exit ended(
      EngineContext context,
      Campaign campaign,
      Campaigns.Running run,
      CampaignRun.End end,
      boolean interrupted) {
    Printer printer = new Printer(context.request(), context.terminal());
    switch (end) {
      case FINISHED -> {
        setState(context, campaign, Campaign.State.FINISHED);
        printer.say("campaign.finished", name);
      }
      case NOTHING_DUE ->
          printer.say(
              "campaign.nothing_due",
              name,
              run.progress().snapshot().nextOpening().map(Object::toString).orElse("-"));
      case NONE_DUE_IN_TIME -> {
        setState(context, campaign, Campaign.State.FINISHED);
        sayWhyNobodyIsDue(context, campaign, printer);
      }
      case DRAINED -> printer.say("campaign.drained", name);
      case STOPPED -> {
        setState(context, campaign, Campaign.State.STOPPED);
        printer.say("campaign.stopped", name);
      }
    }
    return switch (end) {
      case FINISHED, NOTHING_DUE, NONE_DUE_IN_TIME -> Exit.DONE;
      case DRAINED, STOPPED -> interrupted ? Exit.INTERRUPTED : Exit.STOPPED_EARLY;
    };
  }

  private void sayWhyNobodyIsDue(EngineContext context, Campaign campaign, Printer printer) {
    printer.say("campaign.none_due_in_time", name, campaign.to());
    for (CampaignLists.Waiting group : context.law().store().lists().waiting(campaign.id())) {
      printer.say("campaign.would_be_due", group.contacts(), group.first(), group.code());
    }
  }

  private static void setState(EngineContext context, Campaign campaign, Campaign.State state) {
    Approving.change(
        () ->
            context
                .law()
                .store()
                .registers()
                .setCampaignState(campaign.id(), state, context.actor().name()));
  }

  /** A second terminal: sees the same line; its Ctrl-C ends the watching only. */
  private static Exit watch(EngineContext context, Campaigns.Running run) {
    CompletableFuture<Void> left = new CompletableFuture<>();
    context.terminal().interrupts().onInterrupt(_ -> left.complete(null));
    try (LiveReport live = LiveReport.start(context, run)) {
      CompletableFuture.anyOf(run.control().over(), left).join();
      live.last();
    }
    return Exit.DONE;
  }

  /** Whether the line is for a program. */
  static boolean json(EngineContext context) {
    return context.request().format() == OutputFormat.JSON;
  }
}
