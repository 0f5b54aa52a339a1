package dev.assent.dialer.cli.keys;

import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.command.ClientCommand;
import dev.assent.dialer.cli.command.ClientContext;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.command.Passphrases;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.cli.users.Users;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.home.HomeBuilder;
import dev.assent.dialer.engine.home.LedgerLeft;
import dev.assent.dialer.engine.home.LostHome;
import dev.assent.dialer.keys.NewUser;
import dev.assent.dialer.keys.RecoveryKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Makes a home again on an empty machine: of a copy of the home, a copy or the mirror of its ledger
 * and the recovery shares. New people, new passphrases; it starts on hold, with a gap.
 */
@CommandLine.Command(name = "recover")
@Needs({})
final class KeysRecoverCommand implements ClientCommand {
  @Option(names = "--from", paramLabel = "DIR|BACKUP", required = true)
  Path from = Path.of("");

  @CommandLine.Mixin LedgerLeftOption ledger = new LedgerLeftOption();

  @Option(names = "--user", paramLabel = "NAME:ROLE", required = true)
  List<String> users = List.of();

  @Option(names = "--qa", paramLabel = "NAME")
  List<String> qa = List.of();

  @Option(names = "--passphrase-file", paramLabel = "NAME=FILE")
  Map<String, Path> passphraseFiles = Map.of();

  @Parameters(paramLabel = "SHARE", descriptionKey = "shares", arity = "2..*")
  List<Path> shares = List.of();

  @Override
  public Exit run(ClientContext context) throws IOException {
    Map<String, Set<Role>> people = new LinkedHashMap<>();
    for (String user : users) {
      Users.Named named = Users.parse("--user", user);
      people.computeIfAbsent(named.name(), _ -> EnumSet.noneOf(Role.class)).addAll(named.roles());
    }
    for (String listener : qa) {
      people.computeIfAbsent(listener, _ -> EnumSet.noneOf(Role.class)).add(Role.QA);
    }
    LedgerLeft left = ledger.of(context.request());
    List<NewUser> named = new ArrayList<>();
    try (RecoveryKey recovery = Shares.combine(context.request(), shares)) {
      for (var person : people.entrySet()) {
        @Nullable Path file = passphraseFiles.get(person.getKey());
        char[] passphrase =
            Passphrases.forNew(context.request(), context.terminal(), person.getKey(), file);
        named.add(new NewUser(person.getKey(), person.getValue(), passphrase));
        Arrays.fill(passphrase, ' ');
      }
      Home home;
      try (HomeCopy copy = HomeCopy.open(context, from, recovery)) {
        var lost = new LostHome(copy.directory(), left, recovery, named, false);
        home = new HomeBuilder(context.machine()).recover(context.homePath(), lost);
      }
      var printer = new Printer(context.request(), context.terminal());
      printer.say("recovery.home", home.root());
      printer.warn("recovery.gap");
      printer.say("cli.next", "assent unlock --home " + home.root());
    } finally {
      named.forEach(person -> Arrays.fill(person.passphrase(), ' '));
    }
    return Exit.DONE;
  }
}
