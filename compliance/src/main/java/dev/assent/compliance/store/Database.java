package dev.assent.compliance.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** The pool and the transactions on it. Any thread; more callers than connections queue fairly. */
final class Database implements AutoCloseable {
  private static final int BEGIN_AGAIN_AT_MOST = 8;
  private static final int WAIT_SECONDS = 10;
  private static final String SCHEMA = "classpath:dev/assent/compliance/store/migration";

  private final HikariDataSource pool;
  private final DataSource source;
  private final boolean h2;

  /** A pool smaller than its callers starves single ones; a fair queue before it does not. */
  private final Semaphore free;

  interface Work<T> {
    T in(Sql sql) throws SQLException;
  }

  private Database(HikariDataSource pool, DataSource source, boolean h2, int connections) {
    this.pool = pool;
    this.source = source;
    this.h2 = h2;
    this.free = new Semaphore(connections, true);
  }

  /**
   * Connects and migrates.
   *
   * @param around wraps the pool; tests put their faults there
   * @throws SQLException when the database cannot be opened or its schema is not ours
   */
  static Database open(StoreSettings settings, UnaryOperator<DataSource> around)
      throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(settings.url());
    config.setUsername(settings.user());
    config.setPassword(settings.password());
    config.setMaximumPoolSize(settings.connections());
    config.setMinimumIdle(1);
    config.setAutoCommit(false);
    config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    config.setPoolName("store");
    boolean h2 = settings.url().startsWith("jdbc:h2:");
    // Held open until the pool stands: an embedded database closes with its last connection.
    try (Connection first =
        DriverManager.getConnection(settings.url(), settings.user(), settings.password())) {
      first.isValid(WAIT_SECONDS);
      Flyway.configure()
          .dataSource(settings.url(), settings.user(), settings.password())
          .locations(SCHEMA)
          .load()
          .migrate();
      HikariDataSource pool = new HikariDataSource(config);
      return new Database(pool, around.apply(pool), h2, settings.connections());
    } catch (FlywayException e) {
      throw new SQLException("the schema is not ours", e);
    }
  }

  boolean h2() {
    return h2;
  }

  /**
   * Runs the work in one transaction and commits. A deadlock or serialisation failure begins it
   * again; anything else rolls back.
   *
   * @throws LockBusy when a lock was not free in time
   * @throws StoreUnavailable on any other failure of the database
   */
  <T> T transaction(Work<T> work) {
    try {
      if (!free.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
        throw new StoreUnavailable("no connection was free in " + WAIT_SECONDS + " s", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("interrupted while waiting for a connection", e);
    }
    try {
      return attempts(work);
    } finally {
      free.release();
    }
  }

  private <T> T attempts(Work<T> work) {
    for (int attempt = 1; ; attempt++) {
      try (Connection connection = source.getConnection()) {
        return once(connection, work);
      } catch (SQLException e) {
        switch (SqlFailure.of(e)) {
          case LOCK_TIMEOUT -> throw new LockBusy(e);
          case BEGIN_AGAIN -> {
            if (attempt == BEGIN_AGAIN_AT_MOST) {
              throw new LockBusy(e);
            }
          }
          case OTHER -> throw new StoreUnavailable("database error " + e.getSQLState(), e);
        }
      }
    }
  }

  private static <T> T once(Connection connection, Work<T> work) throws SQLException {
    boolean committed = false;
    try {
      T result = work.in(new Sql(connection));
      connection.commit();
      committed = true;
      return result;
    } finally {
      if (!committed) {
        // On H2 too, where the transaction would go on after an error.
        connection.rollback();
      }
    }
  }

  /** Returns once all that is committed would survive a power cut. */
  void sync() {
    if (h2) {
      transaction(
          sql -> {
            sql.update("CHECKPOINT SYNC");
            return true;
          });
    }
  }

  @Override
  public void close() {
    pool.close();
  }
}
