package dev.assent.dialer.cli.trunk;

import dev.assent.compliance.CallerNumber;
import dev.assent.compliance.Found;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.intake.CallerNumberFile;
import dev.assent.compliance.store.register.Registers;
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
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Our own filed caller numbers (R07). */
@CommandLine.Command(
    name = "number",
    subcommands = {
      NumberCommand.Add.class,
      NumberCommand.Change.class,
      NumberCommand.Retire.class,
      NumberCommand.Listing.class,
      NumberCheckCommand.class,
      NumberTestCommand.class
    })
public final class NumberCommand {
  private static final List<Column<CallerNumber>> COLUMNS =
      List.of(
          new Column<>("number", CallerNumber::e164),
          new Column<>("last", n -> n.last().equals(n.e164()) ? null : n.last()),
          new Column<>("holder", CallerNumber::holder),
          new Column<>("filing", CallerNumber::filingNo),
          new Column<>("uses", n -> n.uses().stream().map(Enum::name).sorted().toList()),
          new Column<>("outbound", CallerNumber::outbound),
          new Column<>("filedAt", CallerNumber::filedAt),
          new Column<>("unfiled", n -> n.unfiled() ? n.change() : null),
          new Column<>("validTo", CallerNumber::validTo),
          new Column<>("retiredAt", CallerNumber::retiredAt),
          new Column<>("trunks", CallerNumber::trunks));

  private static CallerNumber registered(EngineContext context, String number) {
    if (context.law().store().registers().callerNumber(number)
        instanceof Found.Present<CallerNumber>(var found)) {
      return found;
    }
    throw new UserError(Exit.USAGE, Message.of("number.unknown", number), "assent number list");
  }

  private static void put(EngineContext context, CallerNumber number) {
    Registers registers = context.law().store().registers();
    Approving.change(() -> registers.putCallerNumber(number, context.actor().name()));
    new Printer(context.request(), context.terminal()).rows(COLUMNS, List.of(number));
  }

  /** The day given, or today where the calls are made. */
  private static LocalDate day(EngineContext context, String option, @Nullable String given) {
    return given == null ? today(context) : Arguments.parse(option, given, NumberCommand::date);
  }

  static LocalDate today(EngineContext context) {
    return LocalDate.ofInstant(context.clock().instant(), NumberCheckCommand.FILED_IN);
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("a day such as 2026-03-02", e);
    }
  }

  /** Registers a number or a block as its filing says; the same number again replaces it. */
  @CommandLine.Command(name = "add")
  @Needs({Role.OPERATOR, Role.COMPLIANCE})
  static final class Add implements EngineCommand {
    @Parameters(paramLabel = "FILE", descriptionKey = "file")
    Path file = Path.of("");

    @Override
    public Exit run(EngineContext context) throws IOException {
      put(context, CallerNumberFile.read(Inputs.file(context, file)));
      return Exit.DONE;
    }
  }

  /** A change that has to be filed within ten working days (D-b), or that it was filed. */
  @CommandLine.Command(name = "change")
  @Needs({Role.OPERATOR, Role.COMPLIANCE})
  static final class Change implements EngineCommand {
    @Parameters(paramLabel = "NUMBER", descriptionKey = "caller")
    String number = "";

    @Option(names = "--what", paramLabel = "TEXT")
    @Nullable String what;

    @Option(names = "--filed", paramLabel = "FILING")
    @Nullable String filing;

    @Option(names = "--on", paramLabel = "DAY")
    @Nullable String on;

    @Override
    public Exit run(EngineContext context) {
      CallerNumber now = registered(context, number);
      LocalDate day = day(context, "--on", on);
      if ((what == null) == (filing == null) || day.isAfter(today(context))) {
        throw new UserError(Exit.USAGE, Message.of("number.change_form"), null);
      }
      if (filing != null) {
        LocalDate changed = now.changedAt();
        if (changed != null && day.isBefore(changed)) {
          throw new UserError(Exit.USAGE, Message.of("number.filed_before", changed), null);
        }
        put(context, now.filed(day, filing));
      } else if (what != null) {
        put(context, now.changed(day, what));
      }
      return Exit.DONE;
    }
  }

  /** Given back: from that day on no call shows it. */
  @CommandLine.Command(name = "retire")
  @Needs({Role.OPERATOR, Role.COMPLIANCE})
  static final class Retire implements EngineCommand {
    @Parameters(paramLabel = "NUMBER", descriptionKey = "caller")
    String number = "";

    @Option(names = "--on", paramLabel = "DAY")
    @Nullable String on;

    @Override
    public Exit run(EngineContext context) {
      CallerNumber now = registered(context, number);
      LocalDate retired = now.retiredAt();
      if (retired != null && !retired.isAfter(today(context))) {
        throw new UserError(Exit.NOT_PERMITTED, Message.of("number.retired", retired), null);
      }
      put(context, now.retired(day(context, "--on", on)));
      return Exit.DONE;
    }
  }

  /** All of them. */
  @CommandLine.Command(name = "list")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.AUDITOR})
  static final class Listing implements EngineCommand {
    @Override
    public Exit run(EngineContext context) {
      new Printer(context.request(), context.terminal())
          .rows(COLUMNS, context.law().store().registers().callerNumbers());
      return Exit.DONE;
    }
  }
}
