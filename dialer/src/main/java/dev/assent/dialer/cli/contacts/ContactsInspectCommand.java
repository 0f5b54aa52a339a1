package dev.assent.dialer.cli.contacts;

import dev.assent.compliance.access.Role;
import dev.assent.compliance.intake.ColumnMap;
import dev.assent.compliance.intake.ColumnMapFile;
import dev.assent.compliance.intake.ContactsCsv;
import dev.assent.compliance.intake.CsvRefused;
import dev.assent.compliance.intake.ListInspection;
import dev.assent.compliance.policy.Choice;
import dev.assent.compliance.policy.Purpose;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.Arguments;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what the columns of a foreign list seem to be, and writes the map to be checked. */
@CommandLine.Command(name = "inspect")
@Needs({Role.OPERATOR, Role.DATA_ADMIN})
final class ContactsInspectCommand implements EngineCommand {
  private static final List<Column<ColumnMap.Column>> COLUMNS =
      List.of(
          new Column<>("column", ColumnMap.Column::name),
          new Column<>(
              "field", column -> column.field() == null ? "drop" : column.field().written()),
          new Column<>("class", column -> column.field() == null ? "" : column.field().dataClass()),
          new Column<>("why", ColumnMap.Column::why));

  @Parameters(paramLabel = "FILE", descriptionKey = "file")
  Path file = Path.of("");

  @Option(names = "--map", paramLabel = "FILE")
  Path map = Path.of("map.yaml");

  @Option(names = "--purpose", paramLabel = "PURPOSE", split = ",")
  Set<Purpose> purposes = EnumSet.of(Purpose.MARKETING);

  @Option(names = "--encoding", paramLabel = "NAME")
  @Nullable String encoding;

  @Override
  public Exit run(EngineContext context) throws IOException {
    ColumnMap guessed = guess(context);
    write(context, ColumnMapFile.write(guessed));
    Printer printer = new Printer(context.request(), context.terminal());
    printer.rows(COLUMNS, guessed.columns());
    printer.say(
        "contacts.inspected",
        guessed.layout().encoding().name(),
        Choice.written(guessed.layout().separator()),
        map);
    return Exit.DONE;
  }

  private ColumnMap guess(EngineContext context) throws IOException {
    try {
      return ListInspection.of(
          Inputs.file(context, file),
          context.parts().calls().config().region(),
          encoding == null ? null : Arguments.parse("--encoding", encoding, ContactsCsv::encoding),
          purposes);
    } catch (CsvRefused e) {
      throw new UserError(Exit.CONFIG, file + ": " + e.getMessage(), null);
    }
  }

  /** Never over a map that somebody has checked. */
  private void write(EngineContext context, String text) throws IOException {
    try {
      Files.writeString(
          context.request().resolve(map),
          text,
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new UserError(Exit.USAGE, Message.of("contacts.map_exists", map), null);
    } catch (IOException e) {
      throw new UserError(Exit.USAGE, Message.of("input.cannot_write", map), null);
    }
  }
}
