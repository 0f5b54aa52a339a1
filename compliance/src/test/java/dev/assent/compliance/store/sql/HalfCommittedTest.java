package dev.assent.compliance.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.tx.TransactionStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class HalfCommittedTest {
  @TempDir Path directory;

  @Test
  void whatAKillCutOffWithinItsCommitIsCommittedAndLocksNothing() throws Exception {
    Path file = killedWithinACommit();
    try (Connection first = connect(file)) {
      assertThat(HalfCommitted.end(first)).isTrue();
      first.createStatement().execute("SHUTDOWN");
    }
    try (Connection again = connect(file);
        Statement statement = again.createStatement()) {
      assertThat(HalfCommitted.end(again)).as("once and for all").isFalse();
      try (ResultSet row = statement.executeQuery("SELECT v FROM t WHERE id = 1")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getInt(1)).as("both its rows, or neither").isEqualTo(2);
      }
      // Before, this went on for ever.
      assertThat(statement.executeUpdate("UPDATE t SET v = v + 1")).isEqualTo(2);
    }
  }

  /** Whoever has it open commits by themselves. */
  @Test
  void besideOthersNothingIsEnded() throws Exception {
    Path file = killedWithinACommit();
    try (Connection first = connect(file)) {
      try (Connection second = connect(file)) {
        assertThat(HalfCommitted.end(second)).isFalse();
      }
      assertThat(HalfCommitted.end(first)).isTrue();
    }
  }

  /** The file as it is when a transaction is written down as committed and its rows are not. */
  private Path killedWithinACommit() throws Exception {
    Path file = directory.resolve("live");
    Path killed = directory.resolve("killed");
    try (Connection writes = connect(file);
        Statement statement = writes.createStatement()) {
      statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER)");
      statement.execute("INSERT INTO t VALUES (1, 1), (2, 1)");
      writes.setAutoCommit(false);
      statement.executeUpdate("UPDATE t SET v = 2");
      SessionLocal session = (SessionLocal) writes.unwrap(JdbcConnection.class).getSession();
      TransactionStore transactions = session.getDatabase().getStore().getTransactionStore();
      Method mark =
          TransactionStore.class.getDeclaredMethod("markUndoLogAsCommitted", int.class, long.class);
      mark.setAccessible(true);
      mark.invoke(transactions, session.getTransaction().getId(), 1L);
      session.getDatabase().getStore().getMvStore().commit();
      session.getDatabase().getStore().getMvStore().sync();
      Files.copy(mv(file), mv(killed));
    }
    return killed;
  }

  private static Path mv(Path file) {
    return file.resolveSibling(file.getFileName() + ".mv.db");
  }

  private static Connection connect(Path file) throws Exception {
    return DriverManager.getConnection(StoreSettings.h2Url("file:" + file), "assent", "");
  }
}
