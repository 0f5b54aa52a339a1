package dev.assent.dialer.cli.home;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.backup.BackupProof;
import dev.assent.dialer.backup.BackupReader;
import dev.assent.dialer.cli.command.ClientCommand;
import dev.assent.dialer.cli.command.ClientContext;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.home.HomeBuilder;
import dev.assent.dialer.engine.home.RestoredHome;
import dev.assent.dialer.keys.BackupSeal;
import dev.assent.dialer.keys.RecoveryKey;
import dev.assent.dialer.keys.RecoveryShare;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a home of a backup: on hold, in an epoch of its own, for the people of before. */
@CommandLine.Command(name = "restore")
@Needs({})
final class BackupRestoreCommand implements ClientCommand {
  @Parameters(index = "0", paramLabel = "FILE", descriptionKey = "file")
  Path file = Path.of("");

  @Parameters(index = "1..*", paramLabel = "SHARE", descriptionKey = "shares", arity = "2..*")
  List<Path> shares = List.of();

  @Option(names = "--ledger", paramLabel = "DIR")
  @Nullable Path ledger;

  @Option(names = "--ledger-copy", paramLabel = "FILE")
  @Nullable Path ledgerCopy;

  @Option(names = "--epochs", paramLabel = "DIR")
  @Nullable Path epochs;

  @Option(names = "--ledger-lost", descriptionKey = "ledger_lost")
  boolean ledgerLost;

  @Option(names = "--journal-mirror", paramLabel = "DIR", descriptionKey = "mirror")
  @Nullable Path mirror;

  @Option(names = "--refusals", paramLabel = "FILE")
  @Nullable Path refusals;

  @Override
  public Exit run(ClientContext context) throws IOException {
    Path backup = there(context, file);
    List<RecoveryShare> read = new ArrayList<>();
    for (Path share : shares) {
      Path from = there(context, share);
      read.add(RecoveryShare.parse(Files.readString(from), from.toString()));
    }
    Printer printer = new Printer(context.request(), context.terminal());
    try (RecoveryKey recovery = RecoveryKey.combine(read)) {
      RestoredHome restored =
          new RestoredHome(
              directory -> unpack(context, printer, backup, recovery, directory),
              recovery,
              ledger(context),
              Optional.ofNullable(mirror).map(path -> there(context, path)),
              Optional.ofNullable(refusals).map(path -> there(context, path)));
      Home home = new HomeBuilder(context.machine()).restore(context.homePath(), restored);
      RestoredHome.Known known = restored.known();
      printer.say("recovery.home", home.root());
      printer.say("backup.known", known.entries(), known.refusals());
      if (known.apart()) {
        printer.warn("backup.apart");
      }
      if (known.unreadable() > 0) {
        printer.warn("backup.unreadable", known.unreadable());
      }
      if (ledgerLost) {
        printer.warn("backup.ledger_lost");
      }
      printer.warn("backup.gap", known.from());
      printer.say("cli.next", "assent unlock --home " + home.root());
    }
    return Exit.DONE;
  }

  private static Instant unpack(
      ClientContext context, Printer printer, Path backup, RecoveryKey recovery, Path directory)
      throws IOException {
    BackupReader.Unpacked unpacked =
        BackupReader.unpack(
            backup,
            (home, forRecovery, _) -> BackupSeal.open(recovery, home, forRecovery),
            directory);
    List<BackupProof.Tried> tried = BackupProof.of(directory, unpacked, Optional.empty());
    printer.rows(BackupCommand.columns(context.messages()), tried);
    if (!tried.stream().allMatch(BackupProof.Tried::holds)) {
      throw new UserError(Exit.INTEGRITY, Message.of("backup.damaged", backup), null);
    }
    return unpacked.manifest().at();
  }

  private RestoredHome.Ledger ledger(ClientContext context) {
    if (ledger != null) {
      return new RestoredHome.Ledger.Directory(there(context, ledger));
    }
    if (ledgerCopy != null && epochs != null) {
      return new RestoredHome.Ledger.Copy(there(context, ledgerCopy), there(context, epochs));
    }
    if (ledgerLost) {
      return new RestoredHome.Ledger.Lost();
    }
    throw new UserError(
        Exit.USAGE, Message.of("backup.which_ledger"), "assent backup restore --help");
  }

  private static Path there(ClientContext context, Path given) {
    Path path = context.request().resolve(given);
    if (!Files.isReadable(path)) {
      throw new UserError(Exit.USAGE, Message.of("input.no_file", given), null);
    }
    return path;
  }
}
