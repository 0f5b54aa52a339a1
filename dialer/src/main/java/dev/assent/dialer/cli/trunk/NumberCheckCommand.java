package dev.assent.dialer.cli.trunk;

import dev.assent.compliance.CallerNumber;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.policy.DialKeys;
import dev.assent.compliance.policy.PolicyBook;
import dev.assent.compliance.policy.PolicyPack;
import dev.assent.compliance.policy.WorkingDays;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** What has to be filed or renewed, and by when (D-b, Q11). */
@CommandLine.Command(name = "check")
@Needs({Role.OPERATOR, Role.COMPLIANCE, Role.AUDITOR})
final class NumberCheckCommand implements EngineCommand {
  /** The authority's own day. */
  static final ZoneId FILED_IN = ZoneId.of("Asia/Shanghai");

  private static final String REGION = "CN";

  /** A renewal takes its time. */
  private static final int SOON_DAYS = 60;

  private enum State {
    FILED,
    CHANGE_TO_FILE,
    CLI_FILING_OVERDUE,
    EXPIRES_SOON,
    EXPIRED,
    RETIRED;

    boolean finding() {
      return this == CLI_FILING_OVERDUE || this == EXPIRED;
    }
  }

  private record Line(CallerNumber number, State state, @Nullable LocalDate due) {}

  private static final List<Column<Line>> COLUMNS =
      List.of(
          new Column<>("number", line -> line.number().e164()),
          new Column<>("filing", line -> line.number().filingNo()),
          new Column<>("state", Line::state),
          new Column<>("due", Line::due),
          new Column<>("unfiled", line -> line.number().unfiled() ? line.number().change() : null));

  @Override
  public Exit run(EngineContext context) {
    PolicyBook book = context.law().book();
    int workingDays =
        book.packs().stream()
            .filter(pack -> pack.region().equals(REGION))
            .map(PolicyPack::figures)
            .flatMap(figures -> figures.find(DialKeys.CALLER_FILING_WORKING_DAYS).stream())
            .min(Integer::compare)
            .orElse(0);
    WorkingDays days = new WorkingDays(book.calendars(), REGION);
    LocalDate today = NumberCommand.today(context);
    List<Line> lines =
        context.law().store().registers().callerNumbers().stream()
            .map(number -> line(number, days, workingDays, today))
            .toList();
    new Printer(context.request(), context.terminal()).rows(COLUMNS, lines);
    return lines.stream().anyMatch(line -> line.state().finding()) ? Exit.FINDINGS : Exit.DONE;
  }

  private static Line line(
      CallerNumber number, WorkingDays days, int workingDays, LocalDate today) {
    LocalDate retired = number.retiredAt();
    if (retired != null && !today.isBefore(retired)) {
      return new Line(number, State.RETIRED, retired);
    }
    if (today.isAfter(number.validTo())) {
      return new Line(number, State.EXPIRED, number.validTo());
    }
    LocalDate changed = number.changedAt();
    if (changed != null && number.unfiled()) {
      LocalDate due = days.due(changed, workingDays);
      return new Line(
          number, today.isAfter(due) ? State.CLI_FILING_OVERDUE : State.CHANGE_TO_FILE, due);
    }
    boolean soon = today.plusDays(SOON_DAYS).isAfter(number.validTo());
    return new Line(number, soon ? State.EXPIRES_SOON : State.FILED, number.validTo());
  }
}
