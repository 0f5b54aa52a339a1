package dev.assent.dialer.cli.home;

import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.Arguments;
import dev.assent.dialer.cli.command.ClientCommand;
import dev.assent.dialer.cli.command.ClientContext;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.command.Passphrases;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.cli.users.Users;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.home.HomeBuilder;
import dev.assent.dialer.engine.home.NewHome;
import dev.assent.dialer.engine.home.NumberRange;
import dev.assent.dialer.engine.home.ShareKeeper;
import dev.assent.dialer.engine.home.Simulation;
import dev.assent.dialer.keys.NewUser;
import dev.assent.dialer.keys.NodeGrant;
import dev.assent.dialer.keys.RecoveryQuorum;
import dev.assent.dialer.keys.User;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Makes a home: directories, keys, users, recovery shares, configuration. All of it or nothing. */
@CommandLine.Command(name = "init")
@Needs({})
public final class InitCommand implements ClientCommand {
  @Option(names = "--controller", paramLabel = "NAME")
  @Nullable String controllerName;

  @Option(names = "--user", paramLabel = "NAME:ROLE")
  List<String> users = List.of();

  @Option(names = "--qa", paramLabel = "NAME")
  List<String> qa = List.of();

  @Option(names = "--sole", paramLabel = "NAME")
  @Nullable String sole;

  @Option(names = "--recovery", paramLabel = "K/N", defaultValue = "2/3")
  String recovery = "2/3";

  @Option(names = "--recovery-dir", paramLabel = "DIR")
  @Nullable Path recoveryDirectory;

  @Option(names = "--simulated", paramLabel = "TIME")
  @Nullable String simulated;

  @Option(names = "--fictional", paramLabel = "+FIRST-+LAST")
  List<String> fictional = List.of();

  @Option(names = "--passphrase-file", paramLabel = "NAME=FILE")
  Map<String, Path> passphraseFiles = Map.of();

  @Option(names = "--join", paramLabel = "GRANT")
  @Nullable Path join;

  @Option(names = "--machine-key", paramLabel = "FILE")
  @Nullable Path machineKey;

  @Option(names = "--shared", paramLabel = "DIR")
  @Nullable Path shared;

  private String controller = "";

  @Override
  public Exit run(ClientContext context) throws IOException {
    if (join != null) {
      return joined(context, join);
    }
    if (controllerName == null) {
      throw new UserError(Exit.USAGE, Message.of("init.no_controller"), null);
    }
    controller = controllerName;
    Map<String, Set<Role>> people = people();
    RecoveryQuorum quorum = Arguments.parse("--recovery", recovery, RecoveryQuorum::parse);
    Optional<Simulation> simulation = simulation(context);
    ShareKeeper keeper = keeper(context);
    List<NewUser> named = new ArrayList<>();
    try {
      for (var person : people.entrySet()) {
        char[] passphrase =
            Passphrases.forNew(
                context.request(),
                context.terminal(),
                person.getKey(),
                passphraseFiles.get(person.getKey()));
        named.add(new NewUser(person.getKey(), person.getValue(), passphrase));
        Arrays.fill(passphrase, ' ');
      }
      var wish = new NewHome(controller, named, sole != null, quorum, simulation);
      Home home = new HomeBuilder(context.machine()).build(context.homePath(), wish, keeper);
      tell(context, home, people);
    } finally {
      named.forEach(person -> Arrays.fill(person.passphrase(), ' '));
    }
    return Exit.DONE;
  }

  /** One more node of an organisation that has a home. */
  private Exit joined(ClientContext context, Path file) throws IOException {
    if (machineKey == null || shared == null || passphraseFiles.isEmpty()) {
      throw new UserError(Exit.USAGE, Message.of("init.join_needs"), "docs/nodes.md");
    }
    Map<String, char[]> present = new LinkedHashMap<>();
    try (NodeGrant grant =
        NodeGrant.open(context.request().resolve(file), context.request().resolve(machineKey))) {
      passphraseFiles.forEach(
          (name, from) -> present.put(name, Passphrases.fromFile(context.request().resolve(from))));
      Home home =
          new HomeBuilder(context.machine())
              .join(context.homePath(), grant, present, context.request().resolve(shared));
      var printer = new Printer(context.request(), context.terminal());
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      fields.put("home", home.root());
      fields.put("id", home.marker().id());
      fields.put("node", grant.name());
      fields.put("users", List.copyOf(present.keySet()));
      printer.fields(fields);
      printer.say("init.joined", home.conf(), grant.name());
      printer.say("cli.next", "assent unlock --home " + home.root());
    } finally {
      present.values().forEach(passphrase -> Arrays.fill(passphrase, ' '));
    }
    return Exit.DONE;
  }

