package dev.assent.dialer.cli.keys;

import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.recordings.UsableRecipient;
import dev.assent.dialer.keys.OperatorKeys;
import dev.assent.dialer.keys.QaKeyset;
import dev.assent.recorder.ledger.LedgerHealth;
import dev.assent.recorder.ledger.MirrorState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/**
 * Looks whether recordings made now could be heard and recovered later: every key file the engine
 * may open, whom recordings are sealed to, and every row of the ledger.
 */
@CommandLine.Command(name = "check")
@Needs({Role.OPERATOR, Role.COMPLIANCE})
final class KeysCheckCommand implements EngineCommand {
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

  @Override
  public Exit run(EngineContext context) {
    Home home = context.home();
    List<Checked> found = new ArrayList<>();
    look(context, found, "operator.json", () -> controller(context, context.keys()));
    look(
        context,
        found,
        "user table",
        () -> context.engine().keyring().keyset().requireOpens(context.keys()));
    look(
        context,
        found,
        "recipients.json",
        () -> context.keys().recipients().requireCopy(home.conf()));
    look(context, found, "qa.json", () -> listeners(home, context.keys()));
    look(context, found, "ledger", () -> ledger(context));
    new Printer(context.request(), context.terminal()).rows(COLUMNS, found);
    return found.stream().allMatch(Checked::holds) ? Exit.DONE : Exit.INTEGRITY;
  }

  private static void controller(EngineContext context, OperatorKeys keys) {
    if (!keys.controllerId().equals(context.home().marker().controllerId())) {
      throw new UserError(Exit.INTEGRITY, Message.of("keys.other_controller"), null);
    }
  }

  /** Recordings are sealed to the newest key there, and somebody who is still here opens it. */
  private static void listeners(Home home, OperatorKeys keys) {
    UsableRecipient.require(home, keys);
    byte[] inUse = keys.recipients().qa().orElseThrow();
    QaKeyset qa = QaKeyset.read(home.keys(), home.marker().id());
    if (!Arrays.equals(qa.newest(), inUse)) {
      throw new UserError(
          Exit.CONFIG,
          Message.of("keys.waiting", qa.newestName(), qa.newestBy()),
          "assent keys use " + qa.newestName());
    }
  }

  private static void ledger(EngineContext context) {
    LedgerHealth health = context.law().verifyLedger();
    if (!health.holds()) {
      throw new UserError(
          Exit.INTEGRITY,
          Message.of("ledger.damaged", String.join("; ", health.damaged())),
          "assent doctor");
    }
    if (context.law().ledgerMirror() instanceof MirrorState.Behind(Path at, String why)) {
      throw new UserError(
          Exit.INTEGRITY, Message.of("doctor.mirror_behind", at, why), "assent doctor");
    }
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
      String said = context.messages().say(broken.said());
      String next = broken.next() == null ? "" : "; " + broken.next();
      found.add(new Checked(what, false, said + next));
    }
  }
}
