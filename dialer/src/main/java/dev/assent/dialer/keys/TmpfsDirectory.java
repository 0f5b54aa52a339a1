package dev.assent.dialer.keys;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A directory in memory, of our user alone, where opened keys may lie: gone with the next reboot,
 * never on a disk that can be stolen. Immutable; any thread.
 */
public final class TmpfsDirectory {
  private static final Set<String> MEMORY = Set.of("tmpfs", "ramfs");
  private static final Set<PosixFilePermission> PRIVATE =
      PosixFilePermissions.fromString("rwx------");

  private final Path path;

  private TmpfsDirectory(Path path) {
    this.path = path;
  }

  /**
   * Finds or makes the directory of one home.
   *
   * @param environment {@code ASSENT_RUNTIME_DIR} alone when it is set, else {@code
   *     XDG_RUNTIME_DIR} and then {@code /dev/shm}
   * @throws UserError exit 4 when none is in memory and ours
   */
  public static TmpfsDirectory of(UUID home, Map<String, String> environment) {
    List<String> refusals = new ArrayList<>();
    for (Path base : candidates(environment)) {
      Optional<String> refusal = tryUse(base, home);
      if (refusal.isEmpty()) {
        return new TmpfsDirectory(ofHome(base, home));
      }
      refusals.add(base + ": " + refusal.get());
    }
    throw new UserError(
        Exit.NOT_PERMITTED, Message.of("keys.no_tmpfs", String.join("; ", refusals)), null);
  }

  public Path path() {
    return path;
  }

  private static List<Path> candidates(Map<String, String> environment) {
    List<Path> bases = new ArrayList<>();
    String chosen = environment.getOrDefault("ASSENT_RUNTIME_DIR", "");
    if (!chosen.isBlank()) {
      return List.of(Path.of(chosen, "assent"));
    }
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    if (!runtime.isBlank()) {
      bases.add(Path.of(runtime, "assent"));
    }
    bases.add(Path.of("/dev/shm", "assent-" + System.getProperty("user.name")));
    return bases;
  }

  private static Path ofHome(Path base, UUID home) {
    return base.resolve(home.toString());
  }

  /** Empty when the directory can be used, else why not. */
  private static Optional<String> tryUse(Path base, UUID home) {
    try {
      Path parent = base.getParent();
      if (parent == null || !Files.isDirectory(parent)) {
        return Optional.of("no such directory");
      }
      String type = Files.getFileStore(parent).type();
      if (!MEMORY.contains(type)) {
        return Optional.of("on " + type + ", not tmpfs");
      }
      for (Path directory : List.of(base, ofHome(base, home))) {
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
          Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(PRIVATE));
        }
        if (!isOursAlone(directory)) {
          return Optional.of("not a 0700 directory of this user");
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(e.getClass().getSimpleName());
    }
  }

  /** Others may write in /dev/shm: what lies there under our name need not be ours. */
  private static boolean isOursAlone(Path directory) throws IOException {
    PosixFileAttributes found =
        Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    Object uid = Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    return found.isDirectory()
        && found.permissions().equals(PRIVATE)
        && uid.equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
  }
}
