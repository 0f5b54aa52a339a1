package dev.assent.dialer.cli.recordings;

import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.recorder.catalog.Catalog;
import dev.assent.recorder.catalog.CatalogEntry;
import dev.assent.recorder.files.DiskFiles;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import picocli.CommandLine;

/**
 * Gives what a crash left in the spool files of its own, to the last whole second, each with a
 * signed note: what the recorder does when it opens, without waiting for the next campaign.
 */
@CommandLine.Command(name = "salvage")
@Needs({Role.OPERATOR, Role.COMPLIANCE})
final class RecordingsSalvageCommand implements EngineCommand {
  private static final List<Column<CatalogEntry>> COLUMNS =
      List.of(
          new Column<>("id", CatalogEntry::id),
          new Column<>("start", CatalogEntry::start),
          new Column<>("seconds", CatalogEntry::seconds),
          new Column<>("complete", CatalogEntry::complete),
          new Column<>("attempt", CatalogEntry::attemptId));

  @Override
  public Exit run(EngineContext context) {
    Catalog catalog = new Catalog(context.home().recordings(), new DiskFiles());
    Set<UUID> before =
        catalog.list().entries().stream().map(CatalogEntry::id).collect(Collectors.toSet());
    int live = context.parts().calls().recordings().openForSalvage();
    List<CatalogEntry> salvaged =
        catalog.list().entries().stream().filter(entry -> !before.contains(entry.id())).toList();
    Printer printer = new Printer(context.request(), context.terminal());
    printer.rows(COLUMNS, salvaged);
    if (live > 0) {
      printer.say("recording.still_made", live);
    }
    return Exit.DONE;
  }
}
