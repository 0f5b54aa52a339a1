package dev.assent.dialer.engine.home;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.keys.HomeKeys;
import dev.assent.dialer.keys.NodeGrant;
import dev.assent.dialer.keys.RecoveryShare;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Makes a home beside its place and renames it there when every file of it is on disk: killed at
 * any moment, there is a whole home or none.
 */
public final class HomeBuilder {
  private final Machine machine;

  public HomeBuilder(Machine machine) {
    this.machine = machine;
  }

  /**
   * @throws UserError exit 3 when something is there already; whatever the keeper throws
   */
  public Home build(Path home, NewHome wish, ShareKeeper keeper) throws IOException {
    SecureRandom random = machine.clocks().random();
    return make(home, random, directory -> fill(directory, wish, keeper, random), keeper::discard);
  }

  /**
   * Makes a home again out of copies of a lost one; it starts on hold.
   *
   * @throws UserError exit 3 when something is there already; whatever the copies lack
   */
  public Home recover(Path home, LostHome lost) throws IOException {
    SecureRandom random = machine.clocks().random();
    return make(home, random, directory -> lost.fill(directory, machine), () -> {});
  }

  /** Removes what a drill made; anything else is left alone. */
  public void discardDrill(Home home) throws IOException {
    if (home.marker().drill()) {
      delete(home.root());
    }
  }

  /**
   * Makes a home of a backup; it starts on hold.
   *
   * @throws UserError exit 3 when something is there already; whatever the backup lacks
   */
  public Home restore(Path home, RestoredHome restored) throws IOException {
    SecureRandom random = machine.clocks().random();
    return make(home, random, directory -> restored.fill(directory, machine), () -> {});
  }

  /**
   * Makes the home of a node that another one admitted.
   *
   * @param present who is here, with their passphrases
   * @param shared where all nodes have their recordings, evidence and lists
   * @throws UserError exit 3 when something is there already, or the shared folders are not
   */
  public Home join(Path home, NodeGrant grant, Map<String, char[]> present, Path shared)
      throws IOException {
    SecureRandom random = machine.clocks().random();
    return make(
        home,
        random,
        directory -> new JoinedHome(grant, present, shared, machine).fill(directory),
        () -> {});
  }

  private interface Filling {
    void fill(Path directory) throws IOException;
  }

  private interface Discarding {
    void discard() throws IOException;
  }

  private static Home make(Path home, SecureRandom random, Filling filling, Discarding discarding)
      throws IOException {
    Path place = home.toAbsolutePath().normalize();
    requireFree(place);
    Path parent = Objects.requireNonNull(place.getParent(), "a home has a parent");
    Files.createDirectories(parent);
    sweep(parent, place);
    byte[] tag = new byte[4];
    random.nextBytes(tag);
    Path temporary =
        Home.createPrivateDirectory(parent.resolve(prefix(place) + HexFormat.of().formatHex(tag)));
    boolean done = false;
    try (var _ = HomeLock.take(temporary).orElseThrow()) {
      filling.fill(temporary);
      forceTree(temporary);
      Files.move(temporary, place, StandardCopyOption.ATOMIC_MOVE);
      force(parent);
      done = true;
    } finally {
      if (!done) {
        discarding.discard();
        delete(temporary);
      }
    }
    return Home.open(place);
  }

  private void fill(Path directory, NewHome wish, ShareKeeper keeper, SecureRandom random)
      throws IOException {
    Instant now = machine.clocks().machine().instant().plus(offset(wish.simulation()));
    var marker =
        new HomeMarker(uuid(random), uuid(random), now, wish.sole(), wish.simulation(), false);
    Home home = Home.layOut(directory, marker);
    new HomeConf(machine.distribution()).fill(home.conf(), wish);
    List<RecoveryShare> shares =
        HomeKeys.create(
            home.keys(),
            home.conf(),
            marker.id(),
            marker.controllerId(),
            wish.people(),
            wish.quorum(),
            machine.newSlots(),
            random);
    HomeKeys.proveShares(keeper.keep(shares), home.keys(), marker.id());
  }

  private static java.time.Duration offset(Optional<Simulation> simulation) {
    return simulation.map(Simulation::offset).orElse(java.time.Duration.ZERO);
  }

  private static void requireFree(Path place) throws IOException {
    if (Files.isDirectory(place)) {
      try (DirectoryStream<Path> content = Files.newDirectoryStream(place)) {
        if (!content.iterator().hasNext()) {
          return; // an empty directory, such as a fresh mount, is replaced by the rename
        }
      }
    } else if (Files.notExists(place)) {
      return;
    }
    throw new UserError(Exit.CONFIG, Message.of("init.occupied", place), "assent doctor");
  }

  /** Removes what killed inits left; one that is still at work holds its lock. */
  private static void sweep(Path parent, Path place) throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(parent, prefix(place) + "*")) {
      for (Path leftover : leftovers) {
        Optional<HomeLock> dead = HomeLock.take(leftover);
        if (dead.isPresent()) {
          delete(leftover);
          dead.get().close();
        }
      }
    }
  }

  private static String prefix(Path place) {
    return "." + place.getFileName() + ".init-";
  }

  private static UUID uuid(SecureRandom random) {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    bytes[6] = (byte) ((bytes[6] & 0x0f) | 0x40); // RFC 9562 version 4
    bytes[8] = (byte) ((bytes[8] & 0x3f) | 0x80);
    var buffer = java.nio.ByteBuffer.wrap(bytes);
    return new UUID(buffer.getLong(), buffer.getLong());
  }

  private static void forceTree(Path root) throws IOException {
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.filter(p -> !p.endsWith("lock")).toList()) {
        force(path);
      }
    }
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> tree = Files.walk(root)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
