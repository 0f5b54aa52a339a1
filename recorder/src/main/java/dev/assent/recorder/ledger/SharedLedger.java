package dev.assent.recorder.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of several engines, in a PostgreSQL database of its own: the same rows as in files
 * (docs/FORMAT-ledger.md), each authenticated with its id. Erasing writes the erased row over and
 * vacuums the table, so that the secret is gone from it on return; what the server's write-ahead
 * log and its backups still hold is wrapped under the ledger's key (docs/nodes.md says how long
 * that may be). Any thread; one operation at a time.
 */
public final class SharedLedger implements KeyRows {
  private static final int SLOT_BITS = 24;

  /** As files number them: the first segment is 1. */
  private static final long FIRST_ROW = 1L << SLOT_BITS;

  private static final String[] SCHEMA = {
    "CREATE TABLE IF NOT EXISTS ledger_of (one INTEGER PRIMARY KEY CHECK (one = 1),"
        + " ledger_id BIGINT NOT NULL, key_id BYTEA NOT NULL)",
    "CREATE TABLE IF NOT EXISTS ledger_row (id BIGINT PRIMARY KEY,"
        + " bytes BYTEA NOT NULL CHECK (octet_length(bytes) = 64))",
    "CREATE SEQUENCE IF NOT EXISTS ledger_row_id START " + FIRST_ROW,
    // Rows that were given out and lost with a disk, before the ledger came here.
    "CREATE TABLE IF NOT EXISTS ledger_lost (first_id BIGINT PRIMARY KEY, below_id BIGINT NOT NULL)"
  };

  private final Where where;
  private final Path directory;
  private final LedgerKeys keys;
  private final long ledgerId;
  private @Nullable Connection connection;
  private Optional<String> failure = Optional.empty();
  private boolean closed;

  /**
   * The database.
   *
   * @param url {@code jdbc:postgresql://host:port/database?parameters}
   */
  public record Where(String url, String user, String password) {
    @Override
    public String toString() {
      return url.replaceAll("\\?.*", "");
    }
  }

  private SharedLedger(Where where, Path directory, LedgerKeys keys, SecureRandom random)
      throws SQLException {
    this.where = where;
    this.directory = directory;
    this.keys = keys;
    this.ledgerId = begun(opened(), random);
  }

  /**
   * Opens the ledger, or begins one where there is none.
   *
   * @param ledgerKey 32 bytes; not kept
   * @throws LedgerDamaged if it is under another key
   * @throws UncheckedIOException when the database does not answer
   */
  public static SharedLedger open(
      Where where, Path directory, byte[] ledgerKey, SecureRandom random) {
    try {
      return new SharedLedger(where, directory, new LedgerKeys(ledgerKey), random);
    } catch (SQLException e) {
      throw unanswered(e);
    }
  }

  private long begun(Connection open, SecureRandom random) throws SQLException {
    lay(open);
    try (PreparedStatement insert =
        open.prepareStatement(
            "INSERT INTO ledger_of (one, ledger_id, key_id) VALUES (1, ?, ?)"
                + " ON CONFLICT DO NOTHING")) {
      insert.setLong(1, random.nextLong());
      insert.setBytes(2, keys.keyId());
      insert.executeUpdate();
    }
    try (Statement statement = open.createStatement();
        ResultSet row = statement.executeQuery("SELECT ledger_id, key_id FROM ledger_of")) {
      row.next();
      if (!Arrays.equals(row.getBytes(2), keys.keyId())) {
        throw new LedgerDamaged("The ledger in %s is under another key".formatted(where));
      }
      long id = row.getLong(1);
      open.commit();
      return id;
    }
  }

  /** Makes the tables that are not there; others wait until the transaction ends. */
  static void lay(Connection open) throws SQLException {
    try (Statement statement = open.createStatement()) {
      // One at a time: two engines that both find nothing must not begin two ledgers.
      statement.execute("SELECT pg_advisory_xact_lock(4270002)");
      for (String table : SCHEMA) {
        statement.execute(table);
      }
    }
  }

  @Override
  public long id() {
    return ledgerId;
  }

  @Override
  public Path directory() {
    return directory;
  }

  /** Tries again when it failed last: a server comes back. */
  @Override
  public synchronized Optional<String> failure() {
    if (!closed && failure.isPresent()) {
      try {
        guarded(
            open -> {
              open.commit();
              return true;
            });
      } catch (UncheckedIOException _) {
        return failure;
      }
    }
    return failure;
  }

  @Override
  public synchronized long[] append(RowKind kind, List<byte[]> secrets) {
    for (byte[] secret : secrets) {
      if (secret.length != 32) {
        throw new IllegalArgumentException("A secret has 32 bytes, not " + secret.length);
      }
    }
    return guarded(
        open -> {
          long[] ids = next(open, secrets.size());
          try (PreparedStatement insert =
              open.prepareStatement("INSERT INTO ledger_row (id, bytes) VALUES (?, ?)")) {
            for (int i = 0; i < ids.length; i++) {
              insert.setLong(1, ids[i]);
              insert.setBytes(2, segment(ids[i]).row(slot(ids[i]), 0, kind, secrets.get(i)));
              insert.addBatch();
            }
            insert.executeBatch();
          }
          open.commit();
          return ids;
        });
  }

  private static long[] next(Connection open, int count) throws SQLException {
    long[] ids = new long[count];
    try (PreparedStatement draw =
        open.prepareStatement("SELECT nextval('ledger_row_id') FROM generate_series(1, ?)")) {
      draw.setInt(1, count);
      try (ResultSet row = draw.executeQuery()) {
        for (int i = 0; row.next(); i++) {
          ids[i] = row.getLong(1);
        }
      }
    }
    return ids;
  }

