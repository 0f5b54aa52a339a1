package dev.assent.dialer.cli.campaign;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Found;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.store.register.Registers;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.campaign.CampaignLife;
import dev.assent.dialer.cli.command.Approving;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.script.ScriptCommand;
import dev.assent.dialer.engine.EngineContext;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/**
 * Another version of its script: the campaign is submitted anew, waits for another person's
 * approval and then has another plan.
 */
@CommandLine.Command(name = "set-script")
@Needs(Role.OPERATOR)
final class CampaignSetScriptCommand implements EngineCommand {
  @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "campaign")
  String name = "";

  @Parameters(index = "1", paramLabel = "VERSION", descriptionKey = "version")
  int version;

  @Override
  public Exit run(EngineContext context) {
    Registers registers = context.law().store().registers();
    Campaign campaign = CampaignCommand.named(context, name);
    if (context.parts().campaigns().running(campaign.id()).isPresent()
        || context.law().store().runs().any(campaign.id())) {
      throw new UserError(
          Exit.FAILED,
          Message.of("campaign.set_while_running", name),
          "assent campaign drain " + name);
    }
    CampaignCommand.require(CampaignLife.Deed.SET_SCRIPT, context, campaign);
    if (!(registers.script(campaign.scriptHash()) instanceof Found.Present(Script now))) {
      throw new UserError(
          Exit.CONFIG, Message.of("campaign.no_script", name), "assent script list");
    }
    Script script = ScriptCommand.named(registers, now.id(), version);
    if (script.state() != Script.State.APPROVED) {
      throw new UserError(
          Exit.NOT_PERMITTED,
          Message.of("campaign.script_state", script.id(), version, script.state()),
          "assent script approve " + script.id());
    }
    context
        .law()
        .bannedWords()
        .allow(script, campaign, context.law().book().policy(campaign.packs()));
    Approving.change(
        () -> registers.setCampaignScript(campaign.id(), script.hash(), context.actor().name()));
    CampaignCommand.print(context, List.of(CampaignCommand.named(context, name)));
    return Exit.DONE;
  }
}
