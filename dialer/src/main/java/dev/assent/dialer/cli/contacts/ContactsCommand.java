package dev.assent.dialer.cli.contacts;

import dev.assent.compliance.SourceProof;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.intake.ColumnMapFile;
import dev.assent.compliance.intake.ContactRow;
import dev.assent.compliance.intake.ContactsCsv;
import dev.assent.compliance.intake.CsvRefused;
import dev.assent.compliance.intake.Reject;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.contact.ImportBatch;
import dev.assent.compliance.store.contact.ImportResult;
import dev.assent.compliance.store.contact.RowRejected;
import dev.assent.dialer.Exit;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.Approving;
import dev.assent.dialer.cli.command.Arguments;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.home.Simulation;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists of people who may be called. */
@CommandLine.Command(
    name = "contacts",
    subcommands = {ContactsInspectCommand.class, ContactsCommand.Import.class})
public final class ContactsCommand {

  /** Takes a list as one batch: all of its good rows count at once, or none. */
  @CommandLine.Command(name = "import")
  @Needs({Role.OPERATOR, Role.DATA_ADMIN})
  static final class Import implements EngineCommand {
    @Parameters(paramLabel = "FILE", descriptionKey = "file")
    Path file = Path.of("");

    @Option(names = "--source", paramLabel = "NAME", required = true)
    String source = "";

    @Option(names = "--map", paramLabel = "FILE")
    @Nullable Path map;

    @Option(names = "--evidence-dir", paramLabel = "DIR")
    @Nullable Path evidence;

    @Option(names = "--encoding", paramLabel = "NAME")
    @Nullable String encoding;

    @Option(names = "--rejects", paramLabel = "FILE")
    @Nullable Path rejects;

    @Override
    public Exit run(EngineContext context) throws Exception {
      Path list = Inputs.file(context, file);
      Store store = context.law().store();
      SourceProof proof = SourceCommand.named(store.registers(), source);
      try (RejectLines lines = RejectLines.open(context, rejects);
          ImportBatch batch =
              store.imports().begin(proof.id(), Inputs.sha256(list), context.actor().name())) {
        ContactsCsv.Counts counts =
            ContactsCsv.read(
                list,
                new ContactsCsv.Settings(
                    context.parts().calls().config().region(),
                    context.clock().instant(),
                    encoding == null
                        ? null
                        : Arguments.parse("--encoding", encoding, ContactsCsv::encoding),
                    map == null ? null : ColumnMapFile.read(Inputs.file(context, map)),
                    evidence == null ? null : Inputs.folder(context, evidence)),
                new Rows(batch, context.home().marker().simulation(), lines));
        ImportResult result = batch.switchOver();
        print(context, counts, result);
        return Exit.DONE;
      } catch (CsvRefused e) {
        throw new UserError(Exit.CONFIG, file + ": " + e.getMessage(), null);
      } catch (NotAllowed e) {
        throw Approving.refused(e);
      }
    }

    private void print(EngineContext context, ContactsCsv.Counts counts, ImportResult result) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("rows", counts.rows());
      fields.put("accepted", counts.accepted());
      fields.put("rejected", counts.rejected());
      fields.put("batch", result.batchId());
      new Printer(context.request(), context.terminal()).fields(fields);
    }
  }

  /** Rows on their way into a batch. */
  private record Rows(ImportBatch batch, Optional<Simulation> simulation, RejectLines lines)
      implements ContactsCsv.Sink {
    @Override
    public Optional<String> accept(ContactRow row) {
      if (simulation.isPresent() && !simulation.get().permitsNumber(row.number().e164())) {
        return Optional.of("NOT_FICTIONAL");
      }
      try {
        batch.add(row);
        return Optional.empty();
      } catch (RowRejected e) {
        return Optional.of(e.code().name());
      }
    }

    @Override
    public void rejected(Reject reject) {
      lines.add(reject);
    }
  }
}
