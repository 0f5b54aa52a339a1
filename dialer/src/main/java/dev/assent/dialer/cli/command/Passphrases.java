package dev.assent.dialer.cli.command;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.Messages;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.socket.Request;
import dev.assent.dialer.engine.socket.Terminal;
import dev.assent.dialer.keys.HomeKeys;
import dev.assent.dialer.keys.Person;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Gets passphrases from where they may come from: a file, or the terminal. Never an argument. */
public final class Passphrases {
  private Passphrases() {}

  /** Proves a person by file if given, else by asking. */
  public static Person prove(EngineContext context, String user, @Nullable Path file) {
    if (file == null) {
      return context.admission().authenticate(user, context.request(), context.terminal());
    }
    char[] passphrase = fromFile(context.request().resolve(file));
    try {
      return context.engine().keyring().keyset().authenticate(user, passphrase);
    } finally {
      Arrays.fill(passphrase, ' ');
    }
  }

  /** The first line. */
  public static char[] fromFile(Path file) {
    try {
      String text = Files.readString(file);
      return text.lines().findFirst().orElse("").toCharArray();
    } catch (IOException e) {
      throw new UserError(Exit.USAGE, Message.of("keys.passphrase_file", file), null);
    }
  }

  /** Of somebody about to be named: by file, or asked twice. Weak ones are refused. */
  public static char[] forNew(
      Request request, Terminal terminal, String user, @Nullable Path file) {
    if (file == null) {
      return askNew(terminal, Messages.in(request.language()), user);
    }
    char[] passphrase = fromFile(request.resolve(file));
    HomeKeys.requireStrong(user, passphrase);
    return passphrase;
  }

  /** Asks for a new one twice; refuses a weak or a mistyped one. */
  private static char[] askNew(Terminal terminal, Messages messages, String user) {
    char[] first = terminal.askSecret(messages.say("terminal.new_passphrase_of", user));
    HomeKeys.requireStrong(user, first);
    char[] second = terminal.askSecret(messages.say("terminal.passphrase_again", user));
    boolean same = Arrays.equals(first, second);
    Arrays.fill(second, ' ');
    if (!same) {
      Arrays.fill(first, ' ');
      throw new UserError(Exit.USAGE, Message.of("keys.passphrases_differ", user), null);
    }
    return first;
  }
}
