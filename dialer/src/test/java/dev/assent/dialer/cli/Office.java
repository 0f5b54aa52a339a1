package dev.assent.dialer.cli;

import dev.assent.compliance.ClockState;
import dev.assent.dialer.Exit;
import dev.assent.dialer.engine.home.Clocks;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.home.Machine;
import dev.assent.dialer.keys.Argon2Cost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A machine to run commands on, in this process: its own directories, memory, clock and people. The
 * clock stands still until it is moved.
 */
public final class Office implements AutoCloseable {
  public static final String ALICE = "alice's long passphrase";
  static final String BOB = "bob has another one";
  public static final String CAROL = "carol listens to calls";

  /** A slot in milliseconds: what a real one costs is measured elsewhere. */
  static final Argon2Cost CHEAP = new Argon2Cost(64, 1);

  public final Path root;
  public final Path memory;
  public final Map<String, String> environment = new HashMap<>();
  public Instant now = Instant.parse("2026-09-15T02:00:00Z");
  public ClockState kernelClock = new ClockState(true, Duration.ZERO, "", "2026a");
  Optional<Path> distribution = Optional.empty();
  Clocks.Pause pause = time -> now = now.plus(time);

  public Office(Path root) throws IOException {
    this.root = root;
    this.memory =
        Files.createTempDirectory(
            Path.of("/dev/shm"),
            "assent-test-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    environment.put("ASSENT_RUNTIME_DIR", memory.toString());
    environment.put("ASSENT_HOME", home().toString());
  }

  public Path home() {
    return root.resolve("home");
  }

  public Path shares() {
    return root.resolve("shares");
  }

  public Machine machine() {
    var clocks =
        new Clocks(() -> now, System::nanoTime, time -> pause.of(time), new SecureRandom());
    return new Machine(clocks, () -> kernelClock, environment, CHEAP, distribution);
  }

  public Exit run(Visitor visitor, String... argv) {
    return new Program(machine(), root, "tester").run(visitor, 100, false, argv);
  }

  /** Runs a command that must succeed; tells what it printed. */
  public String done(String... argv) {
    Visitor visitor = Visitor.nobody();
    Exit exit = run(visitor, argv);
    if (exit != Exit.DONE) {
      throw new AssertionError(Arrays.toString(argv) + ": " + exit + "\n" + visitor.words());
    }
    return visitor.data();
  }

  /** alice operates, bob approves, carol listens. */
  public Home init(String... more) throws IOException {
    List<String> argv =
        new ArrayList<>(List.of("init", "--controller", "示例科技有限公司", "--recovery-dir", "shares"));
    argv.addAll(List.of("--user", "alice:OPERATOR", "--user", "bob:COMPLIANCE", "--qa", "carol"));
    argv.addAll(passphraseFiles());
    argv.addAll(List.of(more));
    done(argv.toArray(String[]::new));
    return Home.open(home());
  }

  public List<String> passphraseFiles() throws IOException {
    List<String> words = new ArrayList<>();
    for (var entry : Map.of("alice", ALICE, "bob", BOB, "carol", CAROL).entrySet()) {
      Path file = root.resolve(entry.getKey() + ".passphrase");
      Files.writeString(file, entry.getValue() + "\n");
      words.addAll(List.of("--passphrase-file", entry.getKey() + "=" + file));
    }
    return words;
  }

  public void login(String user) {
    done("login", "--user", user, "--passphrase-file", user + ".passphrase");
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> tree = Files.walk(memory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
