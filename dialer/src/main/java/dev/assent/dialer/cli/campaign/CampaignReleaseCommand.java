package dev.assent.dialer.cli.campaign;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.access.Approval;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.store.review.Reconciliations;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.Approvals;
import dev.assent.dialer.cli.command.Approving;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.cli.privacy.PrivacyEraseCommand;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.keys.Person;
import java.util.UUID;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A second person lets the ends that a carrier's records tell count, or does not. */
@CommandLine.Command(name = "release")
@Needs(Role.COMPLIANCE)
final class CampaignReleaseCommand implements EngineCommand {
  @Parameters(index = "0", paramLabel = "NAME", descriptionKey = "campaign")
  String name = "";

  @Parameters(index = "1", paramLabel = "RECONCILIATION", descriptionKey = "reconciliation")
  UUID id = new UUID(0, 0);

  @Option(names = "--refuse")
  boolean refuse;

  @Override
  public Exit run(EngineContext context) {
    Campaign campaign = CampaignCommand.named(context, name);
    Reconciliations reconciliations = context.law().store().reconciliations();
    Reconciliations.Reconciliation waiting =
        reconciliations
            .find(id)
            .filter(found -> found.campaign().equals(campaign.id()))
            .orElseThrow(
                () ->
                    new UserError(
                        Exit.USAGE,
                        Message.of("release.unknown", id, name),
                        "assent campaign unknowns " + name));
    Printer printer = new Printer(context.request(), context.terminal());
    if (refuse) {
      Approving.change(() -> reconciliations.drop(id, context.actor().name()));
      printer.say("release.refused", waiting.proposals().size());
      return Exit.DONE;
    }
    Person person = context.actor().person().orElseThrow();
    String user = person.user().name();
    byte[] signature =
        person.key().sign(Approval.message(Approval.Kind.RECONCILIATION, waiting.subject(), user));
    Approving.change(
        () ->
            Approvals.print(
                context,
                id.toString(),
                reconciliations.release(
                    id, PrivacyEraseCommand.approver(context, user), signature)));
    context
        .parts()
        .campaigns()
        .running(campaign.id())
        .ifPresent(running -> running.control().nudge());
    printer.say("release.done", waiting.proposals().size());
    return Exit.DONE;
  }
}
