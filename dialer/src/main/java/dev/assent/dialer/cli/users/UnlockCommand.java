package dev.assent.dialer.cli.users;

import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.command.Passphrases;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.keys.Person;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Opens the engine's keys and keeps them in memory until {@code lock} or reboot. */
@CommandLine.Command(name = "unlock")
@Needs({})
public final class UnlockCommand implements EngineCommand {
  @Option(names = "--user", paramLabel = "NAME")
  @Nullable String user;

  @Option(names = "--passphrase-file", paramLabel = "FILE")
  @Nullable Path passphraseFile;

  @Override
  public Exit run(EngineContext context) {
    String name = user == null ? context.admission().named(context.request()) : user;
    try (Person person =
        passphraseFile == null
            ? context.admission().prove(name, context.request(), context.terminal())
            : Passphrases.prove(context, name, passphraseFile)) {
      context.engine().keyring().unlock(person);
    }
    context.engine().goOn();
    new Printer(context.request(), context.terminal()).say("unlock.done", name);
    return Exit.DONE;
  }
}
