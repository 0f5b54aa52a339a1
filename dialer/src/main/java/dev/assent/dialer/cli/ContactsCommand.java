package dev.assent.dialer.cli;

import dev.assent.compliance.SourceProof;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.intake.ColumnMapFile;
import dev.assent.compliance.intake.ContactRow;
import dev.assent.compliance.intake.ContactsCsv;
import dev.assent.compliance.intake.CsvRefused;
import dev.assent.compliance.intake.Reject;
import dev.assent.compliance.store.ImportBatch;
import dev.assent.compliance.store.ImportResult;
import dev.assent.compliance.store.RowRejected;
import dev.assent.compliance.store.Store;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.Simulation;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
final class ContactsCommand {

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
              store.imports().begin(proof.id(), sha256(list), context.actor().name())) {
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
                    null),
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

    private static String sha256(Path file) throws IOException {
      try (InputStream in = Files.newInputStream(file)) {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        byte[] buffer = new byte[1 << 16];
        for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
          digest.update(buffer, 0, read);
        }
        return HexFormat.of().formatHex(digest.digest());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
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

  /** A line per bad row: where and why, never what. On stderr unless a file is named. */
  private record RejectLines(PrintStream out, boolean own) implements AutoCloseable {
    static RejectLines open(EngineContext context, @Nullable Path file) throws IOException {
      if (file == null) {
        return new RejectLines(context.terminal().err(), false);
      }
      Path target = context.request().resolve(file);
      try {
        return new RejectLines(
            new PrintStream(Files.newOutputStream(target), false, StandardCharsets.UTF_8), true);
      } catch (IOException e) {
        throw new UserError(Exit.USAGE, Message.of("input.cannot_write", file), null);
      }
    }

    void add(Reject reject) {
      out.println(
          String.join(
              ",",
              Long.toString(reject.line()),
              reject.field(),
              reject.reason(),
              '"' + reject.advice().replace("\"", "\"\"") + '"'));
    }

    @Override
    public void close() {
      out.flush();
      if (own) {
        out.close();
      }
    }
  }
}
