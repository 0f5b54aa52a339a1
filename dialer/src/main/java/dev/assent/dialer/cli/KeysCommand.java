package dev.assent.dialer.cli;

import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.Home;
import dev.assent.dialer.keys.OperatorKeys;
import dev.assent.dialer.keys.OperatorKeyset;
import dev.assent.dialer.keys.QaKeyset;
import dev.assent.dialer.keys.RecoveryBox;
import dev.assent.dialer.keys.RecoveryKey;
import dev.assent.dialer.keys.RecoveryShare;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/** Looks after keysets and recovery shares. */
@CommandLine.Command(
    name = "keys",
    subcommands = {KeysCommand.Check.class, KeysCommand.Drill.class})
final class KeysCommand {
  private static final List<Column<Checked>> COLUMNS =
      List.of(
          new Column<>("what", Checked::what),
          new Column<>("holds", Checked::holds),
          new Column<>("finding", Checked::finding));

  /**
   * One thing looked at.
   *
   * @param finding empty when it holds
   */
  private record Checked(String what, boolean holds, String finding) {}

  /** Opens every keyset file that can be opened with the engine's keys and compares them. */
  @CommandLine.Command(name = "check")
  @Needs({Role.OPERATOR, Role.COMPLIANCE})
  static final class Check implements EngineCommand {
    @Override
    public Exit run(EngineContext context) {
      Home home = context.home();
      UUID id = home.marker().id();
      List<Checked> found = new ArrayList<>();
      look(context, found, "operator.json", () -> controller(context, context.keys()));
      look(context, found, "user table", () -> sameUsers(context));
      look(
          context,
          found,
          "recipients.json",
          () -> context.keys().recipients().requireCopy(home.conf()));
      if (QaKeyset.exists(home.keys())) {
        look(context, found, "qa.json", () -> QaKeyset.read(home.keys(), id));
      }
      new Printer(context.request(), context.terminal()).rows(COLUMNS, found);
      return found.stream().allMatch(Checked::holds) ? Exit.DONE : Exit.INTEGRITY;
    }

    private static void controller(EngineContext context, OperatorKeys keys) {
      if (!keys.controllerId().equals(context.home().marker().controllerId())) {
        throw new UserError(
            Exit.INTEGRITY, dev.assent.dialer.Message.of("keys.other_controller"), null);
      }
    }

    private static void sameUsers(EngineContext context) {
      OperatorKeyset onDisk = context.engine().keyring().keyset();
      onDisk.requireOpens(context.keys());
    }

    private static void look(
        EngineContext context, List<Checked> found, String what, Runnable check) {
      try {
        check.run();
        found.add(new Checked(what, true, ""));
      } catch (UserError broken) {
        if (broken.exit() == Exit.NOT_PERMITTED) {
          throw broken;
        }
        found.add(new Checked(what, false, context.messages().say(broken.said())));
      }
    }
  }

  /**
   * Proves that recovery shares open this home's recovery box. They are read in this process and
   * forgotten: no engine ever sees them.
   */
  @CommandLine.Command(name = "drill")
  @Needs({})
  static final class Drill implements ClientCommand {
    @Parameters(paramLabel = "SHARE", descriptionKey = "shares", arity = "2..*")
    List<Path> shares = List.of();

    @Override
    public Exit run(ClientContext context) throws IOException {
      Home home = context.home();
      List<RecoveryShare> read = new ArrayList<>();
      for (Path share : shares) {
        Path file = context.request().resolve(share);
        read.add(RecoveryShare.parse(Files.readString(file), file.toString()));
      }
      try (RecoveryKey key = RecoveryKey.combine(read)) {
        RecoveryBox.open(home.keys(), home.marker().id(), key)
            .values()
            .forEach(secret -> Arrays.fill(secret, (byte) 0));
      }
      new Printer(context.request(), context.terminal()).say("recovery.proved", read.size());
      return Exit.DONE;
    }
  }
}
