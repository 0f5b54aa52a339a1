package dev.assent.dialer.engine.home;

import dev.assent.dialer.keys.PrivateFile;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whoever holds this lock is the engine of the home. The kernel drops it with the process, so a
 * killed engine leaves nothing to clean up. {@code engine.pid} beside it says who that is, for
 * messages and to tell an engine, which stays, from a command, which is over soon.
 *
 * <p>The file itself is never replaced: a copied home is told from the original by its device and
 * inode. Any thread.
 */
public final class HomeLock implements AutoCloseable {
  private static final String FILE = "lock";
  private static final String PID = "engine.pid";
  private static final String ENGINE = "engine";

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

  /**
   * Who took the lock last.
   *
   * @param since when; empty in a file that says no more than a process
   * @param resident an engine, which serves until it is stopped
   */
  public record Holder(long pid, Optional<Instant> since, boolean resident) {
    /** Whether that process still lives; a killed one leaves its name. */
    public boolean alive() {
      return ProcessHandle.of(pid).isPresent();
    }

    private byte[] encode() {
      String words = pid + "\n" + since.map(at -> at + "\n").orElse("");
      return (words + (resident ? ENGINE + "\n" : "")).getBytes(StandardCharsets.US_ASCII);
    }
  }

  /** Takes the lock for a moment; empty when another holds it. */
  public static Optional<HomeLock> take(Path home) throws IOException {
    return take(home, new Holder(ProcessHandle.current().pid(), Optional.empty(), false));
  }

  /** The same, for a command or an engine of this process that begins now. */
  public static Optional<HomeLock> take(Path home, boolean resident, Instant now)
      throws IOException {
    Instant second = now.truncatedTo(ChronoUnit.SECONDS);
    return take(home, new Holder(ProcessHandle.current().pid(), Optional.of(second), resident));
  }

  /** Empty when another process, or another engine in this one, holds it. */
  private static Optional<HomeLock> take(Path home, Holder holder) throws IOException {
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
      PrivateFile.replace(root.resolve(PID), holder.encode());
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

  /** Who last took the lock of a home; empty when that cannot be read. */
  public static Optional<Holder> holder(Path root) {
    try {
      List<String> words = Files.readAllLines(root.resolve(PID), StandardCharsets.US_ASCII);
      return Optional.of(
          new Holder(
              Long.parseLong(words.getFirst()),
              words.size() > 1 ? Optional.of(Instant.parse(words.get(1))) : Optional.empty(),
              words.contains(ENGINE)));
    } catch (IOException
        | NoSuchElementException
        | NumberFormatException
        | DateTimeException unreadable) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
    HELD.remove(root);
  }
}
