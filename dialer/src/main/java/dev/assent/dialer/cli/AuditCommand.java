package dev.assent.dialer.cli;

import dev.assent.compliance.journal.DiskFiles;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.Verification;
import dev.assent.dialer.Exit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** What an auditor asks. */
@CommandLine.Command(name = "audit", subcommands = AuditCommand.Verify.class)
final class AuditCommand {

  /** Reads the whole journal and holds every frame and the chain against each other (R60). */
  @CommandLine.Command(name = "verify")
  @Needs({})
  static final class Verify implements ClientCommand {
    @Override
    public Exit run(ClientContext context) {
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
