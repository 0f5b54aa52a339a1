package dev.assent.testsip.e2e;

import dev.assent.compliance.store.PostgresServer;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Program;
import dev.assent.dialer.cli.Visitor;
import dev.assent.dialer.engine.home.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A second machine whose engine, a process of its own, shares the PostgreSQL of a {@link Rehearsal}
 * at 127.0.0.2.
 */
final class SecondNode implements AutoCloseable {
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9A-F]{2}(-[0-9A-F]{2}){5,}");

  private final Path root;
  private final Map<String, String> environment;
  private final Path memory;
  private final Machine machine;
  private Process engine;

  /** Its home is granted by the first, its people have logged in, and its engine runs. */
  SecondNode(Rehearsal first) throws IOException {
    root = first.root;
    memory = Rehearsal.memory();
    environment =
        Map.of(
            "ASSENT_RUNTIME_DIR", memory.toString(),
            "ASSENT_HOME", home().toString(),
            "ASSENT_LANG", "en");
    machine = Rehearsal.machine(environment, root.resolve("release"));
    String asked = done("keys machine --name second --request request --key key -o json");
    Matcher fingerprint = FINGERPRINT.matcher(asked);
    if (!fingerprint.find()) {
      throw new AssertionError(asked);
    }
    first.done(
        "keys grant request --fingerprint %s --out grant --as bob"
            .formatted(fingerprint.group())
            .split(" "));
    done(
        "init --join grant --machine-key key --shared shared"
            + " --passphrase-file alice=passphrases/alice --passphrase-file bob=passphrases/bob");
    Path config = home().resolve("conf/assent.yaml");
    Files.writeString(
        config,
        Files.readString(config)
            .replace("node: first", "node: second")
            .replace("127.0.0.1", "127.0.0.2"));
    engine = Rehearsal.startEngineProcess(root, home(), environment);
    done("unlock --as alice --passphrase-file passphrases/alice");
    done("login --as alice --passphrase-file passphrases/alice");
  }

  /** Lets a new home be the first node of a new database; for {@link Rehearsal}. */
  static void share(Path home) throws IOException {
    Path config = home.resolve("conf/assent.yaml");
    Files.writeString(
        config,
        Files.readString(config)
            + """
            database:
              node: first
              url: postgresql://%s
              user: postgres
              passwordFile: password
              ledger:
                url: postgresql://%s
                user: keys
                passwordFile: password
            """
                .formatted(PostgresServer.fresh(), PostgresServer.fresh("keys")));
    Files.writeString(home.resolve("conf/password"), "any\n");
    Path shared = Files.createDirectory(home.resolveSibling("shared"));
    for (String folder : List.of("recordings", "evidence")) {
      Files.move(home.resolve(folder), shared.resolve(folder));
      Files.createSymbolicLink(home.resolve(folder), shared.resolve(folder));
    }
    Files.createDirectory(shared.resolve("lists"));
    Files.createSymbolicLink(home.resolve("data/lists"), shared.resolve("lists"));
  }

  private Path home() {
    return root.resolve("second");
  }

  /** Runs a campaign until nobody is due. */
  CompletableFuture<Exit> run(String campaign) {
    return Rehearsal.inBackground(
        () ->
            give(Visitor.nobody(), "campaign run %s --yes --once --as alice".formatted(campaign)));
  }

  Exit give(Visitor visitor, String command) {
    return new Program(machine, root, "tester").run(visitor, 100, false, command.split(" "));
  }

  /** Runs a command that must succeed; tells what it printed. */
  String done(String command) {
    Visitor visitor = Visitor.nobody();
    Exit exit = give(visitor, command);
    if (exit != Exit.DONE) {
      throw new AssertionError(Arrays.asList(command, exit, visitor.words()).toString());
    }
    return visitor.data();
  }

  /** Its engine stands still, as one of a machine that is moved elsewhere. */
  void freeze() throws Exception {
    signal("STOP");
  }

  /** And goes on as if no time had passed. */
  void thaw() throws Exception {
    signal("CONT");
  }

  private void signal(String name) throws Exception {
    int exit =
        new ProcessBuilder("kill", "-" + name, Long.toString(engine.pid())).start().waitFor();
    if (exit != 0) {
      throw new AssertionError("kill -" + name + ": " + exit);
    }
  }

  /** Its engine runs again, with the keys that are open in memory. */
  void startAgain() throws IOException {
    engine = Rehearsal.startEngineProcess(root, home(), environment);
  }

  /** Its engine says farewell to nobody. */
  void kill() throws InterruptedException {
    engine.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws IOException {
    engine.destroyForcibly();
    try (Stream<Path> tree = Files.walk(memory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
