package dev.assent.dialer.cli.audit;

import dev.assent.compliance.journal.DiskFiles;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.MergedJournals;
import dev.assent.compliance.journal.Verification;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.command.ClientCommand;
import dev.assent.dialer.cli.command.ClientContext;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What an auditor asks. */
@CommandLine.Command(
    name = "audit",
    subcommands = {AuditCommand.Verify.class, AuditAskCommand.class})
public final class AuditCommand {

  /** Reads the whole journal and holds every frame and the chain against each other (R60). */
  @CommandLine.Command(name = "verify")
  @Needs({})
  static final class Verify implements ClientCommand {
    @Option(names = "--with", paramLabel = "JOURNAL")
    List<Path> others = List.of();

    @Override
    public Exit run(ClientContext context) {
      Exit own = verifyOwn(context);
      return own != Exit.DONE || others.isEmpty() ? own : verifyAll(context);
    }

    /** All nodes' journals as one: who was left out shows in the counters of numbers. */
    private Exit verifyAll(ClientContext context) {
      MergedJournals merged = new MergedJournals();
      merged.read(context.home().journal(), new DiskFiles());
      Printer printer = new Printer(context.request(), context.terminal());
      for (Path other : others) {
        Path directory = context.request().resolve(other);
        switch (merged.read(directory, new DiskFiles())) {
          case Verification.Intact _, Verification.Torn _ -> {}
          case Verification.Damaged _, Verification.HeadDamaged _ -> {
            printer.say("audit.other_damaged", directory);
            return Exit.INTEGRITY;
          }
        }
      }
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("journals", 1 + others.size());
      fields.put("entries", merged.entries());
      fields.put("findings", merged.findings().size());
      fields.put("differing", merged.differing().size());
      printer.fields(fields);
      merged.findings().forEach(finding -> printer.say("audit.counter", finding));
      merged.differing().forEach(id -> printer.say("audit.differing", id));
      return merged.findings().isEmpty() && merged.differing().isEmpty()
          ? Exit.DONE
          : Exit.INTEGRITY;
    }

    private static Exit verifyOwn(ClientContext context) {
      Verification verification = Journal.verify(context.home().journal(), new DiskFiles());
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("entries", verification.entries());
      Exit exit =
          switch (verification) {
            case Verification.Intact(_, var chain) -> {
              fields.put("verdict", "INTACT");
              fields.put("chain", HexFormat.of().formatHex(chain.toByteArray()));
              yield Exit.DONE;
            }
            case Verification.Torn(_, String file, long offset) -> {
              fields.put("verdict", "TORN");
              fields.put("file", file);
              fields.put("offset", offset);
              yield Exit.DONE;
            }
            case Verification.Damaged damaged -> {
              fields.put("verdict", "DAMAGED");
              fields.put("file", damaged.file());
              fields.put("offset", damaged.offset());
              fields.put("position", damaged.position());
              fields.put("entry", damaged.id().orElse(null));
              fields.put("why", damaged.why());
              yield Exit.INTEGRITY;
            }
            case Verification.HeadDamaged(_, String file, long offset) -> {
              fields.put("verdict", "DAMAGED");
              fields.put("file", file);
              fields.put("offset", offset);
              yield Exit.INTEGRITY;
            }
          };
      fields.put("witness", "UNWITNESSED");
      Printer printer = new Printer(context.request(), context.terminal());
      printer.fields(fields);
      printer.say("audit.unwitnessed");
      return exit;
    }
  }
}
