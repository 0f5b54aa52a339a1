package dev.assent.compliance.store;

import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.store.sql.StoreSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** The least that is durable in both places: a row of one column committed, an entry forced. */
final class BareCommits implements AutoCloseable {
  private final TestHome home;
  private final BlockingQueue<Connection> connections;

  BareCommits(TestHome home, int callers) throws SQLException {
    this.home = home;
    this.connections = new ArrayBlockingQueue<>(callers);
    for (int i = 0; i < callers; i++) {
      Connection connection =
          DriverManager.getConnection(
              url(home.settings), home.settings.user(), home.settings.password());
      connection.setAutoCommit(false);
      connections.add(connection);
    }
    Connection first = connections.element();
    try (Statement statement = first.createStatement()) {
      statement.execute("CREATE TABLE bare (id UUID NOT NULL PRIMARY KEY)");
    }
    first.commit();
  }

  /** On H2 a database of its own, which writes at each commit: ours leaves that to the journal. */
  private static String url(StoreSettings settings) {
    return settings
        .h2File()
        .map(file -> StoreSettings.h2Url("file:" + file.resolveSibling("bare").toAbsolutePath()))
        .map(url -> url.replaceFirst("WRITE_DELAY=\\d+", "WRITE_DELAY=0"))
        .orElse(settings.url());
  }

  void commitAndForce() throws SQLException, InterruptedException {
    UUID id = UUID.randomUUID();
    Connection connection = connections.take();
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO bare (id) VALUES (?)")) {
      insert.setObject(1, id);
      insert.executeUpdate();
      connection.commit();
    } finally {
      connections.add(connection);
    }
    home.journal()
        .append(
            List.of(
                JournalEntry.operational(
                    id, EntryType.NOTE, home.now.get(), "bench", JournalEntry.NO_ID, "{}")));
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection : connections) {
      connection.close();
    }
  }
}