  @Override
  public synchronized Optional<byte[]> read(RowKind kind, long row) {
    Optional<byte[]> found =
        guarded(
            open -> {
              Optional<byte[]> there = bytes(open, row);
              if (there.isEmpty() && !isLost(open, row)) {
                throw new LedgerDamaged("Row %d is not there".formatted(row));
              }
              open.commit();
              return there;
            });
    if (found.isEmpty()) {
      return Optional.empty();
    }
    byte[] bytes = found.get();
    LedgerSegment segment = segment(row);
    if (!segment.holds(slot(row), bytes)) {
      throw new LedgerDamaged("Row %d does not hold".formatted(row));
    }
    if (!segment.is(kind, bytes)) {
      throw new LedgerDamaged("Row %d holds no %s".formatted(row, kind));
    }
    return LedgerSegment.isLive(bytes) ? Optional.of(segment.secret(bytes)) : Optional.empty();
  }

  private static Optional<byte[]> bytes(Connection open, long row) throws SQLException {
    try (PreparedStatement read =
        open.prepareStatement("SELECT bytes FROM ledger_row WHERE id = ?")) {
      read.setLong(1, row);
      try (ResultSet found = read.executeQuery()) {
        return found.next() ? Optional.of(found.getBytes(1)) : Optional.empty();
      }
    }
  }

  private static boolean isLost(Connection open, long row) throws SQLException {
    try (PreparedStatement lost =
        open.prepareStatement("SELECT 1 FROM ledger_lost WHERE first_id <= ? AND below_id > ?")) {
      lost.setLong(1, row);
      lost.setLong(2, row);
      try (ResultSet found = lost.executeQuery()) {
        return found.next();
      }
    }
  }

  @Override
  public synchronized void erase(Collection<Long> doomed) {
    boolean any =
        guarded(
            open -> {
              boolean changed = false;
              for (long row : doomed) {
                Optional<byte[]> found = bytes(open, row);
                if (found.isPresent() && LedgerSegment.isLive(found.get())) {
                  put(open, row, segment(row).erased(slot(row), found.get()));
                  changed = true;
                }
              }
              open.commit();
              return changed;
            });
    if (any) {
      guarded(
          open -> {
            open.setAutoCommit(true);
            try (Statement vacuum = open.createStatement()) {
              vacuum.execute("VACUUM ledger_row");
            }
            open.setAutoCommit(false);
            return true;
          });
    }
  }

  private static void put(Connection open, long row, byte[] bytes) throws SQLException {
    try (PreparedStatement update =
        open.prepareStatement("UPDATE ledger_row SET bytes = ? WHERE id = ?")) {
      update.setBytes(1, bytes);
      update.setLong(2, row);
      update.executeUpdate();
    }
  }

  @Override
  public synchronized LedgerHealth verify() {
    LedgerHealth.Count count = new LedgerHealth.Count();
    List<Long> segments = new ArrayList<>();
    guarded(
        open -> {
          try (Statement statement = open.createStatement()) {
            statement.setFetchSize(10_000);
            try (ResultSet row =
                statement.executeQuery("SELECT id, bytes FROM ledger_row ORDER BY id")) {
              while (row.next()) {
                long id = row.getLong(1);
                byte[] bytes = row.getBytes(2);
                if (segments.isEmpty() || segments.getLast() != id >>> SLOT_BITS) {
                  segments.add(id >>> SLOT_BITS);
                }
                if (!segment(id).holds(slot(id), bytes)) {
                  count.damaged("Row %d does not hold".formatted(id));
                } else if (LedgerSegment.isLive(bytes)) {
                  count.live();
                } else {
                  count.erased();
                }
              }
            }
          }
          open.commit();
          return true;
        });
    return count.health(segments.size());
  }

  /** The server's replicas are its mirrors; this knows of none. */
  @Override
  public MirrorState mirror() {
    return new MirrorState.None();
  }

  @Override
  public synchronized void close() {
    closed = true;
    failure = Optional.of("The ledger is closed");
    disconnect();
  }

  private interface Use<T> {
    T of(Connection open) throws SQLException;
  }

  private <T> T guarded(Use<T> use) {
    if (closed) {
      throw new IllegalStateException("The key ledger cannot be used: it is closed");
    }
    boolean done = false;
    try {
      T result = use.of(opened());
      done = true;
      failure = Optional.empty();
      return result;
    } catch (SQLException e) {
      UncheckedIOException unanswered = unanswered(e);
      failure = Optional.of(String.valueOf(unanswered.getMessage()));
      throw unanswered;
    } finally {
      if (!done) {
        disconnect();
      }
    }
  }

  private static UncheckedIOException unanswered(SQLException e) {
    return new UncheckedIOException(
        new IOException("the ledger's database does not answer, error " + e.getSQLState()));
  }

  private Connection opened() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = connect(where);
      connection = open;
    }
    return open;
  }

  static Connection connect(Where where) throws SQLException {
    Properties wanted = new Properties();
    wanted.setProperty("user", where.user());
    wanted.setProperty("password", where.password());
    wanted.setProperty("connectTimeout", "2");
    wanted.setProperty("socketTimeout", "10");
    wanted.setProperty("options", "-c synchronous_commit=on -c lock_timeout=2000");
    wanted.setProperty("reWriteBatchedInserts", "true");
    Connection open = DriverManager.getConnection(where.url(), wanted);
    open.setAutoCommit(false);
    return open;
  }

  private void disconnect() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException _) {
        // It is given up.
      }
    }
  }

  private LedgerSegment segment(long row) {
    return new LedgerSegment(keys, ledgerId, (int) (row >>> SLOT_BITS));
  }

  private static int slot(long row) {
    return (int) (row & ((1 << SLOT_BITS) - 1));
  }
}
