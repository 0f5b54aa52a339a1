package dev.assent.compliance.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.store.TestDatabase;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.FreeSpaceBitSet;
import org.h2.mvstore.RandomAccessStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a kill would leave is what the file holds, so the tests read a copy of it. */
class WholeFileTest {
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private StoreSettings settings;
  private Path copies;
  private Database database;

  @BeforeEach
  void anEmptyTable(@TempDir Path directory) throws SQLException {
    settings =
        StoreSettings.h2(
            directory.resolve("data/assent"),
            directory.resolve("quarantine"),
            TestDatabase.CONTROLLER,
            false);
    copies = directory;
    database = Database.open(settings, UnaryOperator.identity(), Database.threads(settings));
    database.transaction(sql -> sql.update("CREATE TABLE said (id INT PRIMARY KEY)"));
  }

  @AfterEach
  void close() {
    goOn.countDown();
    database.close();
  }

  private static int say(Sql sql, int id) throws SQLException {
    return sql.update("INSERT INTO said (id) VALUES (?)", id);
  }

  private boolean pause() {
    begun.countDown();
    try {
      goOn.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return true;
  }

  /** A sync on a thread of its own, once it waits for somebody. */
  private Thread waitingSync() {
    Thread sync = Thread.ofPlatform().start(database::sync);
    while (Thread.getAllStackTraces().entrySet().stream()
        .noneMatch(thread -> waits(thread.getKey(), thread.getValue()))) {
      assertThat(sync.isAlive()).as("it does not wait").isTrue();
    }
    return sync;
  }

  private static boolean waits(Thread thread, StackTraceElement[] in) {
    return thread.getState() == Thread.State.TIMED_WAITING
        && thread.getName().matches("store-\\d+")
        && Arrays.stream(in).anyMatch(at -> at.getMethodName().equals("writeWhenQuiet"));
  }

  /** How many rows a process would find that opened the file now, after a kill. */
  private int inTheFile() throws Exception {
    Path copy = copies.resolve("copy");
    Files.copy(Quarantine.file(settings.h2File().orElseThrow()), Quarantine.file(copy));
    try (Connection connection =
            DriverManager.getConnection(
                StoreSettings.h2Url("file:" + copy.toAbsolutePath()), "assent", "");
        ResultSet rows =
            connection.createStatement().executeQuery("SELECT COUNT(*) AS n FROM said")) {
      rows.next();
      return rows.getInt("n");
    }
  }

  @Test
  void theFileIsNotWrittenWithinATransaction() throws Exception {
    Future<Boolean> transaction =
        database.begin(
            sql -> {
              say(sql, 1);
              pause();
              return say(sql, 2) == 1;
            });
    begun.await();
    Thread sync = waitingSync();
    goOn.countDown();
    assertThat(Database.join(transaction)).isTrue();
    sync.join();
    assertThat(inTheFile()).as("all of it").isEqualTo(2);
  }

  @Test
  void aLockIsPartOfATransactionToo() throws Exception {
    database.transaction(sql -> say(sql, 1));
    Future<Boolean> transaction =
        database.begin(
            sql -> {
              sql.list("SELECT id FROM said FOR UPDATE", row -> row.getInt("id"));
              return pause();
            });
    begun.await();
    Thread sync = waitingSync();
    goOn.countDown();
    assertThat(Database.join(transaction)).isTrue();
    sync.join();
    assertThat(inTheFile()).isEqualTo(1);
  }

  @Test
  void rowsByTheThousandArePartOfATransactionToo() throws Exception {
    Future<Boolean> transaction =
        database.begin(
            sql -> {
              new BulkRows("said", "id")
                  .insert(sql, Stream.iterate(1, id -> id + 1).limit(1000).map(id -> id(id)));
              return true;
            });
    begun.await();
    Thread sync = waitingSync();
    goOn.countDown();
    assertThat(Database.join(transaction)).isTrue();
    sync.join();
    assertThat(inTheFile()).isEqualTo(1000);
  }

  private Object[] id(int id) {
    if (id == 500) {
      pause();
    }
    return new Object[] {id};
  }

  @Test
  void whoOnlyReadsKeepsNobodyFromWriting() throws Exception {
    Future<Boolean> report =
        database.begin(
            sql -> {
              sql.list("SELECT id FROM said", row -> row.getInt("id"));
              return pause();
            });
    begun.await();
    database.transaction(sql -> say(sql, 1));
    database.sync();
    assertThat(inTheFile()).isEqualTo(1);
    goOn.countDown();
    assertThat(Database.join(report)).isTrue();
  }

  /** As it does eight days after it was opened. */
  @Test
  void h2DoesNotTidyTheFileUpWithinATransaction() throws Exception {
    database.transaction(sql -> sql.update("SET RETENTION_TIME 0"));
    database.transaction(sql -> sql.update("CREATE TABLE padded (id INT, pad VARCHAR)"));
    for (int i = 0; i < 10; i++) {
      int id = i;
      String pad = Integer.toString(i).repeat(100_000);
      database.transaction(sql -> sql.update("INSERT INTO padded VALUES (?, ?)", id, pad));
      database.sync();
    }
    database.transaction(sql -> sql.update("DELETE FROM padded WHERE MOD(id, 2) = 0"));
    for (int i = 0; i < 5; i++) {
      int id = 100 + i;
      database.transaction(sql -> say(sql, id));
      database.sync();
    }
    Future<Boolean> transaction =
        database.begin(
            sql -> {
              say(sql, 1);
              return pause();
            });
    begun.await();
    Path file = Quarantine.file(settings.h2File().orElseThrow());
    Path before = Files.copy(file, copies.resolve("before"));
    tidyUp();
    assertThat(Files.mismatch(file, before)).as("where it was written").isEqualTo(-1);
    goOn.countDown();
    assertThat(Database.join(transaction)).isTrue();
  }

  /** What H2's own thread does from time to time, in a file with many holes. */
  private void tidyUp() throws Exception {
    try (Connection connection = DriverManager.getConnection(settings.url(), "assent", "")) {
      FileStore<?> store =
          ((SessionLocal) connection.unwrap(JdbcConnection.class).getSession())
              .getDatabase()
              .getStore()
              .getMvStore()
              .getFileStore();
      Field space = RandomAccessStore.class.getDeclaredField("freeSpace");
      space.setAccessible(true);
      Field failures = FreeSpaceBitSet.class.getDeclaredField("failureFlags");
      failures.setAccessible(true);
      failures.setInt(space.get(store), 0b1111);
      Method tidies = FileStore.class.getDeclaredMethod("writeInBackground");
      tidies.setAccessible(true);
      tidies.invoke(store);
    }
  }

  @Test
  void whatWasTakenBackIsNotInTheWay() throws Exception {
    Future<Boolean> transaction =
        database.begin(
            sql -> {
              say(sql, 1);
              throw new IllegalStateException("taken back");
            });
    assertThat(transaction).failsWithin(Duration.ofMinutes(1));
    database.transaction(sql -> say(sql, 2));
    database.sync();
    assertThat(inTheFile()).isEqualTo(1);
  }

  @Test
  void aCopyIsWholeToo() throws Exception {
    database.transaction(sql -> say(sql, 1));
    Path zip = copies.resolve("copy.zip");
    database.copyTo(zip);
    try (var files = new ZipFile(zip.toFile())) {
      assertThat(files.stream()).hasSize(1);
      try (var in = files.getInputStream(files.entries().nextElement())) {
        Files.copy(in, Quarantine.file(copies.resolve("unzipped")));
      }
    }
    try (Connection connection =
            DriverManager.getConnection(
                StoreSettings.h2Url("file:" + copies.resolve("unzipped").toAbsolutePath()),
                "assent",
                "");
        ResultSet rows = connection.createStatement().executeQuery("SELECT id FROM said")) {
      assertThat(rows.next()).isTrue();
    }
  }
}
