package dev.assent.dialer.cli.law;

import dev.assent.compliance.access.Role;
import dev.assent.compliance.policy.CalendarFile;
import dev.assent.compliance.policy.HolidayCalendar;
import dev.assent.compliance.policy.LawFile;
import dev.assent.compliance.policy.YamlError;
import dev.assent.compliance.store.register.Registers;
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
import dev.assent.dialer.engine.law.LawInForce;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Official holidays, a file a year (R27). */
@CommandLine.Command(
    name = "calendar",
    subcommands = {
      CalendarCommand.Listing.class,
      CalendarCommand.Check.class,
      CalendarCommand.Add.class,
      CalendarCommand.Approve.class
    })
public final class CalendarCommand {

  /**
   * A calendar of this home.
   *
   * @param document what became of its notice; empty where none was brought, or while locked
   */
  private record Row(LawInForce.Entry entry, HolidayCalendar calendar, String document) {
    static Row of(EngineContext context, LawInForce.Entry entry) {
      String notice = entry.law().noticeSha256();
      return new Row(
          entry,
          Law.calendar(entry.law()),
          notice.isEmpty() ? "" : context.law().documents().state(notice).name());
    }
  }

  private static final List<Column<Row>> COLUMNS =
      List.of(
          new Column<>("calendar", row -> row.calendar().id()),
          new Column<>("state", row -> row.entry().standing()),
          new Column<>("notice", row -> row.calendar().source()),
          new Column<>("noticeNumber", row -> row.calendar().noticeNumber()),
          new Column<>("published", row -> row.calendar().publishedAt()),
          new Column<>("daysOff", row -> row.calendar().daysOff().size()),
          new Column<>("workdays", row -> row.calendar().makeUp().size()),
          new Column<>("creator", row -> row.entry().law().creator()),
          new Column<>("approver", row -> row.entry().law().approver()),
          new Column<>("document", Row::document),
          new Column<>("hash", row -> row.calendar().hash()));

  private static void print(EngineContext context) throws IOException {
    new Printer(context.request(), context.terminal())
        .rows(
            COLUMNS,
            Law.entries(context, LawFile.Kind.CALENDAR).stream()
                .map(entry -> Row.of(context, entry))
                .toList());
  }

  private static HolidayCalendar read(EngineContext context, Path file) throws IOException {
    try {
      return CalendarFile.read(Inputs.file(context, file));
    } catch (YamlError e) {
      throw Law.refused(e);
    }
  }

  private static void show(EngineContext context, HolidayCalendar calendar) {
    YearView.lines(calendar).forEach(context.terminal().err()::println);
    context.terminal().err().flush();
  }

  /** The years that are known; in any other nobody is called. */
  @CommandLine.Command(name = "list")
  @Needs({})
  static final class Listing implements EngineCommand {
    @Override
    public Exit run(EngineContext context) throws IOException {
      print(context);
      return Exit.DONE;
    }
  }

  /** Reads a calendar without taking it, and shows it month by month. */
  @CommandLine.Command(name = "check")
  @Needs({})
  static final class Check implements EngineCommand {
    @Parameters(paramLabel = "FILE", descriptionKey = "file")
    Path file = Path.of("");

    @Override
    public Exit run(EngineContext context) throws IOException {
      HolidayCalendar calendar = read(context, file);
      YearView.lines(calendar).forEach(context.terminal().out()::println);
      context.terminal().out().flush();
      return Exit.DONE;
    }
  }

  /** Brings a year with its notice, for a second person to compare. */
  @CommandLine.Command(name = "add")
  @Needs({Role.OPERATOR, Role.COMPLIANCE})
  static final class Add implements EngineCommand {
    @Parameters(paramLabel = "FILE", descriptionKey = "file")
    Path file = Path.of("");

    @Option(names = "--notice", paramLabel = "DOC", required = true, descriptionKey = "notice")
    Path notice = Path.of("");

    @Override
    public Exit run(EngineContext context) throws IOException {
      HolidayCalendar calendar = read(context, file);
      String sha256 = context.law().documents().keep(Inputs.file(context, notice));
      LawFile entry =
          LawInForce.of(
              LawFile.Kind.CALENDAR,
              file.toString(),
              Law.text(context, file),
              LawFile.State.WAITING,
              context.actor().name(),
              sha256,
              context.clock().instant());
      Registers registers = context.law().store().registers();
      Approving.change(() -> registers.addLaw(entry, context.actor().name()));
      context.law().inForce().refresh();
      show(context, calendar);
      new Printer(context.request(), context.terminal()).say("calendar.waits", calendar.id());
      print(context);
      return Exit.DONE;
    }
  }

  /** A second person has compared the year with its notice. */
  @CommandLine.Command(name = "approve")
  @Needs(Role.COMPLIANCE)
  static final class Approve implements EngineCommand {
    @Parameters(paramLabel = "YEAR", descriptionKey = "year")
    String year = "";

    @Override
    public Exit run(EngineContext context) throws IOException {
      LawFile waiting =
          context.law().inForce().entries().stream()
              .filter(entry -> entry.standing() == LawInForce.Standing.WAITING)
              .map(LawInForce.Entry::law)
              .filter(law -> law.kind() == LawFile.Kind.CALENDAR)
              .filter(law -> law.name().equals(year) || law.name().endsWith("-" + year))
              .findFirst()
              .orElseThrow(
                  () ->
                      new UserError(
                          Exit.USAGE,
                          Message.of("policy.none_waits", year),
                          "assent calendar list"));
      context.law().documents().open(waiting.noticeSha256());
      show(context, Law.calendar(waiting));
      PolicyChanges.approve(context, waiting);
      return Exit.DONE;
    }
  }
}
