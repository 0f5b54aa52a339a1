package dev.assent.dialer.cli.keys;

import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.ClientCommand;
import dev.assent.dialer.cli.command.ClientContext;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.keys.OperatorKeyset;
import dev.assent.dialer.keys.Person;
import dev.assent.dialer.keys.QaKeys;
import dev.assent.dialer.keys.QaKeyset;
import dev.assent.dialer.keys.User;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Somebody who listens lets another listen. In this process: no engine ever sees a QA key. Whose
 * key it is the one who named them says, so that nobody slips in another by editing a file.
 */
@CommandLine.Command(name = "share")
@Needs(Role.QA)
final class KeysShareCommand implements ClientCommand {
  @Parameters(paramLabel = "NAME", descriptionKey = "name")
  String name = "";

  @Option(names = "--key", paramLabel = "FINGERPRINT", required = true)
  String fingerprint = "";

  @Option(names = "--passphrase-file", paramLabel = "FILE")
  @Nullable Path passphraseFile;

  @Override
  public Exit run(ClientContext context) {
    Home home = context.home();
    UUID id = home.marker().id();
    User other = other(OperatorKeyset.read(home.keys(), id));
    try (Person person = Listener.prove(context, who(context), passphraseFile)) {
      QaKeyset keyset = QaKeyset.read(home.keys(), id);
      try (QaKeys opened = keyset.open(person)) {
        keyset.share(opened, other);
      }
    }
    new Printer(context.request(), context.terminal()).say("keys.shared", name);
    return Exit.DONE;
  }

  static String who(ClientContext context) {
    String as = context.request().as();
    if (as == null) {
      throw new UserError(
          Exit.NOT_PERMITTED, Message.of("recording.who"), "assent --as NAME keys …");
    }
    return as;
  }

  private User other(OperatorKeyset keyset) {
    User other =
        keyset.users().stream()
            .filter(user -> user.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new UserError(
                        Exit.USAGE, Message.of("user.unknown", name), "assent user list"));
    if (!other.roles().contains(Role.QA)) {
      throw new UserError(
          Exit.USAGE, Message.of("user.lacks_role", name, Role.QA), "assent user list");
    }
    if (!other.fingerprint().equals(fingerprint)) {
      throw new UserError(
          Exit.INTEGRITY, Message.of("keys.other_fingerprint", name), "assent user list");
    }
    return other;
  }
}
