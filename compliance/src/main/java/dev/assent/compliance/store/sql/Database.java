package dev.assent.compliance.store.sql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;

/** The pool and the transactions on it. Any thread; callers beyond the connections wait in line. */
public final class Database implements AutoCloseable {
  private static final int BEGIN_AGAIN_AT_MOST = 8;
  private static final int WAIT_SECONDS = 10;

  private final HikariDataSource pool;
  private final DataSource source;
  private final boolean h2;
  private final Optional<DatabaseFile> file;

  /**
   * As many as connections, first come first served: a pool smaller than its callers starves single
   * ones. And threads of their own, because an interrupt of one that writes closes H2's file.
   */
  private final ExecutorService threads;

  /** By the driver's connection; of those the pool has replaced until the next is made. */
  private final Map<Connection, KeptStatements> statements = new ConcurrentHashMap<>();

  private final LongAdder taken = new LongAdder();

  public interface Work<T> {
    T in(Sql sql) throws SQLException;
  }

  private Database(
      HikariDataSource pool,
      DataSource source,
      boolean h2,
      Optional<DatabaseFile> file,
      ExecutorService threads) {
    this.file = file;
    this.pool = pool;
    this.source = source;
    this.h2 = h2;
    this.threads = threads;
  }

  /**
   * Connects and migrates.
   *
   * @param around wraps the pool; tests put their faults there
   * @param threads carry out the transactions; closed with the database
   * @throws SQLException when the database cannot be opened or its schema is not ours
   * @throws StoreUnavailable when it may be whole and cannot be opened for want of room
   */
  public static Database open(
      StoreSettings settings, UnaryOperator<DataSource> around, ExecutorService threads)
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
    settings
        .h2File()
        .ifPresent(file -> DatabaseFile.requireRoomToOpen(file, () -> DatabaseFile.usable(file)));
    settings
        .h2File()
        .filter(file -> Files.notExists(Quarantine.file(file)))
        .ifPresent(Schema::create);
    try (Connection first = connect(settings)) {
      Schema.State state = Schema.state(first);
      Schema.requireNotNewer(state);
      if (state.pending().isEmpty() || settings.h2File().isEmpty()) {
        return migrated(settings, config, first, around, threads);
      }
    } catch (FlywayException e) {
      throw new SQLException("the schema is not ours", e);
    }
    Path file = settings.h2File().get();
    Schema.migrateCopy(file, Schema.of(file));
    try (Connection first = connect(settings)) {
      return migrated(settings, config, first, around, threads);
    } catch (FlywayException e) {
      throw new SQLException("the schema is not ours", e);
    }
  }

  private static Connection connect(StoreSettings settings) throws SQLException {
    return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
  }

  /**
   * @param first held open until the pool stands: an embedded database closes with its last
   *     connection
   */
  private static Database migrated(
      StoreSettings settings,
      HikariConfig config,
      Connection first,
      UnaryOperator<DataSource> around,
      ExecutorService threads)
      throws SQLException {
    first.isValid(WAIT_SECONDS);
    Schema.migrate(settings);
    Schema.requireTables(first);
    HikariDataSource pool = new HikariDataSource(config);
    Optional<DatabaseFile> file = Optional.empty();
    if (settings.h2File().isPresent()) {
      Path embedded = settings.h2File().get();
      file =
          Optional.of(
              new DatabaseFile(embedded, connect(settings), () -> DatabaseFile.usable(embedded)));
    }
    return new Database(
        pool, around.apply(pool), settings.url().startsWith("jdbc:h2:"), file, threads);
  }

  /** Threads of their own for the transactions of so many connections. */
  public static ExecutorService threads(StoreSettings settings) {
    return Executors.newFixedThreadPool(
        settings.connections(), Thread.ofPlatform().daemon().name("store-", 0).factory());
  }

  /** Why nothing new is begun on it, if so. */
  public Optional<String> trouble() {
    return file.flatMap(DatabaseFile::trouble);
  }

  public boolean h2() {
    return h2;
  }

  /**
   * Runs the work in one transaction and commits. A deadlock or serialisation failure begins it
   * again; anything else rolls back.
   *
   * @throws LockBusy when a lock was not free in time
   * @throws StoreUnavailable on any other failure of the database
   */
  public <T> T transaction(Work<T> work) {
    return join(begin(work));
  }

  /**
   * The same without waiting for it; {@link #join} takes what came of it.
   *
   * @throws StoreUnavailable when the database is closed
   */
  <T> Future<T> begin(Work<T> work) {
    return begin(work, () -> {});
  }

  /**
   * @param begun is run when the work's turn has come
   */
  public <T> Future<T> begin(Work<T> work, Runnable begun) {
    try {
      return threads.submit(
          () -> {
            begun.run();
            return attempts(work);
          });
    } catch (RejectedExecutionException e) {
      throw new StoreUnavailable("the database is closed", e);
    }
  }

  /** Waits for a transaction that was begun; throws what {@link #transaction} throws. */
  public static <T> T join(Future<T> done) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return done.get();
        } catch (InterruptedException e) {
          // Kept for later: what became of the transaction must be known.
          interrupted = true;
        } catch (ExecutionException e) {
          throw failure(e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException failure(ExecutionException e) {
    return switch (e.getCause()) {
      case RuntimeException failure -> failure;
      case Error error -> throw error;
      case null, default -> new StoreUnavailable("the transaction failed", e);
    };
  }

  private <T> T attempts(Work<T> work) {
    for (int attempt = 1; ; attempt++) {
      try (Sql.Changes changes = file.map(DatabaseFile::part).orElse(Sql.UNHEARD);
          Connection connection = source.getConnection()) {
        return once(connection, new Sql(connection, statementsOf(connection), changes), work);
      } catch (SQLException e) {
        switch (SqlFailure.of(e)) {
          case LOCK_TIMEOUT -> throw new LockBusy(e);
          case BEGIN_AGAIN -> {
            if (attempt == BEGIN_AGAIN_AT_MOST) {
              throw new LockBusy(e);
            }
          }
          case UNWRITABLE ->
              throw new StoreUnavailable(
                  trouble().orElse("the disk of the database's server is full: make room there"),
                  e);
          case BROKEN -> {
            file.ifPresent(DatabaseFile::takeForBroken);
            throw new StoreUnavailable("the database's file is broken: restart the engine", e);
          }
          case OTHER -> throw new StoreUnavailable("database error " + e.getSQLState(), e);
        }
      }
    }
  }

  private KeptStatements statementsOf(Connection connection) throws SQLException {
    Connection driver = connection.unwrap(Connection.class);
    KeptStatements known = statements.get(driver);
    if (known == null) {
      statements.values().removeIf(KeptStatements::closed);
      known = new KeptStatements(driver, taken);
      statements.put(driver, known);
    }
    return known;
  }

  /** How many statements were run. */
  public long statementsRun() {
    return taken.sum();
  }

  private static <T> T once(Connection connection, Sql sql, Work<T> work) throws SQLException {
    boolean committed = false;
    try {
      T result = work.in(sql);
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
  public void sync() {
    file.ifPresent(embedded -> onOurThread(embedded::sync));
  }

  private void onOurThread(Runnable work) {
    try {
      join(threads.submit(work));
    } catch (RejectedExecutionException e) {
      throw new StoreUnavailable("the database is closed", e);
    }
  }

  /** As {@code Store.forget}. */
  public void forget() {
    transaction(sql -> sql.update("SET DB_CLOSE_DELAY 0"));
  }

  /** As {@code Store.copyTo}. */
  public void copyTo(Path zip) {
    DatabaseFile embedded =
        file.orElseThrow(
            () -> new StoreUnavailable("only an embedded database is copied; use pg_dump", null));
    onOurThread(() -> embedded.copyTo(zip));
  }

  /**
   * After many rows came in: PostgreSQL plans by what it last counted, and before it counts by
   * itself it would read whole tables for a page. H2 needs none of it.
   */
  public void countAnew(String... tables) {
    if (!h2) {
      transaction(
          sql -> {
            sql.update("ANALYZE " + String.join(", ", tables));
            return true;
          });
    }
  }

  /** Lets running transactions end first. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      threads.awaitTermination(WAIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    pool.close();
    file.ifPresent(DatabaseFile::close);
  }
}
