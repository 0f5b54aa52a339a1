package dev.assent.dialer.cli.campaign;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.intake.CdrFile;
import dev.assent.compliance.intake.CdrMap;
import dev.assent.compliance.intake.CsvRefused;
import dev.assent.compliance.intake.Reject;
import dev.assent.compliance.reconcile.CdrDocument;
import dev.assent.compliance.reconcile.CdrMatching;
import dev.assent.compliance.reconcile.Finding;
import dev.assent.compliance.reconcile.Proposal;
import dev.assent.compliance.store.review.Reconciliations;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.Approving;
import dev.assent.dialer.cli.command.Arguments;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Holds a carrier's call records against the calls of a campaign whose end nobody knows, and
 * proposes one for each. A second person lets them count: {@code campaign release}.
 */
@CommandLine.Command(name = "reconcile")
@Needs(Role.OPERATOR)
final class CampaignReconcileCommand implements EngineCommand {
  /** Of each kind; the rest is counted. */
  private static final int TOLD = 50;

  private static final List<Column<Proposal>> COLUMNS =
      List.of(
          new Column<>("attempt", Proposal::attempt),
          new Column<>("outcome", Proposal::outcome),
          new Column<>("line", Proposal::line),
          new Column<>("answeredAt", Proposal::answeredAt),
          new Column<>("seconds", Proposal::seconds),
          new Column<>("sip", Proposal::code));

  @Parameters(paramLabel = "NAME", descriptionKey = "campaign")
  String name = "";

  @Option(names = "--cdr", paramLabel = "FILE", required = true)
  Path cdr = Path.of("");

  @Option(names = "--map", paramLabel = "FILE", required = true)
  Path map = Path.of("");

  @Option(names = "--from", paramLabel = "TIME")
  @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME")
  @Nullable String to;

  @Option(names = "--trunk", paramLabel = "NAME")
  @Nullable String trunk;

  @Option(names = "--dry-run")
  boolean dryRun;

  @Override
  public Exit run(EngineContext context) throws IOException {
    Campaign campaign = CampaignCommand.named(context, name);
    String over = trunk == null ? campaign.trunk() : trunk;
    Printer printer = new Printer(context.request(), context.terminal());
    CdrDocument document = read(context, printer);
    Reconciliations reconciliations = context.law().store().reconciliations();
    CdrMatching.Result found = reconciliations.match(campaign.id(), over, document);
    tell(printer, found.findings());
    printer.rows(COLUMNS, found.proposals());
    if (!dryRun && !found.proposals().isEmpty()) {
      Approving.change(
          () -> {
            Reconciliations.Reconciliation waiting =
                reconciliations.propose(
                    campaign.id(), over, document, found, context.actor().name());
            printer.say(
                "reconcile.waits",
                waiting.proposals().size(),
                document.sha256(),
                name,
                waiting.id());
          });
    }
    if (found.proposals().size() > Reconciliations.MOST_PROPOSALS) {
      printer.say("reconcile.more", Reconciliations.MOST_PROPOSALS, found.proposals().size());
    }
    long alarms = found.findings().stream().filter(Finding::alarm).count();
    if (alarms > 0 && !dryRun) {
      context.calls().carrierDiffers(name, alarms + " differences, file " + document.sha256());
    }
    return alarms > 0 ? Exit.FINDINGS : Exit.DONE;
  }

  /** A file with one bad line is no record of what happened: nothing of it is used. */
  private CdrDocument read(EngineContext context, Printer printer) throws IOException {
    Path file = Inputs.file(context, cdr);
    Path columns = Inputs.file(context, map);
    Instant now = context.engine().clock().instant();
    CdrDocument.Period covers = covers();
    CdrMap how = CdrMap.read(columns);
    try {
      CdrFile.Lines lines = CdrFile.read(file, how, context.parts().calls().config().region(), now);
      List<Reject> rejects = lines.rejects();
      rejects.stream()
          .limit(TOLD)
          .forEach(
              reject ->
                  printer.say(
                      "reconcile.bad_line",
                      cdr,
                      Long.toString(reject.line()),
                      reject.field(),
                      reject.reason(),
                      reject.advice()));
      if (!rejects.isEmpty()) {
        throw new UserError(
            Exit.CONFIG, Message.of("reconcile.refused", cdr, rejects.size()), null);
      }
      return new CdrDocument(
          Inputs.sha256(file),
          Inputs.sha256(columns),
          how.tolerance(),
          how.everyCall(),
          covers,
          lines.records(),
          lines.passedOver());
    } catch (CsvRefused e) {
      throw new UserError(Exit.CONFIG, cdr + ": " + e.getMessage(), null);
    }
  }

  private CdrDocument.@Nullable Period covers() {
    if (from == null && to == null) {
      return null;
    }
    if (from == null || to == null) {
      throw new UserError(Exit.USAGE, Message.of("reconcile.both_ends"), null);
    }
    CdrDocument.Period period =
        new CdrDocument.Period(Arguments.time("--from", from), Arguments.time("--to", to));
    if (!period.from().isBefore(period.to())) {
      throw new UserError(Exit.USAGE, Message.of("reconcile.both_ends"), null);
    }
    return period;
  }

  private void tell(Printer printer, List<Finding> findings) {
    Map<Finding.Kind, List<Finding>> byKind =
        findings.stream().collect(groupingBy(Finding::kind, TreeMap::new, toList()));
    byKind.forEach(
        (kind, all) -> {
          head(printer, kind, all.size());
          all.stream()
              .limit(TOLD)
              .forEach(
                  finding ->
                      printer.say(
                          finding.line() == 0 ? "reconcile.absent" : "reconcile.finding",
                          cdr,
                          Long.toString(finding.line()),
                          finding.field(),
                          kind,
                          finding.about()));
        });
  }

  private static void head(Printer printer, Finding.Kind kind, int count) {
    switch (kind) {
      case NOT_OURS -> printer.say("reconcile.not_ours", count);
      case OTHER_NUMBER -> printer.say("reconcile.other_number", count);
      case NOT_KNOWN_TO_CARRIER -> printer.say("reconcile.not_known", count);
      case DIFFERS -> printer.say("reconcile.differs", count);
      case AMBIGUOUS -> printer.say("reconcile.ambiguous", count);
      case STAYS_UNKNOWN -> printer.say("reconcile.stays_unknown", count);
    }
  }
}
