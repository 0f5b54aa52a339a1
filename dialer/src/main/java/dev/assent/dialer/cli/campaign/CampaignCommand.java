package dev.assent.dialer.cli.campaign;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Found;
import dev.assent.compliance.access.Approval;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.intake.CampaignFile;
import dev.assent.compliance.policy.Choice;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.store.Glance;
import dev.assent.compliance.store.register.Registers;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.Messages;
import dev.assent.dialer.UserError;
import dev.assent.dialer.campaign.CampaignLife;
import dev.assent.dialer.cli.command.Approvals;
import dev.assent.dialer.cli.command.Approving;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.cli.command.Named;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.cli.script.ScriptCommand;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.socket.OutputFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Campaigns: who is called about what, from approval to report. */
@CommandLine.Command(
    name = "campaign",
    subcommands = {
      CampaignCommand.Add.class,
      CampaignCommand.Submit.class,
      CampaignCommand.Approve.class,
      CampaignSetScriptCommand.class,
      CampaignPlanCommand.class,
      CampaignExplainCommand.class,
      CampaignSimulateCommand.class,
      CampaignRunCommand.class,
      CampaignCommand.Status.class,
      CampaignControl.Pause.class,
      CampaignControl.Resume.class,
      CampaignControl.Drain.class,
      CampaignControl.Stop.class,
      CampaignReportCommand.class,
      CampaignOutcomesCommand.class,
      CampaignRedressCommand.class,
      CampaignUnknownsCommand.class,
      CampaignReconcileCommand.class,
      CampaignReleaseCommand.class
    })
public final class CampaignCommand {
  private static final List<Column<Campaign>> COLUMNS =
      List.of(
          new Column<>("campaign", Campaign::name),
          new Column<>("state", Campaign::state),
          new Column<>("purpose", Campaign::purpose),
          new Column<>("packs", Campaign::packs),
          new Column<>("caller", Campaign::callerNumbers),
          new Column<>("trunk", Campaign::trunk),
          new Column<>("creator", Campaign::creator),
          new Column<>("approver", Campaign::approver),
          new Column<>("mark", c -> c.selfApproved() ? "SELF_APPROVED" : ""),
          new Column<>("id", Campaign::id));

  private static final Named<Campaign> NAMED =
      new Named<>("campaign", Campaign::name, "assent campaign status");

  /**
   * A campaign by its name.
   *
   * @throws UserError exit 2 when there is none
   */
  public static Campaign named(EngineContext context, String name) {
    return NAMED.find(context.law().store().registers().campaigns(), name);
  }

  static void print(EngineContext context, List<Campaign> campaigns) {
    new Printer(context.request(), context.terminal()).rows(COLUMNS, campaigns);
  }

  /** Brings a campaign as a draft. */
  @CommandLine.Command(name = "add")
  @Needs(Role.OPERATOR)
  static final class Add implements EngineCommand {
    @Parameters(paramLabel = "FILE", descriptionKey = "file")
    Path file = Path.of("");

    @Override
    public Exit run(EngineContext context) throws IOException {
      Registers registers = context.law().store().registers();
      CampaignFile.Draft draft =
          CampaignFile.read(
              Inputs.file(context, file),
              context.law().newId(),
              context.actor().name(),
              id -> ScriptCommand.newest(registers, id).map(Script::hash));
      Campaign campaign = draft.campaign();
      NAMED.requireNew(registers.campaigns(), campaign);
      if (campaign.onRefuse() == Campaign.OnRefuse.CONTINUE) {
        throw new UserError(Exit.CONFIG, Message.of("campaign.continue", file), null);
      }
      context.calls().trunkConfig(campaign.trunk());
      if (registers.script(campaign.scriptHash()) instanceof Found.Present(Script script)) {
        context
            .law()
            .bannedWords()
            .allow(script, campaign, context.law().book().policy(campaign.packs()));
      }
      Approving.change(
          () -> registers.addCampaign(campaign, draft.batches(), context.actor().name()));
      ClosedHoursWarning.say(context, campaign, draft.slots());
      print(context, List.of(campaign));
      return Exit.DONE;
    }
  }

  /** Asks for approval; from now on it is as it is. */
  @CommandLine.Command(name = "submit")
  @Needs(Role.OPERATOR)
  static final class Submit implements EngineCommand {
    @Parameters(paramLabel = "NAME", descriptionKey = "campaign")
    String name = "";

    @Override
    public Exit run(EngineContext context) {
      Campaign campaign = named(context, name);
      require(CampaignLife.Deed.SUBMIT, context, campaign);
      Approving.change(
          () ->
              context
                  .law()
                  .store()
                  .registers()
                  .setCampaignState(
                      campaign.id(), Campaign.State.SUBMITTED, context.actor().name()));
      print(context, List.of(named(context, name)));
      return Exit.DONE;
    }
  }

