package dev.assent.dialer.cli;

import dev.assent.compliance.policy.HolidayCalendar;
import dev.assent.dialer.Exit;
import dev.assent.dialer.engine.EngineContext;
import java.util.List;
import picocli.CommandLine;

/** Official holidays, a file a year (R27). */
@CommandLine.Command(name = "calendar", subcommands = CalendarCommand.Listing.class)
final class CalendarCommand {
  private static final List<Column<HolidayCalendar>> COLUMNS =
      List.of(
          new Column<>("calendar", HolidayCalendar::id),
          new Column<>("notice", HolidayCalendar::source),
          new Column<>("published", HolidayCalendar::publishedAt),
          new Column<>("daysOff", c -> c.daysOff().size()),
          new Column<>("workdays", c -> c.makeUp().size()));

  /** The years that are known; in any other nobody is called. */
  @CommandLine.Command(name = "list")
  @Needs({})
  static final class Listing implements EngineCommand {
    @Override
    public Exit run(EngineContext context) {
      new Printer(context.request(), context.terminal())
          .rows(COLUMNS, context.parts().law().book().calendars().all());
      return Exit.DONE;
    }
  }
}
