package dev.assent.dialer.cli.campaign;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.reconcile.Proposal;
import dev.assent.compliance.store.review.Reconciliations.Unknown;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Calls of which nobody knows what became, and what is proposed for them. */
@CommandLine.Command(name = "unknowns")
@Needs({Role.OPERATOR, Role.COMPLIANCE, Role.AUDITOR})
final class CampaignUnknownsCommand implements EngineCommand {
  private static final List<Column<Unknown>> COLUMNS =
      List.of(
          new Column<>("attempt", Unknown::attempt),
          new Column<>("number", Unknown::number),
          new Column<>("placedAt", Unknown::placedAt),
          new Column<>("endedAt", Unknown::endedAt),
          new Column<>("trunk", Unknown::trunk),
          new Column<>("callId", Unknown::callId),
          new Column<>("invites", Unknown::invites),
          new Column<>("why", Unknown::why),
          new Column<>("proposed", unknown -> of(unknown, Proposal::outcome)),
          new Column<>("line", unknown -> of(unknown, Proposal::line)),
          new Column<>("reconciliation", Unknown::reconciliation));

  @Parameters(paramLabel = "NAME", descriptionKey = "campaign")
  String name = "";

  @Override
  public Exit run(EngineContext context) {
    Campaign campaign = CampaignCommand.named(context, name);
    List<Unknown> unknowns = context.law().store().reconciliations().unknowns(campaign.id());
    Printer printer = new Printer(context.request(), context.terminal());
    printer.rows(COLUMNS, unknowns);
    if (!unknowns.isEmpty()) {
      printer.say("unknowns.next", unknowns.size(), name);
    }
    return Exit.DONE;
  }

  private static @Nullable Object of(Unknown unknown, Function<Proposal, Object> part) {
    Proposal proposal = unknown.proposed();
    return proposal == null ? null : part.apply(proposal);
  }
}