  /** A second person lets it run (R04). */
  @CommandLine.Command(name = "approve")
  @Needs(Role.COMPLIANCE)
  static final class Approve implements EngineCommand {
    @Parameters(paramLabel = "NAME", descriptionKey = "campaign")
    String name = "";

    @Override
    public Exit run(EngineContext context) {
      Campaign campaign = named(context, name);
      require(CampaignLife.Deed.APPROVE, context, campaign);
      UUID id = campaign.id();
      Approval approval =
          Approving.sign(
              context,
              Approval.Kind.CAMPAIGN,
              id.toString(),
              (user, signature) ->
                  context.law().store().registers().approveCampaign(id, user, signature));
      ClosedHoursWarning.say(context, campaign);
      Approvals.print(context, name, approval);
      return Exit.DONE;
    }
  }

  /** All campaigns, or what one does now. */
  @CommandLine.Command(name = "status")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.AUDITOR})
  static final class Status implements EngineCommand {
    @Parameters(paramLabel = "NAME", arity = "0..1", descriptionKey = "campaign")
    @Nullable String name;

    @Option(names = "--why")
    boolean why;

    @Override
    public Exit run(EngineContext context) {
      if (name == null && why) {
        throw new UserError(Exit.USAGE, Message.of("campaign.why_one"), "assent campaign status");
      }
      if (context.locked()) {
        return locked(context);
      }
      UpcomingWarnings.say(context);
      if (name == null) {
        print(context, context.law().store().registers().campaigns());
        return Exit.DONE;
      }
      Campaign campaign = named(context, name);
      if (why) {
        why(context, CampaignWhy.of(context, campaign));
        return Exit.DONE;
      }
      CampaignStatusView.print(context, campaign, COLUMNS);
      if (context.request().format() == OutputFormat.TABLE) {
        context
            .parts()
            .campaigns()
            .running(campaign.id())
            .ifPresent(
                run -> context.terminal().out().println(LiveLine.of(run, context.parts().calls())));
      }
      return Exit.DONE;
    }

    /** After a reboot, until somebody unlocks: where the campaigns stand, and why nobody calls. */
    private Exit locked(EngineContext context) {
      if (Files.notExists(context.home().data().resolve("assent.mv.db"))) {
        context.keys(); // says that it is locked
      }
      List<Campaign> known =
          Glance.campaigns(context.home().data().resolve("assent")).stream()
              .filter(campaign -> name == null || campaign.name().equals(name))
              .toList();
      if (known.isEmpty() && name != null) {
        throw new UserError(
            Exit.USAGE, Message.of("campaign.unknown", name), "assent campaign status");
      }
      if (why) {
        why(context, List.of(CampaignWhy.LOCKED));
      } else {
        print(context, known);
      }
      Printer printer = new Printer(context.request(), context.terminal());
      printer.say("campaign.locked");
      printer.say("cli.next", "assent unlock");
      return Exit.DONE;
    }

    private static void why(EngineContext context, List<CampaignWhy.Line> lines) {
      Messages words = context.messages();
      new Printer(context.request(), context.terminal())
          .rows(
              List.of(
                  new Column<>("what", CampaignWhy.Line::what),
                  new Column<>("effect", CampaignWhy.Line::effect),
                  new Column<>("finding", line -> words.say(line.said())),
                  new Column<>("at", CampaignWhy.Line::at),
                  new Column<>("next", CampaignWhy.Line::next)),
              lines);
    }
  }

  /**
   * @throws UserError exit 4 when that may not be done with it where it stands
   */
  static void require(CampaignLife.Deed deed, EngineContext context, Campaign campaign) {
    boolean here = context.parts().campaigns().running(campaign.id()).isPresent();
    // Another node may dial it: its run follows the register.
    boolean dialling =
        here
            || (deed == CampaignLife.Deed.DRAIN && context.law().store().runs().any(campaign.id()));
    boolean over =
        campaign.state() == Campaign.State.FINISHED || campaign.state() == Campaign.State.STOPPED;
    if (over && deed == CampaignLife.Deed.RUN) {
      throw new UserError(
          Exit.NOT_PERMITTED,
          Message.of("campaign.over", campaign.name(), campaign.state()),
          "assent campaign add FILE");
    }
    if (!CampaignLife.may(deed, campaign.state(), dialling)) {
      throw new UserError(
          Exit.NOT_PERMITTED,
          Message.of("campaign.not_now", campaign.name(), campaign.state(), Choice.written(deed)),
          CampaignLife.next(campaign.state(), campaign.name(), dialling));
    }
  }
}
