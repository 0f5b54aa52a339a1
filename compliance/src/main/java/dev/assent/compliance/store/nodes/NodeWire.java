package dev.assent.compliance.store.nodes;

import dev.assent.compliance.store.sql.NodeSettings;
import dev.assent.compliance.store.sql.StoreSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A connection of its own over which a node shows that it lives and hears of the others. It gives
 * up on a silent server within two seconds, whatever the pool does. Owned by the thread that looks.
 */
final class NodeWire implements AutoCloseable {
  static final String CHANNEL = "assent";

  /** Seconds a server may be silent. */
  private static final String PATIENCE = "2";

  private final StoreSettings settings;
  private final NodeSettings self;
  private @Nullable Connection connection;

  /** Those of the last minute, so that each is told once. */
  private Set<Long> told = new LinkedHashSet<>();

  NodeWire(StoreSettings settings, NodeSettings self) {
    this.settings = settings;
    this.self = self;
  }

  /** Returns when somebody has news, or after that time. */
  void await(Duration atMost) throws SQLException {
    guarded(
        open -> {
          open.unwrap(PGConnection.class).getNotifications((int) Math.max(1, atMost.toMillis()));
          return true;
        });
  }

  /**
   * Shows that this node lives.
   *
   * @return the database's time; empty when another node took over
   */
  Optional<Instant> beat(long fence) throws SQLException {
    return guarded(
        open -> {
          try (PreparedStatement beat =
              open.prepareStatement(
                  "UPDATE node_beat b SET beat_at = clock_timestamp() FROM node n WHERE n.id = ?"
                      + " AND b.node_id = n.id AND n.fence = ? AND n.state = 'UP'"
                      + " RETURNING clock_timestamp()")) {
            beat.setObject(1, self.id());
            beat.setLong(2, fence);
            try (ResultSet row = beat.executeQuery()) {
              return row.next()
                  ? Optional.of(row.getObject(1, OffsetDateTime.class).toInstant())
                  : Optional.<Instant>empty();
            }
          }
        });
  }

  /** Whose calls must end by the word of others, each of them once. */
  Set<UUID> news() throws SQLException {
    return guarded(
        open -> {
          Set<UUID> persons = new LinkedHashSet<>();
          Set<Long> now = new LinkedHashSet<>();
          try (PreparedStatement read =
              open.prepareStatement(
                  "SELECT seq, person_id FROM told WHERE node_id <> ?"
                      + " AND at > clock_timestamp() - INTERVAL '60 seconds'")) {
            read.setObject(1, self.id());
            try (ResultSet row = read.executeQuery()) {
              while (row.next()) {
                long seq = row.getLong(1);
                now.add(seq);
                if (!told.contains(seq)) {
                  persons.add(row.getObject(2, UUID.class));
                }
              }
            }
          }
          told = now;
          return persons;
        });
  }

  /** Nodes that should live and were not heard of for the length of a lease. */
  List<UUID> silent() throws SQLException {
    return guarded(
        open -> {
          List<UUID> silent = new ArrayList<>();
          try (PreparedStatement read =
              open.prepareStatement(
                  "SELECT n.id FROM node n JOIN node_beat b ON b.node_id = n.id WHERE n.id <> ?"
                      + " AND n.state = 'UP' AND b.beat_at < clock_timestamp() - "
                      + Cluster.LEASE_SQL)) {
            read.setObject(1, self.id());
            try (ResultSet row = read.executeQuery()) {
              while (row.next()) {
                silent.add(row.getObject(1, UUID.class));
              }
            }
          }
          return silent;
        });
  }

  private interface Use<T> {
    T of(Connection open) throws SQLException;
  }

  private <T> T guarded(Use<T> use) throws SQLException {
    boolean done = false;
    try {
      T result = use.of(opened());
      done = true;
      return result;
    } finally {
      if (!done) {
        close();
      }
    }
  }

  private Connection opened() throws SQLException {
    Connection open = connection;
    if (open == null) {
      Properties wanted = new Properties();
      wanted.setProperty("user", settings.user());
      wanted.setProperty("password", settings.password());
      wanted.setProperty("connectTimeout", PATIENCE);
      wanted.setProperty("socketTimeout", PATIENCE);
      open =
          DriverManager.getConnection(
              settings.url().replaceAll("socketTimeout=\\d+", "socketTimeout=" + PATIENCE), wanted);
      connection = open;
      try (Statement listen = open.createStatement()) {
        listen.execute("LISTEN " + CHANNEL);
      }
    }
    return open;
  }

  @Override
  public void close() {
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
}
