package dev.assent.dialer.cli.keys;

import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.Engine;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.keys.HomeKeys;
import dev.assent.dialer.keys.OperatorKeys;
import dev.assent.dialer.keys.QaKeyset;
import dev.assent.dialer.keys.User;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/**
 * From now on recordings are sealed to the key that a QA person made. That person signed it;
 * whoever gives this command has its name from them.
 */
@CommandLine.Command(name = "use")
@Needs(Role.COMPLIANCE)
final class KeysUseCommand implements EngineCommand {
  @Parameters(paramLabel = "KEY", descriptionKey = "key")
  String key = "";

  @Override
  public Exit run(EngineContext context) {
    Engine engine = context.engine();
    Home home = context.home();
    OperatorKeys opened = context.keys();
    QaKeyset qa = QaKeyset.read(home.keys(), home.marker().id());
    requireRight(opened, qa);
    engine.closeParts(); // an open recorder goes on sealing to the key it was opened with
    engine
        .keyring()
        .reopen(
            HomeKeys.useNewestQa(
                engine.keyring().keyset(), opened, qa, engine.machine().clocks().random()));
    engine.keyring().require().recipients().writeCopy(home.conf());
    engine.goOn();
    new Printer(context.request(), context.terminal())
        .say("keys.in_use", qa.newestName(), String.join(", ", qa.people()));
    return Exit.DONE;
  }

  private void requireRight(OperatorKeys opened, QaKeyset qa) {
    if (!qa.newestName().equals(key)) {
      throw new UserError(
          Exit.USAGE, Message.of("keys.not_newest", key, qa.newestName()), "assent keys check");
    }
    boolean signed =
        opened
            .user(qa.newestBy())
            .filter(user -> user.roles().contains(Role.QA))
            .map(User::publicKey)
            .filter(maker -> qa.isNewestSignedBy(maker, opened.recipients().recovery()))
            .isPresent();
    if (!signed) {
      throw new UserError(
          Exit.INTEGRITY, Message.of("keys.unsigned", key, qa.newestBy()), "assent keys check");
    }
  }
}
