package dev.assent.recorder.ledger;

import dev.assent.recorder.files.Files;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Brings the ledger of one home into the database that several engines share, under the same ids of
 * rows. One transaction: killed at any moment, nothing of it is there. One owner.
 */
public final class LedgerMove {
  private static final int ROWS_AT_ONCE = 1000;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private LedgerMove() {}

  /**
   * What was moved.
   *
   * @param digest SHA-256 over ids and rows in order, hexadecimal; the same on both sides
   */
  public record Moved(long rows, String digest) {}

  /**
   * Copies every row, and compares. What an earlier attempt left there gives way.
   *
   * @param from nobody writes to it meanwhile
   * @param ledgerKey 32 bytes, the one {@code from} is under; not kept
   * @throws LedgerDamaged if a row does not hold, another ledger is there, or one that engines have
   *     used since
   * @throws UncheckedIOException when the database does not answer
   */
  public static Moved copy(KeyLedger from, SharedLedger.Where to, byte[] ledgerKey) {
    LedgerKeys keys = new LedgerKeys(ledgerKey);
    try (Connection open = SharedLedger.connect(to)) {
      open.setNetworkTimeout(Runnable::run, (int) PATIENCE.toMillis());
      SharedLedger.lay(open);
      begin(open, to, from.id(), keys);
      Moved sent = send(open, from, keys);
      requireUnused(open, to);
      try (Statement statement = open.createStatement()) {
        statement.execute("TRUNCATE ledger_row, ledger_lost");
        statement.execute("INSERT INTO ledger_row SELECT id, bytes FROM incoming");
      }
      goOn(open, from);
      Moved there = read(open);
      if (!there.equals(sent)) {
        throw new LedgerDamaged("The ledger in %s is not what was sent there".formatted(to));
      }
      open.commit();
      return there;
    } catch (SQLException e) {
      throw new UncheckedIOException(
          new IOException("the ledger's database does not answer, error " + e.getSQLState()));
    }
  }

  private static void begin(Connection open, SharedLedger.Where to, long ledgerId, LedgerKeys keys)
      throws SQLException {
    try (PreparedStatement insert =
        open.prepareStatement(
            "INSERT INTO ledger_of (one, ledger_id, key_id) VALUES (1, ?, ?)"
                + " ON CONFLICT DO NOTHING")) {
      insert.setLong(1, ledgerId);
      insert.setBytes(2, keys.keyId());
      insert.executeUpdate();
    }
    try (Statement statement = open.createStatement();
        ResultSet row = statement.executeQuery("SELECT ledger_id, key_id FROM ledger_of")) {
      row.next();
      if (row.getLong(1) != ledgerId || !Arrays.equals(row.getBytes(2), keys.keyId())) {
        throw new LedgerDamaged("There is another ledger in %s".formatted(to));
      }
    }
  }

  private static Moved send(Connection open, KeyLedger from, LedgerKeys keys) throws SQLException {
    try (Statement statement = open.createStatement()) {
      statement.execute(
          "CREATE TEMPORARY TABLE incoming (id BIGINT PRIMARY KEY, bytes BYTEA NOT NULL)"
              + " ON COMMIT DROP");
    }
    Sum sum = new Sum();
    try (PreparedStatement insert =
        open.prepareStatement("INSERT INTO incoming (id, bytes) VALUES (?, ?)")) {
      for (int number : from.segments()) {
        byte[] bytes = from.segmentBytes(number);
        LedgerSegment segment = new LedgerSegment(keys, from.id(), number);
        int rows = bytes.length / LedgerSegment.ROW_BYTES - 1;
        for (int slot = 0; slot < rows; slot++) {
          int at = LedgerSegment.HEADER_BYTES + slot * LedgerSegment.ROW_BYTES;
          byte[] row = Arrays.copyOfRange(bytes, at, at + LedgerSegment.ROW_BYTES);
          long id = KeyLedger.id(number, slot);
          if (!segment.holds(slot, row)) {
            throw new LedgerDamaged("Row %08x/%d does not hold".formatted(number, slot));
          }
          sum.add(id, row);
          insert.setLong(1, id);
          insert.setBytes(2, row);
          insert.addBatch();
          if (sum.rows % ROWS_AT_ONCE == 0) {
            insert.executeBatch();
          }
        }
      }
      insert.executeBatch();
    }
    return sum.moved();
  }

  /** A row this home does not know, or one erased that it has: engines went on with that ledger. */
  private static void requireUnused(Connection open, SharedLedger.Where to) throws SQLException {
    try (Statement statement = open.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT 1 FROM ledger_row r LEFT JOIN incoming i ON i.id = r.id"
                    + " WHERE i.id IS NULL OR (i.bytes <> r.bytes AND get_byte(r.bytes, 1) <> "
                    + LedgerSegment.LIVE
                    + ") LIMIT 1")) {
      if (row.next()) {
        throw new LedgerDamaged("The ledger in %s has been used since: it stays".formatted(to));
      }
    }
  }

  /** New rows begin a segment of their own; what a restore left out stays left out. */
  private static void goOn(Connection open, KeyLedger from) throws SQLException {
    List<Integer> segments = from.segments();
    try (PreparedStatement next =
        open.prepareStatement("SELECT setval('ledger_row_id', ?, false)")) {
      next.setLong(1, KeyLedger.id(segments.getLast() + 1, 0));
      next.execute();
    }
    try (PreparedStatement lost =
        open.prepareStatement("INSERT INTO ledger_lost (first_id, below_id) VALUES (?, ?)")) {
      for (Map.Entry<Integer, Integer> gap : from.lost().entrySet()) {
        lost.setLong(1, KeyLedger.id(gap.getKey(), 0));
        lost.setLong(2, KeyLedger.id(gap.getValue(), 0));
        lost.executeUpdate();
      }
    }
  }

  private static Moved read(Connection open) throws SQLException {
    Sum sum = new Sum();
    try (Statement statement = open.createStatement()) {
      statement.setFetchSize(ROWS_AT_ONCE);
      try (ResultSet row = statement.executeQuery("SELECT id, bytes FROM ledger_row ORDER BY id")) {
        while (row.next()) {
          sum.add(row.getLong(1), row.getBytes(2));
        }
      }
    }
    return sum.moved();
  }

  /**
   * Destroys the files of a ledger that was moved: what is erased in the database must not live on
   * in them. Done again it does no harm.
   */
  public static void destroy(Path directory, Files files) {
    LedgerFiles ledger = new LedgerFiles(directory, files);
    ledger.removeTemporaries();
    ledger.list().forEach(files::delete);
    files.forceDirectory(directory);
  }

  private static final class Sum {
    private final MessageDigest digest = sha256();
    private long rows;

    void add(long id, byte[] row) {
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(id).array());
      digest.update(row);
      rows++;
    }

    Moved moved() {
      return new Moved(rows, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }
  }
}
