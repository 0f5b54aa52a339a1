package dev.assent.compliance.store.sql;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStoreException;

/**
 * The disk under an embedded database. H2 that could not write its file once never writes it again:
 * it goes on in memory, and says so to some transactions only. What is journalled survives that,
 * and is taken at the next start; nothing new is begun on it. The same where it could not read what
 * it had to write anew, but that file would stop the next engine too: it is broken. Any thread.
 */
public final class DatabaseFile implements AutoCloseable {
  /** What began may end in it, and H2 writes anew before it gives room back. */
  public static final long ROOM_TO_BEGIN = 256L << 20;

  /** Where H2 may have to write what it left unwritten, and the journal's facts are applied. */
  public static final long ROOM_TO_OPEN = 32L << 20;

  private final Path database;
  private final Path directory;
  private final Connection kept;
  private final WholeFile file;
  private final LongSupplier usable;
  private final AtomicBoolean marked = new AtomicBoolean();

  /**
   * @param database without {@code .mv.db}
   * @param kept closed with this: without a connection H2 would close, and open what it had written
   *     without what it had not
   * @param usable bytes that are free on its disk
   */
  public DatabaseFile(Path database, Connection kept, LongSupplier usable) throws SQLException {
    this.database = database;
    this.directory = directory(database);
    this.kept = kept;
    this.usable = usable;
    this.file =
        new WholeFile(
            ((SessionLocal) kept.unwrap(JdbcConnection.class).getSession())
                .getDatabase()
                .getStore()
                .getMvStore());
  }

  private static Path directory(Path database) {
    return Objects.requireNonNull(database.toAbsolutePath().getParent());
  }

  /** Bytes that are free where a database is or will be. */
  static long usable(Path database) {
    return directory(database).toFile().getUsableSpace();
  }

  /**
   * Before a database is opened: what fails for want of room must not be taken for a broken file.
   *
   * @throws StoreUnavailable when there is too little; the file was not touched
   */
  public static void requireRoomToOpen(Path database, LongSupplier usable) {
    Path directory = directory(database);
    long free = usable.getAsLong();
    if (free < ROOM_TO_OPEN && directory.toFile().exists()) {
      throw new StoreUnavailable(
          "the disk of %s is full (%d MiB free, %d needed): make room there, then try again"
              .formatted(directory, free >> 20, ROOM_TO_OPEN >> 20),
          null);
    }
  }

  /** Why nothing new is begun on it; that there is no room passes by itself when there is. */
  public Optional<String> trouble() {
    Optional<Throwable> failure = file.failure();
    if (failure.filter(SqlFailure::isCorrupt).isPresent()) {
      markBroken();
      return Optional.of("the database's file is broken: restart the engine");
    }
    if (failure.isPresent()) {
      return Optional.of(
          "the database could not be written to %s, as on a full disk: make room there, then start"
                  .formatted(directory)
              + " the engine again; what was said meanwhile is in the journal");
    }
    long free = usable.getAsLong();
    return free >= ROOM_TO_BEGIN
        ? Optional.empty()
        : Optional.of(
            "the disk of the database is nearly full (%d MiB free in %s, %d needed): make room there"
                .formatted(free >> 20, directory, ROOM_TO_BEGIN >> 20));
  }

  /** Whether H2 gave the file up. */
  boolean lost() {
    return file.failure().isPresent();
  }

  /** What a transaction takes part with; to be closed when it has ended. */
  Sql.Changes part() {
    return file.part();
  }

  /** Returns once all that is committed would survive a power cut. */
  void sync() {
    try {
      file.sync();
    } catch (MVStoreException e) {
      throw new StoreUnavailable(trouble().orElse("the database cannot be written"), e);
    }
  }

  /**
   * @param zip where the copy goes
   */
  void copyTo(Path zip) {
    try {
      file.copyTo(zip);
    } catch (IOException | MVStoreException e) {
      throw new StoreUnavailable("the database cannot be copied to " + zip.getFileName(), e);
    }
  }

  /** Says that the file is broken, for the next start, unless it is only not written any more. */
  void takeForBroken() {
    if (!lost()) {
      markBroken();
    }
  }

  /** Once: whoever wants to call asks for trouble. */
  private void markBroken() {
    if (marked.compareAndSet(false, true)) {
      Quarantine.mark(database);
    }
  }

  @Override
  public void close() {
    file.close();
    try {
      kept.close();
    } catch (SQLException e) {
      return; // the database was given up; its file is read at the next start
    }
  }
}
