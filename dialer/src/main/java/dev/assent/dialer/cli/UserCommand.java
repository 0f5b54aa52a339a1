package dev.assent.dialer.cli;

import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.Engine;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.Home;
import dev.assent.dialer.keys.Argon2Cost;
import dev.assent.dialer.keys.HomeKeys;
import dev.assent.dialer.keys.NewUser;
import dev.assent.dialer.keys.OperatorKeys;
import dev.assent.dialer.keys.OperatorKeyset;
import dev.assent.dialer.keys.QaKeyset;
import dev.assent.dialer.keys.User;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The named people of a home. */
@CommandLine.Command(
    name = "user",
    subcommands = {UserCommand.Listing.class, UserCommand.Add.class})
final class UserCommand {
  private static final List<Column<User>> COLUMNS =
      List.of(
          new Column<>("user", User::name),
          new Column<>("roles", user -> user.roles().stream().sorted().toList()),
          new Column<>("key", user -> HexFormat.of().formatHex(user.publicKey())));

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

    @Option(names = "--sponsor", paramLabel = "NAME")
    @Nullable String sponsor;

    @Option(names = "--sponsor-passphrase-file", paramLabel = "FILE")
    @Nullable Path sponsorFile;

    @Override
    public Exit run(EngineContext context) {
      Users.Named wanted = Users.parse("NAME:ROLE", user);
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
      new Printer(context.request(), context.terminal())
          .rows(COLUMNS, context.engine().keyring().keyset().users());
      return Exit.DONE;
    }

    private void name(EngineContext context, OperatorKeys opened, NewUser person) {
      Engine engine = context.engine();
      Home home = engine.home();
      UUID id = home.marker().id();
      Argon2Cost cost = engine.machine().newSlots();
      SecureRandom random = engine.machine().clocks().random();
      if (person.roles().contains(Role.QA)) {
        if (opened.recipients().qa().isPresent()) {
          sponsored(context, QaKeyset.read(home.keys(), id), person);
        } else {
          HomeKeys.createQa(home.keys(), id, opened, person, cost, random);
        }
      }
      OperatorKeyset changed = engine.keyring().keyset().addUser(opened, person, cost, random);
      engine.keyring().reopen(changed);
      engine.keyring().require().recipients().writeCopy(home.conf());
    }

    /** Only somebody who can listen can let another listen: the engine holds no such key. */
    private void sponsored(EngineContext context, QaKeyset keyset, NewUser person) {
      if (sponsor == null) {
        throw new UserError(
            Exit.USAGE,
            Message.of("user.sponsor", String.join(", ", keyset.people())),
            "assent user add " + person.name() + ":QA --sponsor NAME");
      }
      char[] passphrase =
          sponsorFile == null
              ? context
                  .terminal()
                  .askSecret(context.messages().say("terminal.passphrase_of", sponsor))
              : Passphrases.fromFile(context.request().resolve(sponsorFile));
      try {
        keyset.addUser(
            person,
            sponsor,
            passphrase,
            context.engine().machine().newSlots(),
            context.engine().machine().clocks().random());
      } finally {
        Arrays.fill(passphrase, ' ');
      }
    }
  }
}
