package dev.assent.dialer.cli;

import dev.assent.compliance.CallerNumber;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.intake.CallerNumberFile;
import dev.assent.dialer.Exit;
import dev.assent.dialer.engine.EngineContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Our own filed caller numbers (R07). */
@CommandLine.Command(
    name = "number",
    subcommands = {NumberCommand.Add.class, NumberCommand.Listing.class})
final class NumberCommand {
  private static final List<Column<CallerNumber>> COLUMNS =
      List.of(
          new Column<>("number", CallerNumber::e164),
          new Column<>("holder", CallerNumber::holder),
          new Column<>("filing", CallerNumber::filingNo),
          new Column<>("uses", n -> n.uses().stream().map(Enum::name).sorted().toList()),
          new Column<>("validTo", CallerNumber::validTo),
          new Column<>("trunks", CallerNumber::trunks));

  /** Registers a number as its filing says; the same number again replaces it. */
  @CommandLine.Command(name = "add")
  @Needs({Role.OPERATOR, Role.COMPLIANCE})
  static final class Add implements EngineCommand {
    @Parameters(paramLabel = "FILE", descriptionKey = "file")
    Path file = Path.of("");

    @Override
    public Exit run(EngineContext context) throws IOException {
      CallerNumber number = CallerNumberFile.read(Inputs.file(context, file));
      context.law().store().registers().putCallerNumber(number, context.actor().name());
      new Printer(context.request(), context.terminal()).rows(COLUMNS, List.of(number));
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
