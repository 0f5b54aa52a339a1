package dev.assent.dialer.cli;

import dev.assent.dialer.Exit;
import dev.assent.dialer.engine.EngineContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Says what is missing or untrusted, what it means for calls, and what to do about it. */
@CommandLine.Command(name = "doctor")
@Needs({})
final class DoctorCommand implements EngineCommand {
  private static final List<Column<Finding>> COLUMNS =
      List.of(
          new Column<>("check", Finding::check),
          new Column<>("level", Finding::level),
          new Column<>("finding", Finding::said),
          new Column<>("consequence", finding -> finding.consequence().orElse("")),
          new Column<>("next", finding -> finding.next().orElse("")));

  @Option(names = "--fail-on", paramLabel = "LEVEL")
  Finding.@Nullable Level failOn;

  /** Exit 3 when nobody can be called; exit 5 when asked to and something is as bad as that. */
  @Override
  public Exit run(EngineContext context) {
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
}
