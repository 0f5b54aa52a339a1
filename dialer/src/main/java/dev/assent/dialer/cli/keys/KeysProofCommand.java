package dev.assent.dialer.cli.keys;

import dev.assent.compliance.access.Role;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.drill.DrillProof;
import dev.assent.dialer.keys.PublicSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Takes the proof of a drill into the journal of the home it was a drill of. */
@CommandLine.Command(name = "proof")
@Needs({Role.COMPLIANCE, Role.SECURITY})
final class KeysProofCommand implements EngineCommand {
  @Parameters(paramLabel = "FILE", descriptionKey = "file")
  Path file = Path.of("");

  @Override
  public Exit run(EngineContext context) throws IOException {
    Path given = Inputs.file(context, file);
    DrillProof proof =
        DrillProof.read(Files.readString(given), PublicSigner.read(context.home().conf()))
            .filter(read -> read.home().equals(context.home().marker().id()))
            .orElseThrow(
                () -> new UserError(Exit.INTEGRITY, Message.of("drill.no_proof", given), null));
    String sha256 = Inputs.sha256(given);
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("at", proof.at());
    shown.put("by", proof.by());
    shown.put("sha256", sha256);
    shown.put("results", proof.results());
    context
        .law()
        .journal()
        .append(
            List.of(
                JournalEntry.operational(
                    context.law().newId(),
                    EntryType.KEYS_DRILLED,
                    context.clock().instant(),
                    context.actor().name(),
                    JournalEntry.NO_ID,
                    Printer.JSON.writeValueAsString(
                        Map.of(
                            "at", proof.at().toString(),
                            "by", proof.by(),
                            "sha256", sha256,
                            "results", proof.results())))));
    new Printer(context.request(), context.terminal()).fields(shown);
    return Exit.DONE;
  }
}
