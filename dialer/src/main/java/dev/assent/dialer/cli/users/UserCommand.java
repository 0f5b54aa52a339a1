package dev.assent.dialer.cli.users;

import dev.assent.compliance.Found;
import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.command.Passphrases;
import dev.assent.dialer.cli.output.Column;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.Engine;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.keys.Argon2Cost;
import dev.assent.dialer.keys.NewUser;
import dev.assent.dialer.keys.OperatorKeys;
import dev.assent.dialer.keys.OperatorKeyset;
import dev.assent.dialer.keys.QaKeyset;
import dev.assent.dialer.keys.User;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The named people of a home. */
@CommandLine.Command(
    name = "user",
    subcommands = {
      UserCommand.Listing.class,
      UserCommand.Add.class,
      UserLeaveCommand.class,
      UserTotpCommand.class,
      UserUnfreezeCommand.class,
      UserReviewCommand.class
    })
public final class UserCommand {
  private static final List<Column<User>> COLUMNS =
      List.of(
          new Column<>("user", User::name),
          new Column<>("roles", user -> user.roles().stream().sorted().toList()),
          new Column<>("key", User::fingerprint));

  /** Who is named here. */
  @CommandLine.Command(name = "list")
  @Needs({})
  static final class Listing implements EngineCommand {
    @Override
    public Exit run(EngineContext context) {
      new Printer(context.request(), context.terminal())
          .rows(COLUMNS, context.engine().keyring().keyset().users());
      return Exit.DONE;
    }
  }

  /** Names one more person; they choose their own passphrase at this terminal or in a file. */
  @CommandLine.Command(name = "add")
  @Needs(Role.COMPLIANCE)
  static final class Add implements EngineCommand {
    @Parameters(paramLabel = "NAME:ROLE", descriptionKey = "person")
    String user = "";

    @Option(names = "--passphrase-file", paramLabel = "FILE")
    @Nullable Path passphraseFile;

    @Override
    public Exit run(EngineContext context) {
      Users.Named wanted = Users.parse("NAME:ROLE", user);
      Users.requireTogether(wanted);
      OperatorKeys opened = context.keys();
      if (opened.user(wanted.name()).isPresent()) {
        throw new UserError(
            Exit.USAGE, Message.of("user.exists", wanted.name()), "assent user list");
      }
      char[] passphrase =
          Passphrases.forNew(context.request(), context.terminal(), wanted.name(), passphraseFile);
      var person = new NewUser(wanted.name(), wanted.roles(), passphrase);
      Arrays.fill(passphrase, ' ');
      try {
        name(context, opened, person);
      } finally {
        Arrays.fill(person.passphrase(), ' ');
      }
      var printer = new Printer(context.request(), context.terminal());
      printer.rows(COLUMNS, context.engine().keyring().keyset().users());
      if (person.roles().contains(Role.QA)) {
        printer.say("cli.next", next(context, person.name()));
      }
      return Exit.DONE;
    }

    private static void name(EngineContext context, OperatorKeys opened, NewUser person) {
      Engine engine = context.engine();
      requireNobodyLeft(context, person.name());
      Argon2Cost cost = engine.machine().newSlots();
      SecureRandom random = engine.machine().clocks().random();
      OperatorKeyset changed = engine.keyring().keyset().addUser(opened, person, cost, random);
      engine.keyring().reopen(changed);
    }

    /** In every entry a name is one person, for ever. */
    private static void requireNobodyLeft(EngineContext context, String name) {
      if (context.law().store().registers().user(name) instanceof Found.Present(var known)
          && !known.active()) {
        throw new UserError(Exit.USAGE, Message.of("user.left_before", name), null);
      }
    }

    /** Only somebody who can listen can let another listen: the engine holds no such key. */
    private static String next(EngineContext context, String name) {
      Home home = context.home();
      if (!QaKeyset.exists(home.keys())) {
        return "assent --as %s keys rotate qa".formatted(name);
      }
      User user = context.engine().keyring().require().user(name).orElseThrow();
      return "assent --as %s keys share %s --key %s"
          .formatted(
              QaKeyset.read(home.keys(), home.marker().id()).people().stream()
                  .findFirst()
                  .orElse("NAME"),
              name,
              user.fingerprint());
    }
  }
}
