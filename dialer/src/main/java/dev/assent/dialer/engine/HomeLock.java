package dev.assent.dialer.engine;

import dev.assent.dialer.keys.PrivateFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whoever holds this lock is the engine of the home. The kernel drops it with the process, so a
 * killed engine leaves nothing to clean up. {@code engine.pid} beside it names the owner, for
 * messages only.
 *
 * <p>The file itself is never replaced: a copied home is told from the original by its device and
 * inode. Any thread.
 */
public final class HomeLock implements AutoCloseable {
  private static final String FILE = "lock";
  private static final String PID = "engine.pid";

  /**
   * Homes locked by this process. A POSIX lock dies when the process closes <i>any</i> descriptor
   * of the file, so the file must never be opened a second time while we hold it.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path root;
  private final FileChannel channel;

  private HomeLock(Path root, FileChannel channel) {
    this.root = root;
    this.channel = channel;
  }

  /** Takes the lock; empty when another process, or another engine in this one, holds it. */
  public static Optional<HomeLock> take(Path home) throws IOException {
    Path root = home.toRealPath();
    if (!HELD.add(root)) {
      return Optional.empty();
    }
    FileChannel channel = null;
    boolean taken = false;
    try {
      channel =
          FileChannel.open(
              root.resolve(FILE),
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      taken = channel.tryLock() != null;
      if (!taken) {
        return Optional.empty();
      }
      PrivateFile.replace(
          root.resolve(PID),
          (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII));
      return Optional.of(new HomeLock(root, channel));
    } catch (OverlappingFileLockException held) {
      return Optional.empty();
    } finally {
      if (!taken) {
        HELD.remove(root);
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  /** The process that last took the lock, as text; "?" when it cannot be read. */
  public static String owner(Path root) {
    try {
      return Files.readString(root.resolve(PID)).strip();
    } catch (IOException e) {
      return "?";
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    HELD.remove(root);
  }
}
