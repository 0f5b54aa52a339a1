package dev.assent.compliance.store.seal;

import dev.assent.compliance.store.sql.Database;
import dev.assent.compliance.store.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys made before anybody needs one: no first call of a person waits for the ledger's disk. They
 * are listed in the database until a transaction uses them, so that those nobody used, after a
 * crash too, are the first to be used the next time. Any thread.
 */
public final class SpareKeys {
  private static final Logger LOG = LoggerFactory.getLogger(SpareKeys.class);
  private static final int AT_ONCE = 64;

  private final PersonKeys keys;
  private final ColumnCipher cipher;
  private final Database database;
  private final Executor aside;
  private final Queue<Long> ready = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean filling = new AtomicBoolean();

  /** Left from before this process, not yet tried. */
  private final List<Long> left;

  /**
   * @param shared whether others use the database: what is listed may be ready for one of them
   * @param aside runs what no caller waits for
   */
  public SpareKeys(
      PersonKeys keys, ColumnCipher cipher, Database database, boolean shared, Executor aside) {
    this.keys = keys;
    this.cipher = cipher;
    this.database = database;
    this.aside = aside;
    this.left =
        shared
            ? new ArrayList<>()
            : database.transaction(
                sql ->
                    sql.list(
                        "SELECT key_row FROM spare_key ORDER BY key_row",
                        row -> row.getLong("key_row")));
  }

  /** A key that seals nothing; makes some when there is none. Never inside a transaction. */
  private long take() {
    Long row = ready.poll();
    while (row == null) {
      fill();
      row = ready.poll();
    }
    if (ready.size() < AT_ONCE / 2 && filling.compareAndSet(false, true)) {
      aside.execute(this::fillQuietly);
    }
    return row;
  }

  /** One for a transaction whose person may have none yet; to be closed when that is over. */
  public AtHand atHand() {
    return new AtHand(take());
  }

  /** Of one piece of work, which may be begun again. One thread at a time. */
  public final class AtHand implements AutoCloseable {
    private final long row;
    private boolean used;
    private boolean taken;

    private AtHand(long row) {
      this.row = row;
    }

    /** No transaction that used it was committed. */
    public void notCommitted() {
      used = false;
    }

    /** The key the person has, else this one; in the transaction that seals with it. */
    public long or(Sql sql, Optional<Long> known) throws SQLException {
      if (known.isPresent()) {
        return known.get();
      }
      used = true;
      if (!unlist(sql, row)) {
        taken = true;
        forget();
        throw new SQLException("another process used the key", "HYT00");
      }
      return row;
    }

    /**
     * After an error it may be used all the same: then it stays listed, as its transaction left it.
     */
    @Override
    public void close() {
      if (!used && !taken) {
        putBack(row);
      }
    }
  }

  /** Another process of this database uses what was left from before: none of it is ours. */
  private void forget() {
    ready.clear();
  }

  /** One that was not used after all. */
  private void putBack(long row) {
    ready.add(row);
  }

  /**
   * In the transaction that uses it.
   *
   * @return whether it was listed: if not, another process of this database used it
   */
  public static boolean unlist(Sql sql, long row) throws SQLException {
    return sql.update("DELETE FROM spare_key WHERE key_row = ?", row) == 1;
  }

  private void fillQuietly() {
    try {
      fill();
    } catch (RuntimeException e) {
      // Whoever needs one while there is none tries again, and is told.
      LOG.warn("no keys could be made ahead: {}", e.getClass().getSimpleName());
    } finally {
      filling.set(false);
    }
  }

  private synchronized void fill() {
    if (!left.isEmpty()) {
      ready.addAll(usable(left));
      left.clear();
    }
    if (ready.size() < AT_ONCE / 2) {
      long[] made = keys.create(AT_ONCE);
      List<@Nullable Object[]> rows = new ArrayList<>();
      for (long row : made) {
        rows.add(new @Nullable Object[] {row});
      }
      database.transaction(
          sql -> {
            sql.batch("INSERT INTO spare_key (key_row) VALUES (?)", rows);
            return true;
          });
      for (long row : made) {
        ready.add(row);
      }
    }
  }

  /** Without what an erasure destroyed since, when the database is an older one. */
  private List<Long> usable(List<Long> rows) {
    Map<Boolean, List<Long>> sealing =
        rows.stream().collect(Collectors.partitioningBy(this::seals));
    List<Long> gone = sealing.getOrDefault(false, List.of());
    if (!gone.isEmpty()) {
      LOG.warn("{} keys made ahead are gone", gone.size());
      database.transaction(
          sql ->
              sql.update(
                  "DELETE FROM spare_key WHERE key_row IN (" + Sql.marks(gone.size()) + ")",
                  gone.toArray()));
    }
    return sealing.getOrDefault(true, List.of());
  }

  private boolean seals(long row) {
    try {
      return cipher.seal(row, "spare", new byte[0]).length > 0;
    } catch (RuntimeException _) {
      return false;
    }
  }
}
