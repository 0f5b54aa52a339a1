package dev.assent.dialer.cli;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Found;
import dev.assent.compliance.access.Approval;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.intake.CampaignFile;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.store.Registers;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.campaign.RunControl;
import dev.assent.dialer.engine.Campaigns;
import dev.assent.dialer.engine.EngineContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
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
      CampaignRunCommand.class,
      CampaignCommand.Status.class,
      CampaignCommand.Pause.class,
      CampaignCommand.Resume.class,
      CampaignCommand.Drain.class,
      CampaignCommand.Stop.class,
      CampaignReportCommand.class,
      CampaignRedressCommand.class
    })
final class CampaignCommand {
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

  /**
   * A campaign by its name.
   *
   * @throws UserError exit 2 when there is none
   */
  static Campaign named(EngineContext context, String name) {
    return context.law().store().registers().campaigns().stream()
        .filter(campaign -> campaign.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    Exit.USAGE, Message.of("campaign.unknown", name), "assent campaign status"));
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
      if (registers.campaigns().stream().anyMatch(c -> c.name().equals(campaign.name()))) {
        throw new UserError(
            Exit.USAGE, Message.of("campaign.exists", campaign.name()), "assent campaign status");
      }
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
      UUID id = named(context, name).id();
      Approval approval =
          Approving.sign(
              context,
              Approval.Kind.CAMPAIGN,
              id.toString(),
              (user, signature) ->
                  context.law().store().registers().approveCampaign(id, user, signature));
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

    @Override
    public Exit run(EngineContext context) {
      UpcomingWarnings.say(context);
      if (name == null) {
        print(context, context.law().store().registers().campaigns());
        return Exit.DONE;
      }
      Campaign campaign = named(context, name);
      print(context, List.of(campaign));
      context
          .parts()
          .campaigns()
          .running(campaign.id())
          .ifPresent(
              run -> context.terminal().out().println(LiveLine.of(run, context.parts().calls())));
      return Exit.DONE;
    }
  }

  /** Shared by the commands that lay a hand on a running campaign. */
  private static Exit ask(EngineContext context, String name, RunControl.Wish wish) {
    Campaign campaign = named(context, name);
    Campaigns.Running run =
        context
            .parts()
            .campaigns()
            .running(campaign.id())
            .orElseThrow(
                () ->
                    new UserError(
                        Exit.FAILED,
                        Message.of("campaign.not_running", name),
                        "assent campaign run " + name));
    RunControl.Wish now = run.control().ask(wish);
    new Printer(context.request(), context.terminal()).say("campaign.asked", name, now);
    return Exit.DONE;
  }

  /** No new calls until resumed. */
  @CommandLine.Command(name = "pause")
  @Needs({Role.OPERATOR, Role.COMPLIANCE})
  static final class Pause implements EngineCommand {
    @Parameters(paramLabel = "NAME", descriptionKey = "campaign")
    String name = "";

    @Override
    public Exit run(EngineContext context) {
      return ask(context, name, RunControl.Wish.PAUSE);
    }
  }

  /** Goes on after a pause. */
  @CommandLine.Command(name = "resume")
  @Needs({Role.OPERATOR, Role.COMPLIANCE})
  static final class Resume implements EngineCommand {
    @Parameters(paramLabel = "NAME", descriptionKey = "campaign")
    String name = "";

    @Override
    public Exit run(EngineContext context) {
      return ask(context, name, RunControl.Wish.RUN);
    }
  }

  /** No new calls, and the end when the last one has ended. */
  @CommandLine.Command(name = "drain")
  @Needs({Role.OPERATOR, Role.COMPLIANCE})
  static final class Drain implements EngineCommand {
    @Parameters(paramLabel = "NAME", descriptionKey = "campaign")
    String name = "";

    @Override
    public Exit run(EngineContext context) {
      return ask(context, name, RunControl.Wish.DRAIN);
    }
  }

  /** What rings is cancelled; talks end by themselves, or at once when asked again. */
  @CommandLine.Command(name = "stop")
  @Needs({Role.OPERATOR, Role.COMPLIANCE})
  static final class Stop implements EngineCommand {
    @Parameters(paramLabel = "NAME", descriptionKey = "campaign")
    String name = "";

    @Override
    public Exit run(EngineContext context) {
      return ask(context, name, RunControl.Wish.STOP);
    }
  }
}
