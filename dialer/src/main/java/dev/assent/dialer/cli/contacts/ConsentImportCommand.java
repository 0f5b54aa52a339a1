package dev.assent.dialer.cli.contacts;

import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.intake.ColumnMapFile;
import dev.assent.compliance.intake.ContactRow;
import dev.assent.compliance.intake.ContactsCsv;
import dev.assent.compliance.intake.CsvRefused;
import dev.assent.compliance.intake.Reject;
import dev.assent.compliance.store.consent.Grants;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.home.Simulation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Takes consents in the columns of a contact list, a durable one a row. What was taken stays taken
 * when a later row fails; the same row is taken once, so the file may be imported again.
 */
@CommandLine.Command(name = "import")
@Needs({Role.OPERATOR, Role.DATA_ADMIN})
final class ConsentImportCommand implements EngineCommand {
  @Parameters(paramLabel = "FILE", descriptionKey = "file")
  Path file = Path.of("");

  @Option(names = "--evidence-dir", paramLabel = "DIR")
  @Nullable Path evidence;

  @Option(names = "--scope", paramLabel = "SCOPE")
  GrantScope scope = GrantScope.CALL;

  @Option(names = "--map", paramLabel = "FILE")
  @Nullable Path map;

  @Option(names = "--rejects", paramLabel = "FILE")
  @Nullable Path rejects;

  @Override
  public Exit run(EngineContext context) throws IOException {
    if (scope == GrantScope.RECORD) {
      // Only the person's own key or voice in a call agrees to be recorded (R22).
      throw new UserError(Exit.USAGE, Message.of("consent.record"), null);
    }
    Path list = Inputs.file(context, file);
    try (RejectLines lines = RejectLines.open(context, rejects)) {
      ContactsCsv.Counts counts =
          ContactsCsv.read(
              list,
              new ContactsCsv.Settings(
                  context.parts().calls().config().region(),
                  context.clock().instant(),
                  null,
                  map == null ? null : ColumnMapFile.read(Inputs.file(context, map)),
                  evidence == null ? null : Inputs.folder(context, evidence)),
              new Rows(
                  context.law().store().grants(),
                  scope,
                  context.actor().name(),
                  context.home().marker().simulation(),
                  lines));
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("rows", counts.rows());
      fields.put("accepted", counts.accepted());
      fields.put("rejected", counts.rejected());
      new Printer(context.request(), context.terminal()).fields(fields);
      return Exit.DONE;
    } catch (CsvRefused e) {
      throw new UserError(Exit.CONFIG, file + ": " + e.getMessage(), null);
    }
  }

  private record Rows(
      Grants grants,
      GrantScope scope,
      String actor,
      Optional<Simulation> simulation,
      RejectLines lines)
      implements ContactsCsv.Sink {
    @Override
    public Optional<String> accept(ContactRow row) {
      if (simulation.isPresent() && !simulation.get().permitsNumber(row.number().e164())) {
        return Optional.of("NOT_FICTIONAL");
      }
      if (row.grants().isEmpty()) {
        return Optional.of("CONSENT_MISSING");
      }
      try {
        for (ContactRow.GivenGrant given : row.grants()) {
          grants.give(row.number(), given.as(scope), actor);
        }
        return Optional.empty();
      } catch (NotAllowed e) {
        return Optional.of("EVIDENCE_MISMATCH");
      }
    }

    @Override
    public void rejected(Reject reject) {
      lines.add(reject);
    }
  }
}
