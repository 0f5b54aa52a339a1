package dev.assent.dialer.cli.campaign;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Contact;
import dev.assent.compliance.Decision;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found;
import dev.assent.compliance.Outlook;
import dev.assent.compliance.Reason;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.rules.R09AbandonRate;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.Arguments;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.cli.output.RowStream;
import dev.assent.dialer.engine.EngineContext;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Every rule's verdict on one number, or the primary one on each: the question the run asks. */
@CommandLine.Command(name = "explain")
@Needs({Role.OPERATOR, Role.COMPLIANCE, Role.AUDITOR})
final class CampaignExplainCommand implements EngineCommand {
  private static final int ROWS_TO_MEASURE = 100;

  @Parameters(paramLabel = "NAME", descriptionKey = "campaign")
  String name = "";

  @Option(names = "--number", paramLabel = "NUMBER")
  @Nullable String number;

  @Option(names = "--contact", paramLabel = "ID")
  @Nullable UUID contact;

  @Option(names = "--all")
  boolean all;

  @Option(names = "--at", paramLabel = "TIME")
  @Nullable String at;

  @Override
  public Exit run(EngineContext context) throws IOException {
    if (Stream.of(number != null, contact != null, all).filter(given -> given).count() != 1) {
      throw new UserError(Exit.USAGE, Message.of("explain.who"), null);
    }
    Campaign campaign = CampaignCommand.named(context, name);
    Instant when = at == null ? context.clock().instant() : Arguments.time("--at", at);
    if (all) {
      everybody(context, campaign, when);
    } else {
      one(context, campaign, contactOf(context, campaign), when);
    }
    return Exit.DONE;
  }

  private static void one(EngineContext context, Campaign campaign, UUID contactId, Instant when) {
    Locale locale = context.request().language().locale();
    List<Column<Reason>> columns =
        List.of(
            new Column<>("rule", Reason::rule),
            new Column<>("code", Reason::code),
            new Column<>("severity", Reason::severity),
            new Column<>("until", Reason::until),
            new Column<>("detail", Reason::detail),
            new Column<>("text", reason -> reason.code().text(locale)));
    Outlook outlook =
        context
            .law()
            .gate()
            .outlook(campaign.id(), campaign.trunk(), List.of(contactId), when)
            .getFirst();
    Printer printer = new Printer(context.request(), context.terminal());
    printer.rows(columns, reasons(outlook.decision()));
    switch (outlook.decision()) {
      case Decision.Allow _ -> printer.say("explain.allow");
      case Decision.Deny deny -> printer.say("explain.deny", deny.primary().code());
      case Decision.Defer defer ->
          printer.say("explain.defer", defer.primary().code(), defer.until());
    }
    outlook
        .nextLawful()
        .filter(next -> next.isAfter(when))
        .ifPresent(next -> printer.say("explain.next_lawful", next));
    if (outlook.facts() instanceof Found.Present<Facts>(var facts)) {
      R09AbandonRate.slowed(facts).forEach(slowed -> slowed(slowed, printer));
    }
  }

  /** The whole campaign is, also while none of its calls is up and nothing stands against one. */
  private static void slowed(R09AbandonRate.Slowed slowed, Printer printer) {
    Object[] words = {
      slowed.period().abandoned(),
      slowed.period().answered(),
      slowed.period().days(),
      slowed.percent(),
      slowed.enough().orElse(0),
      slowed.leaves()
    };
    printer.say(slowed.enough().isPresent() ? "explain.slowed" : "explain.slowed_long", words);
  }

  private static void everybody(EngineContext context, Campaign campaign, Instant when) {
    Locale locale = context.request().language().locale();
    List<Column<Outlook>> columns =
        List.of(
            new Column<>("contact", Outlook::contactId),
            new Column<>(
                "number", outlook -> number(outlook).map(PhoneNumber::toString).orElse("")),
            new Column<>("verdict", CampaignExplainCommand::verdict),
            new Column<>("rule", outlook -> primary(outlook).map(Reason::rule).orElse(null)),
            new Column<>("code", outlook -> primary(outlook).map(Reason::code).orElse(null)),
            new Column<>("nextLawful", outlook -> outlook.nextLawful().orElse(null)),
            new Column<>(
                "text",
                outlook -> primary(outlook).map(reason -> reason.code().text(locale)).orElse("")));
    try (RowStream<Outlook> rows =
        new Printer(context.request(), context.terminal()).stream(columns, ROWS_TO_MEASURE)) {
      context.parts().campaigns().everybody(campaign, when, rows);
    }
  }

  /** Shown masked. */
  private static Optional<PhoneNumber> number(Outlook outlook) {
    return outlook.facts() instanceof Found.Present<Facts>(var facts)
        ? Optional.of(facts.contact()).map(Contact::number)
        : Optional.empty();
  }

  private static String verdict(Outlook outlook) {
    return switch (outlook.decision()) {
      case Decision.Allow _ -> "ALLOWED";
      case Decision.Deny _ -> "BLOCKED";
      case Decision.Defer _ -> "DEFERRED";
    };
  }

  private static List<Reason> reasons(Decision decision) {
    return switch (decision) {
      case Decision.Allow _ -> List.of();
      case Decision.Deny deny -> deny.reasons();
      case Decision.Defer defer -> defer.reasons();
    };
  }

  private static Optional<Reason> primary(Outlook outlook) {
    return reasons(outlook.decision()).stream().min(Reason.WORST_FIRST);
  }

  private UUID contactOf(EngineContext context, Campaign campaign) throws IOException {
    if (contact != null) {
      return contact;
    }
    PhoneNumber callee = Inputs.number(context, String.valueOf(number));
    return context
        .law()
        .store()
        .lists()
        .contactWith(campaign.id(), callee)
        .orElseThrow(
            () -> new UserError(Exit.USAGE, Message.of("explain.not_listed", callee), null));
  }
}
