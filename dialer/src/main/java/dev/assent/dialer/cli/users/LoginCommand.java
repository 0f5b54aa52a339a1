package dev.assent.dialer.cli.users;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.Durations;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.command.Passphrases;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.keys.Person;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Opens a person's session on this machine. It ends by itself; a campaign does not end with it. */
@CommandLine.Command(name = "login")
@Needs({})
public final class LoginCommand implements EngineCommand {
  private static final Duration LONGEST = Duration.ofHours(24);

  @Option(names = "--user", paramLabel = "NAME")
  @Nullable String user;

  @Option(names = "--for", paramLabel = "DURATION", defaultValue = "8h")
  String lasts = "8h";

  @Option(names = "--passphrase-file", paramLabel = "FILE")
  @Nullable Path passphraseFile;

  @Override
  public Exit run(EngineContext context) {
    Duration duration = Durations.parse("--for", lasts);
    if (duration.compareTo(LONGEST) > 0) {
      throw new UserError(Exit.USAGE, Message.of("login.too_long", LONGEST.toHours()), null);
    }
    String name = user == null ? context.admission().named(context.request()) : user;
    try (Person person = Passphrases.prove(context, name, passphraseFile)) {
      Instant until = context.engine().keyring().sessions().open(person, duration);
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("user", name);
      fields.put("roles", person.user().roles().stream().sorted().toList());
      fields.put("until", until);
      new Printer(context.request(), context.terminal()).fields(fields);
    }
    return Exit.DONE;
  }
}
