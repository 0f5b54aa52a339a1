package dev.assent.dialer.cli.campaign;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.campaign.CampaignLife;
import dev.assent.dialer.campaign.RunControl;
import dev.assent.dialer.cli.command.Approving;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.Campaigns;
import dev.assent.dialer.engine.EngineContext;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Lays a hand on a campaign: the register first, then its run. */
abstract class CampaignControl implements EngineCommand {
  private final CampaignLife.Deed deed;
  private final RunControl.Wish wish;
  private final Campaign.State state;

  @Parameters(paramLabel = "NAME", descriptionKey = "campaign")
  String name = "";

  private CampaignControl(CampaignLife.Deed deed, RunControl.Wish wish, Campaign.State state) {
    this.deed = deed;
    this.wish = wish;
    this.state = state;
  }

  @Override
  public Exit run(EngineContext context) {
    Campaign campaign = CampaignCommand.named(context, name);
    CampaignCommand.require(deed, context, campaign);
    Optional<Campaigns.Running> run = context.parts().campaigns().running(campaign.id());
    boolean kept = campaign.dialling().schedule() != null;
    boolean elsewhere = run.isEmpty() && context.law().store().runs().any(campaign.id());
    if (deed == CampaignLife.Deed.RESUME && run.isEmpty() && !kept && !elsewhere) {
      throw new UserError(
          Exit.FAILED, Message.of("campaign.not_running", name), "assent campaign run " + name);
    }
    // A pause comes before the register's word, so that no contact is denied for it meanwhile.
    boolean resumes = wish == RunControl.Wish.RUN;
    if (!resumes) {
      run.ifPresent(running -> running.control().ask(wish));
    }
    if (campaign.state() != state) {
      enter(context, campaign, state);
    }
    if (state == Campaign.State.DRAINING) {
      // Its last run may have ended by this word before it was written down.
      Approving.change(
          () -> context.parts().campaigns().endDrained(campaign.id(), context.actor().name()));
    }
    if (resumes) {
      run.ifPresent(running -> running.control().ask(wish));
    }
    new Printer(context.request(), context.terminal())
        .say(
            "campaign.asked",
            name,
            run.map(r -> r.control().wish().toString()).orElse(state.name()));
    return Exit.DONE;
  }

  /**
   * A run that was only waiting, or another node, may have ended by the same word meanwhile, and
   * noted it.
   */
  private static void enter(EngineContext context, Campaign campaign, Campaign.State state) {
    try {
      Approving.change(
          () ->
              context
                  .law()
                  .store()
                  .registers()
                  .setCampaignState(campaign.id(), state, context.actor().name()));
    } catch (UserError refused) {
      Campaign.State now = CampaignCommand.named(context, campaign.name()).state();
      boolean drained = state == Campaign.State.DRAINING && now == Campaign.State.PAUSED;
      if (now != state && !drained) {
        throw refused;
      }
    }
  }

  /** No new calls until resumed. */
  @CommandLine.Command(name = "pause")
  @Needs({Role.OPERATOR, Role.COMPLIANCE})
  static final class Pause extends CampaignControl {
    Pause() {
      super(CampaignLife.Deed.PAUSE, RunControl.Wish.PAUSE, Campaign.State.PAUSED);
    }
  }

  /** Goes on after a pause. */
  @CommandLine.Command(name = "resume")
  @Needs({Role.OPERATOR, Role.COMPLIANCE})
  static final class Resume extends CampaignControl {
    Resume() {
      super(CampaignLife.Deed.RESUME, RunControl.Wish.RUN, Campaign.State.RUNNING);
    }
  }

  /** No new calls, and the end when the last one has ended. */
  @CommandLine.Command(name = "drain")
  @Needs({Role.OPERATOR, Role.COMPLIANCE})
  static final class Drain extends CampaignControl {
    Drain() {
      super(CampaignLife.Deed.DRAIN, RunControl.Wish.DRAIN, Campaign.State.DRAINING);
    }
  }

  /** What rings is cancelled; talks end by themselves, or at once when asked again. */
  @CommandLine.Command(name = "stop")
  @Needs({Role.OPERATOR, Role.COMPLIANCE})
  static final class Stop extends CampaignControl {
    Stop() {
      super(CampaignLife.Deed.STOP, RunControl.Wish.STOP, Campaign.State.STOPPED);
    }
  }
}
