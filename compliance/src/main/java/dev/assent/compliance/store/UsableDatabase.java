package dev.assent.compliance.store;

import dev.assent.compliance.store.sql.Database;
import dev.assent.compliance.store.sql.Quarantine;
import dev.assent.compliance.store.sql.SqlFailure;
import dev.assent.compliance.store.sql.StoreSettings;
import dev.assent.compliance.store.sql.StoreUnavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the database that a store stands on, or makes it. A broken embedded one, whether its last
 * use, its opening or its first reading shows that, is moved to the quarantine and made anew.
 *
 * @param around may stand between the database and its connections
 * @param threads makes those that a database runs its transactions on
 */
record UsableDatabase(
    StoreSettings settings,
    UnaryOperator<DataSource> around,
    Supplier<ExecutorService> threads,
    InstantSource clock) {
  private static final Logger LOG = LoggerFactory.getLogger(UsableDatabase.class);
  private static final int H2_FILE_IN_USE = 90020;

  /**
   * @param make reads the database and puts a store on it, told where a broken one was moved
   * @throws StoreUnavailable when there is none that can be used
   */
  <T> T under(BiFunction<Database, Optional<Path>, T> make) {
    Optional<Path> quarantined =
        settings
            .h2File()
            .filter(Quarantine::isMarked)
            .map(file -> quarantine(file, "found while it was used"));
    Database database;
    try {
      database = open();
    } catch (SQLException e) {
      if (SqlFailure.of(e) == SqlFailure.UNWRITABLE) {
        throw new StoreUnavailable("the database cannot be written: is its disk full?", e);
      }
      quarantined = Optional.of(quarantine(e));
      database = reopen();
    }
    try {
      return on(database, quarantined, make);
    } catch (StoreUnavailable e) {
      Optional<Path> broken = settings.h2File().filter(Quarantine::isMarked);
      if (broken.isEmpty()) {
        throw e;
      }
      // Opening did not notice what reading did.
      Path moved = quarantine(broken.get(), "found while it was read");
      return on(reopen(), Optional.of(moved), make);
    }
  }

  private static <T> T on(
      Database database, Optional<Path> quarantined, BiFunction<Database, Optional<Path>, T> make) {
    try {
      return make.apply(database, quarantined);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private Database open() throws SQLException {
    return Database.open(settings, around, threads.get());
  }

  private Database reopen() {
    try {
      return open();
    } catch (SQLException e) {
      throw new StoreUnavailable("no new database can be made, error " + e.getSQLState(), e);
    }
  }

  private Path quarantine(SQLException failure) {
    Path file =
        settings
            .h2File()
            .filter(database -> Files.exists(Quarantine.file(database)))
            .filter(_ -> failure.getErrorCode() != H2_FILE_IN_USE)
            .orElseThrow(
                () ->
                    new StoreUnavailable(
                        "the database cannot be opened, error " + failure.getSQLState(), failure));
    return quarantine(file, "error " + failure.getSQLState());
  }

  private Path quarantine(Path file, String why) {
    Path moved = Quarantine.move(file, settings.quarantine(), clock.instant());
    LOG.error(
        "the database is broken ({}), moved to {}; its facts are taken from the journal, contacts"
            + " must be imported again",
        why,
        moved);
    return moved;
  }
}
