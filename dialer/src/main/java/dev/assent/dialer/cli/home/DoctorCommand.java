package dev.assent.dialer.cli.home;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.alert.Alerts;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Says what is missing or untrusted, what it means for calls, and what to do about it. */
@CommandLine.Command(name = "doctor")
@Needs({})
public final class DoctorCommand implements EngineCommand {
  static final List<Column<Finding>> COLUMNS =
      List.of(
          new Column<>("check", Finding::check),
          new Column<>("level", Finding::level),
          new Column<>("finding", Finding::said),
          new Column<>("consequence", finding -> finding.consequence().orElse("")),
          new Column<>("next", finding -> finding.next().orElse("")));

  @Option(names = "--fail-on", paramLabel = "LEVEL")
  Finding.@Nullable Level failOn;

  @Option(names = "--alert")
  boolean alert;

  /** Exit 3 when nobody can be called; exit 5 when asked to and something is as bad as that. */
  @Override
  public Exit run(EngineContext context) throws InterruptedException {
    if (alert) {
      return testAlerts(context);
    }
    List<Finding> findings = new Checkup(context).all();
    new Printer(context.request(), context.terminal()).rows(COLUMNS, findings);
    Finding.Level worst =
        findings.stream()
            .map(Finding::level)
            .max(java.util.Comparator.naturalOrder())
            .orElse(Finding.Level.OK);
    if (failOn != null && worst.compareTo(failOn) >= 0) {
      return Exit.FINDINGS;
    }
    return worst == Finding.Level.FAIL ? Exit.CONFIG : Exit.DONE;
  }

  /** Tells a test by every way there is to a person. */
  private static Exit testAlerts(EngineContext context) throws InterruptedException {
    List<Alerts.Tested> tested = context.parts().calls().alerts().test();
    if (tested.isEmpty()) {
      throw new UserError(Exit.CONFIG, Message.of("alert.nobody"), null);
    }
    new Printer(context.request(), context.terminal())
        .rows(
            List.of(
                new Column<>("check", Alerts.Tested::channel),
                new Column<>(
                    "level",
                    test -> test.problem().isEmpty() ? Finding.Level.OK : Finding.Level.FAIL),
                new Column<>(
                    "finding",
                    test -> test.problem().orElseGet(() -> context.messages().say("alert.taken")))),
            tested);
    return tested.stream().allMatch(test -> test.problem().isEmpty()) ? Exit.DONE : Exit.FAILED;
  }
}
