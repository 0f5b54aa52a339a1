package dev.assent.dialer.cli;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Language;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.ClientCommand;
import dev.assent.dialer.cli.command.ClientContext;
import dev.assent.dialer.cli.command.Command;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.LockWait;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.cli.command.Telling;
import dev.assent.dialer.engine.Engine;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.home.HomeLock;
import dev.assent.dialer.engine.home.Machine;
import dev.assent.dialer.engine.socket.EngineClient;
import dev.assent.dialer.engine.socket.OutputFormat;
import dev.assent.dialer.engine.socket.Request;
import dev.assent.dialer.engine.socket.Terminal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * From the words somebody typed to the exit code: parses them, finds or becomes the engine, runs
 * the command, and tells every error in words.
 */
public final class Program {
  private static final Duration ENGINE_STARTS_WITHIN = Duration.ofSeconds(5);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private final Machine machine;
  private final Path cwd;
  private final String operatingSystemUser;

  public Program(Machine machine, Path cwd, String operatingSystemUser) {
    this.machine = machine;
    this.cwd = cwd.toAbsolutePath().normalize();
    this.operatingSystemUser = operatingSystemUser;
  }

  /** Runs one command to its end. Never throws. */
  public Exit run(Terminal terminal, int width, boolean colour, String... argv) {
    Language language = languageOf(argv);
    Telling telling = new Telling(terminal, language, List.of(argv), false, trace());
    Exit exit =
        telling.guard(
            () -> {
              CommandLine.ParseResult parsed = CommandTree.parse(language, List.of(argv));
              CommandLine leaf = CommandTree.leaf(parsed);
              Assent options = (Assent) parsed.commandSpec().userObject();
              if (leaf.isUsageHelpRequested()) {
                leaf.usage(terminal.out());
                return Exit.DONE;
              }
              Request request = request(options, language, width, colour, argv);
              return dispatch(leaf, request, terminal, options);
            });
    terminal.out().flush();
    terminal.err().flush();
    return exit;
  }

  private Exit dispatch(CommandLine leaf, Request request, Terminal terminal, Assent options)
      throws Exception {
    Path home = homePath(options);
    if (leaf.getCommand() instanceof Command command) {
      return switch (command) {
        case ClientCommand client ->
            client.run(new ClientContext(machine, request, terminal, home, this::runInside));
        case EngineCommand _ -> runInEngine(Home.open(home), request, terminal);
      };
    }
    leaf.usage(terminal.err());
    return Exit.USAGE;
  }

  /** In the running engine; else in an engine of our own, for as long as the command takes. */
  private Exit runInEngine(Home home, Request request, Terminal terminal) throws Exception {
    for (long waited = 0; ; waited += BETWEEN_LOOKS.toMillis()) {
      Optional<EngineClient> running = EngineClient.connect(home);
      if (running.isPresent()) {
        try (EngineClient client = running.get()) {
          return client.run(request, terminal);
        }
      }
      Optional<HomeLock> lock =
          HomeLock.take(home.root(), false, machine.clocks().machine().instant());
      if (lock.isPresent()) {
        try (Engine engine = Engine.start(home, lock.get(), machine, false, this::runInside)) {
          return engine.run(request, terminal);
        }
      }
      if (waited >= ENGINE_STARTS_WITHIN.toMillis()) {
        throw new UserError(
            Exit.FAILED,
            Message.of("engine.silent", LockWait.holder(home), LockWait.since(home)),
            "assent doctor");
      }
      machine.clocks().pause().of(BETWEEN_LOOKS);
    }
  }

  /** The command inside the engine: parsed again there, because only words travel. */
  private Exit runInside(Engine engine, Request request, Terminal terminal) {
    return new Telling(terminal, request.language(), request.argv(), true, trace())
        .guard(
            () -> {
              CommandLine leaf =
                  CommandTree.leaf(CommandTree.parse(request.language(), request.argv()));
              if (!(leaf.getCommand() instanceof EngineCommand command)) {
                throw new UserError(Exit.USAGE, Message.of("cli.not_here"), null);
              }
              var admission = new dev.assent.dialer.engine.Admission(engine.keyring());
              var actor = admission.admit(needs(command), request, terminal);
              try {
                if (actor.person().isPresent() && !needs(command).isEmpty()) {
                  engine.parts().requireFree(actor.name());
                }
                return command.run(new EngineContext(engine, request, terminal, actor));
              } finally {
                actor.person().ifPresent(dev.assent.dialer.keys.Person::close);
              }
            });
  }

  private boolean trace() {
    return !machine.variable("ASSENT_TRACE").isEmpty();
  }

  private static Set<dev.assent.compliance.access.Role> needs(Command command) {
    Needs needs = command.getClass().getAnnotation(Needs.class);
    if (needs == null) {
      throw new IllegalStateException(command.getClass() + " does not say who may give it");
    }
    return Set.of(needs.value());
  }

  private Request request(
      Assent options, Language language, int width, boolean colour, String... argv) {
    @Nullable String as = options.as;
    if (as == null && !machine.variable("ASSENT_USER").isEmpty()) {
      as = machine.variable("ASSENT_USER");
    }
    return new Request(
        List.of(argv),
        cwd,
        as,
        operatingSystemUser,
        language,
        options.output == null ? OutputFormat.TABLE : options.output,
        options.quiet,
        colour && machine.variable("NO_COLOR").isEmpty(),
        width);
  }

  private Path homePath(Assent options) {
    if (options.home != null) {
      return cwd.resolve(options.home).normalize();
    }
    String variable = machine.variable("ASSENT_HOME");
    return variable.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".assent")
        : cwd.resolve(variable).normalize();
  }

  /** Before parsing, so that a usage error too is told in the right language. */
  private Language languageOf(String... argv) {
    for (int i = 0; i < argv.length; i++) {
      if (argv[i].startsWith("--lang=")) {
        return Language.ofEnvironment(argv[i].substring("--lang=".length()));
      }
      if (argv[i].equals("--lang") && i + 1 < argv.length) {
        return Language.ofEnvironment(argv[i + 1]);
      }
    }
    for (String variable : List.of("ASSENT_LANG", "LC_ALL", "LC_MESSAGES", "LANG")) {
      if (!machine.variable(variable).isEmpty()) {
        return Language.ofEnvironment(machine.variable(variable));
      }
    }
    return Language.EN;
  }
}