  /** Two people, so that whoever writes a campaign is not who approves it; or one, and marked. */
  private Map<String, Set<Role>> people() {
    Map<String, Set<Role>> people = new LinkedHashMap<>();
    for (String user : users) {
      Users.Named named = Users.parse("--user", user);
      add(people, named.name(), named.roles());
    }
    if (sole != null) {
      if (!people.isEmpty()) {
        throw new UserError(Exit.USAGE, Message.of("init.sole_alone"), null);
      }
      add(people, sole, EnumSet.of(Role.OPERATOR, Role.COMPLIANCE, Role.QA));
    }
    qa.forEach(name -> add(people, name, EnumSet.of(Role.QA)));
    if (sole == null) {
      people.forEach((name, roles) -> Users.requireTogether(new Users.Named(name, roles)));
    }
    if (sole == null && !twoPeople(people)) {
      throw new UserError(
          Exit.USAGE,
          Message.of("init.two_people"),
          "assent init --user alice:OPERATOR --user bob:COMPLIANCE …");
    }
    return people;
  }

  /** Somebody who writes, and somebody else who approves. */
  private static boolean twoPeople(Map<String, Set<Role>> people) {
    List<String> writers = holding(Role.OPERATOR, people);
    List<String> approvers = holding(Role.COMPLIANCE, people);
    return writers.stream()
        .anyMatch(writer -> approvers.stream().anyMatch(approver -> !approver.equals(writer)));
  }

  private static List<String> holding(Role role, Map<String, Set<Role>> people) {
    return people.entrySet().stream()
        .filter(person -> person.getValue().contains(role))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static void add(Map<String, Set<Role>> people, String name, Set<Role> roles) {
    if (!User.isName(name)) {
      throw new UserError(Exit.USAGE, Message.of("user.bad_name", name), null);
    }
    people.computeIfAbsent(name, _ -> EnumSet.noneOf(Role.class)).addAll(roles);
  }

  private Optional<Simulation> simulation(ClientContext context) {
    if (simulated == null) {
      if (!fictional.isEmpty()) {
        throw new UserError(Exit.USAGE, Message.of("init.fictional"), null);
      }
      return Optional.empty();
    }
    Instant wanted;
    try {
      wanted = OffsetDateTime.parse(simulated).toInstant();
    } catch (DateTimeParseException e) {
      throw new UserError(Exit.USAGE, Message.of("init.time", simulated), null);
    }
    List<NumberRange> ranges =
        fictional.stream()
            .map(range -> Arguments.parse("--fictional", range, NumberRange::parse))
            .toList();
    return Optional.of(
        new Simulation(
            Duration.between(context.machine().clocks().machine().instant(), wanted),
            ranges.isEmpty() ? Simulation.DEFAULT_NUMBERS : ranges));
  }

  private ShareKeeper keeper(ClientContext context) {
    if (recoveryDirectory != null) {
      return new ShareDirectory(context.request().resolve(recoveryDirectory));
    }
    if (!context.terminal().interactive()) {
      throw new UserError(
          Exit.USAGE, Message.of("init.recovery_dir"), "assent init --recovery-dir DIR …");
    }
    return new ShareTerminal(context.terminal(), context.messages());
  }

  private void tell(ClientContext context, Home home, Map<String, Set<Role>> people) {
    var printer = new Printer(context.request(), context.terminal());
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("home", home.root());
    fields.put("id", home.marker().id());
    fields.put("controller", controller);
    fields.put("users", List.copyOf(people.keySet()));
    fields.put("recovery", recovery);
    fields.put("simulated", home.simulated());
    printer.fields(fields);
    if (people.values().stream().noneMatch(roles -> roles.contains(Role.QA))) {
      printer.warn("init.no_qa");
    }
    if (sole != null) {
      printer.warn("init.sole");
    }
    printer.warn("init.no_mirrors");
    printer.say("cli.next", "assent unlock --home " + home.root());
  }
}
