package dev.assent.dialer.cli.keys;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.backup.BackupReader;
import dev.assent.dialer.cli.command.ClientContext;
import dev.assent.dialer.keys.BackupSeal;
import dev.assent.dialer.keys.RecoveryKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A copy of a home as somebody names it: a directory, or a sealed backup, which is unpacked beside
 * the new home for as long as it is needed.
 */
final class HomeCopy implements AutoCloseable {
  private final Path directory;
  private final Optional<Path> unpacked;

  private HomeCopy(Path directory, Optional<Path> unpacked) {
    this.directory = directory;
    this.unpacked = unpacked;
  }

  /**
   * @throws UserError exit 2 when there is nothing, 4 when the recovery key does not open the
   *     backup, 7 when it is damaged
   */
  static HomeCopy open(ClientContext context, Path given, RecoveryKey recovery) throws IOException {
    Path from = context.request().resolve(given);
    if (Files.isDirectory(from)) {
      return new HomeCopy(from, Optional.empty());
    }
    if (!Files.isReadable(from)) {
      throw new UserError(Exit.USAGE, Message.of("input.no_file", given), null);
    }
    Path beside = context.homePath().toAbsolutePath().normalize().getParent();
    if (beside == null) {
      throw new UserError(Exit.USAGE, Message.of("input.no_folder", context.homePath()), null);
    }
    Files.createDirectories(beside);
    Path directory =
        Files.createTempDirectory(
            beside,
            ".unpacked-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    HomeCopy copy = new HomeCopy(directory, Optional.of(directory));
    boolean done = false;
    try {
      BackupReader.unpack(
          from, (home, forRecovery, _) -> BackupSeal.open(recovery, home, forRecovery), directory);
      done = true;
      return copy;
    } finally {
      if (!done) {
        copy.close();
      }
    }
  }

  Path directory() {
    return directory;
  }

  @Override
  public void close() throws IOException {
    if (unpacked.isPresent()) {
      try (Stream<Path> tree = Files.walk(unpacked.get())) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
