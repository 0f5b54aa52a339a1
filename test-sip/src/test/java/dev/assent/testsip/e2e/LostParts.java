package dev.assent.testsip.e2e;

import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Visitor;
import dev.assent.testsip.inspection.LeakSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A home in which somebody agreed and was recorded and somebody asked for no more calls, and what
 * is left of it in other places when its machine is gone: a backup, a ledger, its copies, its
 * mirror, the shares.
 */
final class LostParts implements AutoCloseable {
  static final String AGREED = Rehearsal.number(41);
  static final String REFUSED = Rehearsal.number(42);

  final Rehearsal stage;

  /** The whole disk: what stood in memory is not on it. */
  final Path home;

  /** The home without its ledger and without the operators' keyset. */
  final Path backup;

  final Path mirror;
  final Path copies;
  final Path epochs;
  private final Path root;

  LostParts(Path root) throws Exception {
    this.root = root;
    stage = new Rehearsal(root);
    mirror = Files.createDirectory(root.resolve("mirror"));
    copies = Files.createDirectory(root.resolve("copies"));
    epochs = Files.createDirectory(root.resolve("epochs"));
    home = root.resolve("stolen-home");
    backup = root.resolve("backup");
    call();
    copy(stage.home(), home);
    copy(stage.home(), backup);
    delete(backup.resolve("ledger"));
    Files.delete(backup.resolve("keys/operator.json"));
  }

  private void call() throws Exception {
    stage.stopEngine();
    Path config = stage.home().resolve("conf/assent.yaml");
    Files.writeString(
        config,
        Files.readString(config)
            + "mirrors: {ledger: %s}\nledger: {copies: %s, epochs: %s}\n"
                .formatted(mirror, copies, epochs));
    stage.startEngine();
    stage.carrier.plan(AGREED, "answer, prompt 1, wait 100ms, key 1, prompt 2, wait 100ms, key 1");
    stage.carrier.plan(REFUSED, "answer, prompt 1, wait 100ms, key 9");
    stage.campaign("only", List.of(AGREED, REFUSED));
    stage.done("campaign", "run", "only", "--yes", "--once", "--as", "alice");
    // What follows a new ledger key is a copy under it.
    stage.done("keys", "rotate", "ledger", "--as", "bob");
    Files.createDirectory(root.resolve("sealed"));
    stage.done("backup", "create", "sealed", "--as", "alice");
    stage.stopEngine();
  }

  /** The two shares of these numbers. */
  List<String> shares(int one, int other) throws IOException {
    List<String> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(root.resolve("recovery"))) {
      files.sorted().forEach(file -> all.add(file.toString()));
    }
    return List.of(all.get(one - 1), all.get(other - 1));
  }

  Path recording(Path ofHome) throws IOException {
    try (Stream<Path> files = Files.walk(ofHome.resolve("recordings"))) {
      return files.filter(file -> file.toString().endsWith(".dvr1")).findFirst().orElseThrow();
    }
  }

  /** The backup as the program makes it: one sealed file, without recordings. */
  Path sealed() throws IOException {
    try (Stream<Path> files = Files.list(root.resolve("sealed"))) {
      return files.findFirst().orElseThrow();
    }
  }

  /** Gives a command with the options of a ledger and two shares. */
  Exit give(Visitor visitor, String command, String ledger) throws IOException {
    List<String> argv = new ArrayList<>(List.of((command + " " + ledger).split(" +")));
    argv.addAll(shares(1, 3));
    return stage.give(visitor, argv.toArray(String[]::new));
  }

  /** Where a number called or the sound of a call stands readable. */
  List<String> readable(Path where) throws IOException {
    return LeakSearch.search(where, List.of(AGREED, REFUSED), stage.carrierOut()).found();
  }

  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path path : tree.filter(p -> !p.endsWith("lock")).toList()) {
        Path there = to.resolve(from.relativize(path).toString());
        Files.copy(path, there, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  static void delete(Path root) throws IOException {
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Override
  public void close() throws IOException {
    stage.close();
  }
}
