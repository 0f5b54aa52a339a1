package dev.assent.dialer.cli.contacts;

import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.access.User;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.intake.RefusalRow;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.store.suppression.Inbox;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.Approving;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Refusals that other systems drop into a folder: SMS, web form, mail, regulator (C-06). */
@CommandLine.Command(
    name = "inbox",
    subcommands = {
      DncInboxCommand.Listing.class,
      DncInboxCommand.Settle.class,
      DncInboxCommand.Show.class
    })
final class DncInboxCommand {
  private static final int SHORT_HASH = 12;

  /** Rows nobody could read; while one is here, nobody is called. */
  @CommandLine.Command(name = "list")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.QA, Role.AUDITOR})
  static final class Listing implements EngineCommand {
    @Override
    public Exit run(EngineContext context) throws IOException {
      Inbox inbox = context.calls().inbox();
      Map<String, String> names = inbox.names();
      List<Column<Inbox.Row>> columns =
          List.of(
              new Column<>("row", DncInboxCommand::id),
              new Column<>("file", row -> names.getOrDefault(row.sha256(), "")),
              new Column<>("line", Inbox.Row::line),
              new Column<>("reason", Inbox.Row::reason),
              new Column<>("advice", Inbox.Row::advice),
              new Column<>("at", Inbox.Row::seenAt));
      List<Inbox.Row> open = inbox.open();
      var printer = new Printer(context.request(), context.terminal());
      printer.rows(columns, open);
      printer.say(open.isEmpty() ? "inbox.clear" : "inbox.open", open.size());
      return Exit.DONE;
    }
  }

  /** What a row says, after a person has read it. */
  @CommandLine.Command(name = "settle")
  @Needs(Role.COMPLIANCE)
  static final class Settle implements EngineCommand {
    @Parameters(paramLabel = "ROW", descriptionKey = "row")
    String row = "";

    @Option(names = "--number", paramLabel = "NUMBER")
    @Nullable String number;

    @Option(names = "--manner", paramLabel = "MANNER")
    @Nullable Manner manner;

    @Mixin DncCommand.Reach reach = new DncCommand.Reach();

    @Option(names = "--discard")
    boolean discard;

    @Option(names = "--reason", paramLabel = "TEXT", required = true)
    String reason = "";

    @Override
    public Exit run(EngineContext context) throws IOException {
      Inbox inbox = context.calls().inbox();
      Inbox.Row open = named(inbox, row);
      User by = context.actor().person().orElseThrow().user().access();
      try {
        if (discard == (number != null) || (number != null && manner == null)) {
          throw new UserError(Exit.USAGE, Message.of("inbox.either"), null);
        } else if (number != null && manner != null) {
          PhoneNumber callee = Inputs.number(context, number);
          inbox.settle(open, callee, manner, reach.in(context), reason, by);
        } else {
          inbox.discard(open, reason, by);
        }
      } catch (NotAllowed e) {
        throw Approving.refused(e);
      }
      new Printer(context.request(), context.terminal())
          .say("inbox.settled", row, inbox.open().size());
      return Exit.DONE;
    }
  }

  /** A file that was taken, from its sealed copy. */
  @CommandLine.Command(name = "show")
  @Needs({Role.COMPLIANCE, Role.AUDITOR})
  static final class Show implements EngineCommand {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    @Parameters(paramLabel = "SHA256", descriptionKey = "hash")
    String hash = "";

    private static final List<Column<RefusalRow>> COLUMNS =
        List.of(
            new Column<>("line", RefusalRow::line),
            new Column<>("number", row -> row instanceof RefusalRow.Read r ? r.number() : null),
            new Column<>("manner", row -> row instanceof RefusalRow.Read r ? r.manner() : null),
            new Column<>("at", row -> row instanceof RefusalRow.Read r ? r.at() : null),
            new Column<>(
                "reason", row -> row instanceof RefusalRow.Unreadable u ? u.reason() : null));

    @Override
    public Exit run(EngineContext context) {
      if (!HASH.matcher(hash).matches()) {
        throw new UserError(Exit.USAGE, Message.of("inbox.no_copy", hash), null);
      }
      try {
        new Printer(context.request(), context.terminal())
            .rows(COLUMNS, context.calls().inbox().kept(hash));
        return Exit.DONE;
      } catch (IOException e) {
        throw new UserError(Exit.USAGE, Message.of("inbox.no_copy", hash), null);
      }
    }
  }

  private static String id(Inbox.Row row) {
    return row.sha256().substring(0, SHORT_HASH) + ":" + row.line();
  }

  private static Inbox.Row named(Inbox inbox, String wanted) {
    Matcher form = Pattern.compile("([0-9a-f]{12,64}):([0-9]{1,9})").matcher(wanted);
    if (form.matches()) {
      for (Inbox.Row row : inbox.open()) {
        if (row.sha256().startsWith(form.group(1)) && row.line() == Long.parseLong(form.group(2))) {
          return row;
        }
      }
    }
    throw new UserError(Exit.USAGE, Message.of("inbox.no_row", wanted), "assent dnc inbox list");
  }
}
