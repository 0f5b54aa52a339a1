package dev.assent.dialer.cli.privacy;

import dev.assent.compliance.access.Role;
import dev.assent.compliance.store.privacy.RetentionSweep;
import dev.assent.compliance.store.privacy.RetentionSweep.Due;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How long things are kept, and what is destroyed on its day (R55). */
@CommandLine.Command(
    name = "retention",
    subcommands = {
      RetentionCommand.Plan.class,
      RetentionCommand.Sweep.class,
      RetentionCommand.Check.class
    })
public final class RetentionCommand {
  private static final List<Column<Due>> COLUMNS =
      List.of(
          new Column<>("data", Due::kind),
          new Column<>("keys", Due::keys),
          new Column<>("records", Due::records),
          new Column<>("held", Due::held));

  private RetentionCommand() {}

  private static RetentionSweep sweep(EngineContext context) {
    return context.law().erasures().sweep();
  }

  /** What a sweep would destroy. */
  @CommandLine.Command(name = "plan")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.LEGAL, Role.DATA_ADMIN, Role.AUDITOR})
  static final class Plan implements EngineCommand {
    @Option(names = "--days", paramLabel = "N", defaultValue = "0", descriptionKey = "days")
    int days;

    @Override
    public Exit run(EngineContext context) {
      new Printer(context.request(), context.terminal())
          .rows(
              COLUMNS, sweep(context).plan(context.clock().instant().plus(Duration.ofDays(days))));
      return Exit.DONE;
    }
  }

  /** Destroys now what the daily sweep would. */
  @CommandLine.Command(name = "sweep")
  @Needs({Role.COMPLIANCE, Role.DATA_ADMIN})
  static final class Sweep implements EngineCommand {
    @Override
    public Exit run(EngineContext context) {
      RetentionSweep.Swept swept = sweep(context).sweep();
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("destroyed", new TreeMap<>(swept.destroyed()));
      fields.put("certificates", swept.erasures());
      fields.put("madeFinal", swept.finals());
      new Printer(context.request(), context.terminal()).fields(fields);
      return Exit.DONE;
    }
  }

  /** What an auditor asks (Q14): kept too long, destroyed too early. */
  @CommandLine.Command(name = "list")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.LEGAL, Role.DATA_ADMIN, Role.AUDITOR})
  static final class Check implements EngineCommand {
    @Option(names = "--fail-on-findings", descriptionKey = "fail")
    boolean fail;

    @Override
    public Exit run(EngineContext context) {
      long overdue = sweep(context).overdue();
      long early = sweep(context).tooEarly();
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("keptTooLong", overdue);
      fields.put("destroyedTooEarly", early);
      fields.put(
          "holds",
          context.law().store().legalHolds().all().stream()
              .filter(hold -> hold.inForce(context.clock().instant()))
              .map(hold -> hold.caseId() + " " + hold.until())
              .toList());
      new Printer(context.request(), context.terminal()).fields(fields);
      return fail && overdue + early > 0 ? Exit.FINDINGS : Exit.DONE;
    }
  }
}
