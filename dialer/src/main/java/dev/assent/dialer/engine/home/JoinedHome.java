package dev.assent.dialer.engine.home;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.keys.NodeGrant;
import dev.assent.dialer.keys.PrivateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The home of one more node (docs/nodes.md): its own keyset, journal and spool; the folders that
 * all nodes must see are links.
 *
 * @param present who is here, with their passphrases
 * @param shared holds {@code recordings}, {@code evidence} and {@code lists} of all nodes
 */
public record JoinedHome(
    NodeGrant grant, Map<String, char[]> present, Path shared, Machine machine) {
  private static final List<String> SHARED = List.of("recordings", "evidence", "lists");

  void fill(Path directory) throws IOException {
    HomeMarker giver = HomeMarker.decode(grant.marker(), "the grant");
    Home home =
        Home.layOut(
            directory,
            giver.ofNode(grant.node(), machine.clocks().machine().instant().plus(offset(giver))));
    for (var file : grant.conf().entrySet()) {
      Path to = home.conf().resolve(file.getKey()).normalize();
      if (!to.startsWith(home.conf())) {
        throw new UserError(Exit.INTEGRITY, Message.of("node.no_grant", file.getKey()), null);
      }
      ensure(Objects.requireNonNull(to.getParent()));
      PrivateFile.create(to, file.getValue());
    }
    grant.install(home.keys(), present, machine.newSlots(), machine.clocks().random());
    for (String name : SHARED) {
      link(home, name);
    }
  }

  private static Duration offset(HomeMarker giver) {
    return giver.simulation().map(Simulation::offset).orElse(Duration.ZERO);
  }

  private static void ensure(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      ensure(Objects.requireNonNull(folder.getParent()));
      Home.createPrivateDirectory(folder);
    }
  }

  private void link(Home home, String name) throws IOException {
    Path target = shared.toAbsolutePath().normalize().resolve(name);
    if (!Files.isDirectory(target)) {
      throw new UserError(Exit.CONFIG, Message.of("nodes.not_shared", target), "docs/nodes.md");
    }
    Path link = name.equals("lists") ? home.data().resolve(name) : home.root().resolve(name);
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, target);
  }

  /** The configuration of a home, for a grant. */
  public static Map<String, byte[]> conf(Home home) throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    try (Stream<Path> tree = Files.walk(home.conf())) {
      for (Path file : tree.filter(Files::isRegularFile).sorted().toList()) {
        files.put(home.conf().relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return files;
  }
}
