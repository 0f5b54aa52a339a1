package dev.assent.dialer.cli.home;

import dev.assent.compliance.access.Role;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.Messages;
import dev.assent.dialer.UserError;
import dev.assent.dialer.backup.Backup;
import dev.assent.dialer.backup.BackupProof;
import dev.assent.dialer.backup.BackupTrial;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Inputs;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.keys.BackupSeal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Backups of the home, without the ledger (docs/backup.md). */
@CommandLine.Command(
    name = "backup",
    subcommands = {
      BackupCommand.Create.class,
      BackupCommand.Verify.class,
      BackupRestoreCommand.class
    })
public final class BackupCommand {
  /** What was tried, for people and programs. */
  static List<Column<BackupProof.Tried>> columns(Messages messages) {
    return List.of(
        new Column<>("check", BackupProof.Tried::check),
        new Column<>("holds", BackupProof.Tried::holds),
        new Column<>("found", tried -> messages.say(tried.found())));
  }

  /** Makes one while the engine runs on. */
  @CommandLine.Command(name = "create")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.SECURITY})
  static final class Create implements EngineCommand {
    private static final DateTimeFormatter NAME =
        DateTimeFormatter.ofPattern("'assent-'yyyyMMdd'T'HHmmss'Z.backup'")
            .withZone(ZoneOffset.UTC);

    @Parameters(paramLabel = "TO", descriptionKey = "to")
    Path to = Path.of("");

    @Option(names = "--recordings")
    boolean recordings;

    @Override
    public Exit run(EngineContext context) throws IOException {
      Path target = target(context.request().resolve(to), context.clock().instant());
      Backup.Made made = new Backup(context).create(target, recordings);
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("file", made.file());
      fields.put("at", made.manifest().at());
      fields.put("files", made.files());
      fields.put("bytes", made.size());
      fields.put("entries", made.manifest().entries());
      fields.put("recordings", made.manifest().recordings());
      Printer printer = new Printer(context.request(), context.terminal());
      printer.fields(fields);
      printer.say("backup.no_ledger");
      printer.say("cli.next", "assent backup verify " + made.file());
      return Exit.DONE;
    }

    static Path target(Path wanted, Instant now) {
      Path place = wanted.toAbsolutePath().normalize();
      return Files.isDirectory(place) ? place.resolve(NAME.format(now)) : place;
    }
  }

  /** Unpacks one into a directory of its own, tries it, and shows what came of it. */
  @CommandLine.Command(name = "verify")
  @Needs({Role.OPERATOR, Role.COMPLIANCE, Role.SECURITY, Role.AUDITOR})
  static final class Verify implements EngineCommand {
    @Parameters(paramLabel = "FILE", descriptionKey = "file")
    Path file = Path.of("");

    @Option(names = "--in", paramLabel = "DIR", descriptionKey = "in")
    @Nullable Path in;

    @Option(names = "--number", paramLabel = "NUMBER")
    @Nullable String number;

    /** Exit 7 when something does not hold. */
    @Override
    public Exit run(EngineContext context) throws IOException {
      Path backup = Inputs.file(context, file);
      Path place = in == null ? context.home().data() : Inputs.folder(context, in);
      SecureRandom random = context.engine().machine().clocks().random();
      var keys = context.keys();
      Optional<byte[]> person = Optional.ofNullable(number).map(text -> index(context, text));
      List<BackupProof.Tried> tried =
          BackupTrial.run(
              backup,
              (_, _, forHome) -> BackupSeal.open(keys, forHome, random),
              place,
              random,
              person);
      new Printer(context.request(), context.terminal()).rows(columns(context.messages()), tried);
      return tried.stream().allMatch(BackupProof.Tried::holds) ? Exit.DONE : Exit.INTEGRITY;
    }

    private static byte[] index(EngineContext context, String text) {
      try {
        PhoneNumber parsed = Inputs.number(context, text);
        return context.law().refusalIndex(parsed);
      } catch (IOException e) {
        throw new UserError(Exit.USAGE, Message.of("input.no_file", text), null);
      }
    }
  }
}
