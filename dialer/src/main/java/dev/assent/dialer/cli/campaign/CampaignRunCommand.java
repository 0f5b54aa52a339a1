package dev.assent.dialer.cli.campaign;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.store.campaign.CampaignLists;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.campaign.CampaignLife;
import dev.assent.dialer.campaign.CampaignRun;
import dev.assent.dialer.campaign.RunControl;
import dev.assent.dialer.cli.command.Approving;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.Campaigns;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.socket.OutputFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
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
  private static final Duration LOOK_BACK = Duration.ofDays(1);

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
    CampaignCommand.require(CampaignLife.Deed.RUN, context, campaign);
    requireAsPlanned(context, campaign);
    Instant since = checkedSince(context, campaign);
    Campaigns.Running run =
        context
            .parts()
            .campaigns()
            .prepare(begun(context, campaign), campaign.state() == Campaign.State.RUNNING, once);
    AtomicInteger interrupts = new AtomicInteger();
    context.terminal().interrupts().onInterrupt(nth -> interrupted(run, interrupts, nth));
    context.engine().onStop(() -> run.control().ask(RunControl.Wish.DRAIN));
    try (LiveReport live = LiveReport.start(context, run)) {
      CampaignRun.End end = context.parts().campaigns().run(run.campaign(), run);
      live.last();
      SortedMap<UUID, String> unrecorded = context.parts().campaigns().unrecorded(campaign, since);
      Approving.change(
          () ->
              context
                  .parts()
                  .campaigns()
                  .settle(campaign.id(), end, !unrecorded.isEmpty(), context.actor().name()));
      return unrecorded.isEmpty()
          ? ended(context, campaign, run, end, interrupts.get() > 0)
          : braked(context, unrecorded);
    }
  }

  private static Campaign begun(EngineContext context, Campaign campaign) {
    AtomicReference<Campaign> begun = new AtomicReference<>(campaign);
    Approving.change(
        () -> begun.set(context.parts().campaigns().begin(campaign, context.actor().name())));
    return begun.get();
  }

  /** A run that a crash cut short was never looked over: the next one does it. */
  private static Instant checkedSince(EngineContext context, Campaign campaign) {
    Instant now = context.engine().clock().instant();
    return campaign.state() == Campaign.State.RUNNING ? now.minus(LOOK_BACK) : now;
  }

  /** Recording is mandatory, and there is an agreed call that nobody can hear (R08). */
  private Exit braked(EngineContext context, SortedMap<UUID, String> unrecorded) {
    Printer printer = new Printer(context.request(), context.terminal());
    printer.say("campaign.braked_unrecorded", name, unrecorded.size());
    unrecorded.forEach((attempt, why) -> printer.say("campaign.unrecorded", attempt, why));
    printer.say("campaign.unrecorded_next", name);
    return Exit.BRAKED;
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

  private Exit ended(
      EngineContext context,
      Campaign campaign,
      Campaigns.Running run,
      CampaignRun.End end,
      boolean interrupted) {
    Printer printer = new Printer(context.request(), context.terminal());
    switch (end) {
      case FINISHED -> {
        printer.say("campaign.finished", name);
      }
      case NOTHING_DUE ->
          printer.say(
              "campaign.nothing_due",
              name,
              run.progress().snapshot().nextOpening().map(Object::toString).orElse("-"));
      case NONE_DUE_IN_TIME -> {
        sayWhyNobodyIsDue(context, campaign, printer);
      }
      case BRAKED -> {
        printer.say("campaign.braked", name, String.valueOf(run.watch().brake()));
        printer.say("campaign.braked_next", name);
      }
      case DRAINED -> printer.say("campaign.drained", name);
      case STOPPED -> {
        printer.say("campaign.stopped", name);
      }
    }
    return switch (end) {
      case FINISHED, NOTHING_DUE, NONE_DUE_IN_TIME -> Exit.DONE;
      case BRAKED -> Exit.BRAKED;
      case DRAINED, STOPPED -> interrupted ? Exit.INTERRUPTED : Exit.STOPPED_EARLY;
    };
  }

  private void sayWhyNobodyIsDue(EngineContext context, Campaign campaign, Printer printer) {
    printer.say("campaign.none_due_in_time", name, campaign.to());
    for (CampaignLists.Waiting group : context.law().store().lists().waiting(campaign.id())) {
      printer.say("campaign.would_be_due", group.contacts(), group.first(), group.code());
    }
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
