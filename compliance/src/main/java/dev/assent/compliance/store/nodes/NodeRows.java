package dev.assent.compliance.store.nodes;

import dev.assent.compliance.store.sql.NodeSettings;
import dev.assent.compliance.store.sql.Sql;
import dev.assent.compliance.store.sql.StoreUnavailable;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The engines that share a database, as rows. PostgreSQL only. */
public record NodeRows(Sql sql) {
  private record Row(
      @Nullable UUID journal, String place, String state, long fence, boolean heard) {}

  /**
   * @return the fencing token of this start
   */
  long enter(NodeSettings self, UUID journal, UUID controller) throws SQLException {
    lockOut();
    requireController(controller);
    Optional<Row> found = find(self.id());
    if (found.isEmpty()) {
      return begin(self, journal);
    }
    Row row = found.get();
    if (row.journal() != null && !row.journal().equals(journal)) {
      throw refused("node " + self.name() + " has another journal: this home is a copy");
    }
    if (!row.place().isEmpty() && !row.place().equals(self.place()) && row.state().equals("UP")) {
      if (row.heard()) {
        throw refused("node " + self.name() + " runs elsewhere: this home is a copy of it");
      }
    }
    long fence = row.fence() + 1;
    sql.update(
        "UPDATE node SET journal_id = ?, place = ?, fence = ?, state = 'UP' WHERE id = ?",
        journal,
        self.place(),
        fence,
        self.id());
    beat(self.id());
    giveBack(self.id());
    return fence;
  }

  /** One at a time: two homes that both find no node must not both be the first. */
  void lockOut() throws SQLException {
    sql.list("SELECT pg_advisory_xact_lock(4270001)", _ -> true);
  }

  /**
   * Before a home that had an embedded database comes in with all it has: nobody else may be there,
   * and it may not have begun to work there, from this place or as the copy of it that did.
   */
  void requireUnused(NodeSettings self, UUID journal, UUID controller) throws SQLException {
    requireController(controller);
    boolean others =
        sql.first(
                    "SELECT id FROM node WHERE id <> ? OR fence > 0 OR place <> ? LIMIT 1",
                    row -> Sql.id(row, "id"),
                    self.id(),
                    self.place())
                .isPresent()
            || sql.first("SELECT journal_id FROM home", row -> Sql.id(row, "journal_id"))
                .filter(known -> !known.equals(journal))
                .isPresent();
    if (others) {
      throw refused("that database is in use: a home moves only into an empty one");
    }
  }

  /** As a node that has not started since. */
  void moveIn(NodeSettings self, UUID journal) throws SQLException {
    sql.update(
        "INSERT INTO node (id, name, journal_id, place, fence, state, applied_below)"
            + " SELECT ?, ?, ?, ?, 0, 'DOWN', applied_below FROM home",
        self.id(),
        self.name(),
        journal,
        self.place());
  }

  private void requireController(UUID controller) throws SQLException {
    Optional<UUID> known =
        sql.first("SELECT controller_id FROM home", row -> Sql.id(row, "controller_id"));
    if (known.isPresent() && !known.get().equals(controller)) {
      throw refused("the database belongs to another organisation");
    }
  }

  private Optional<Row> find(UUID id) throws SQLException {
    return sql.first(
        "SELECT n.journal_id, n.place, n.state, n.fence, b.beat_at > clock_timestamp() - "
            + Cluster.LEASE_SQL
            + " AS heard FROM node n LEFT JOIN node_beat b ON b.node_id = n.id WHERE n.id = ?",
        row ->
            new Row(
                row.getObject("journal_id", UUID.class),
                row.getString("place"),
                row.getString("state"),
                row.getLong("fence"),
                row.getBoolean("heard")),
        id);
  }

  /** The first home of a database is a node by itself; others must be granted. */
  private long begin(NodeSettings self, UUID journal) throws SQLException {
    if (hasLeft(self.id(), self.name())) {
      throw refused("node " + self.name() + " left this database for good");
    }
    boolean others =
        sql.first("SELECT id FROM node LIMIT 1", row -> Sql.id(row, "id")).isPresent()
            || sql.first("SELECT journal_id FROM home", row -> Sql.id(row, "journal_id"))
                .filter(known -> !known.equals(journal))
                .isPresent();
    if (others) {
      throw refused("this home is no node of the database; `assent keys grant` admits it");
    }
    sql.update(
        "INSERT INTO node (id, name, journal_id, place, fence, state, applied_below)"
            + " VALUES (?, ?, ?, ?, 1, 'UP', 0)",
        self.id(),
        self.name(),
        journal,
        self.place());
    beat(self.id());
    return 1;
  }

  private void beat(UUID id) throws SQLException {
    if (sql.update("UPDATE node_beat SET beat_at = clock_timestamp() WHERE node_id = ?", id) == 0) {
      sql.update("INSERT INTO node_beat (node_id, beat_at) VALUES (?, clock_timestamp())", id);
    }
  }

  /** Neither that id nor that name is or was another node's: journals name both for ever. */
  public boolean free(UUID id, String name) throws SQLException {
    return sql.first(
                "SELECT id FROM node WHERE id = ? OR name = ?", row -> Sql.id(row, "id"), id, name)
            .isEmpty()
        && !hasLeft(id, name);
  }

  private boolean hasLeft(UUID id, String name) throws SQLException {
    return sql.first(
            "SELECT id FROM node_left WHERE id = ? OR name = ?", row -> Sql.id(row, "id"), id, name)
        .isPresent();
  }

  /** A node that left for good. */
  public boolean hasLeft(String name) throws SQLException {
    return hasLeft(new UUID(0, 0), name);
  }

  /**
   * Takes a node out for good: what it kept back goes to another, which journals it.
   *
   * @param heir the node that does it
   * @return false when it came in meanwhile
   */
  public boolean remove(UUID id, UUID heir) throws SQLException {
    if (sql.first(
            "SELECT id FROM node WHERE id = ? AND state <> 'UP' FOR UPDATE",
            row -> Sql.id(row, "id"),
            id)
        .isEmpty()) {
      return false;
    }
    handOver(id, heir);
    sql.update("DELETE FROM outbox WHERE node_id = ?", id);
    sql.update("DELETE FROM outbox_taken WHERE node_id = ?", id);
    sql.update("DELETE FROM outbox_left WHERE node_id = ?", id);
    sql.update("UPDATE idle_load SET node_id = ? WHERE node_id = ?", heir, id);
    giveBack(id);
    sql.update("INSERT INTO node_left (id, name) SELECT id, name FROM node WHERE id = ?", id);
    sql.update("DELETE FROM node_beat WHERE node_id = ?", id);
    sql.update("DELETE FROM node WHERE id = ?", id);
    return true;
  }

  /** What a node committed and may not have journalled. */
  public void handOver(UUID id, UUID heir) throws SQLException {
    sql.update(
        "INSERT INTO outbox_taken (id, node_id, body) SELECT id, ?, body FROM outbox"
            + " WHERE node_id = ? ON CONFLICT DO NOTHING",
        heir,
        id);
    sql.update(
        "INSERT INTO outbox_taken (id, node_id, body) SELECT id, ?, body FROM outbox_taken"
            + " WHERE node_id = ? ON CONFLICT DO NOTHING",
        heir,
        id);
  }

  /** What was a node's alone as long as it lived. */
  public void giveBack(UUID id) throws SQLException {
    sql.update("DELETE FROM claim WHERE node_id = ?", id);
    sql.update("DELETE FROM campaign_run WHERE node_id = ?", id);
    sql.update("DELETE FROM trunk_share WHERE node_id = ?", id);
    sql.update("DELETE FROM registration_lease WHERE node_id = ?", id);
  }

  /** Admits a node that has not come in yet. */
  public void grant(UUID id, String name) throws SQLException {
    int admitted =
        sql.update(
            "INSERT INTO node (id, name, journal_id, place, fence, state, applied_below)"
                + " VALUES (?, ?, NULL, '', 0, 'GRANTED', 0) ON CONFLICT DO NOTHING",
            id,
            name);
    if (admitted > 0) {
      // A restored database may learn only now of a node whose journal is long.
      sql.update(
          "INSERT INTO outbox_left (id, node_id)"
              + " SELECT DISTINCT id, CAST(? AS UUID) FROM outbox_left",
          id);
    }
  }

  void leave(UUID id, long fence) throws SQLException {
    sql.update(
        "UPDATE node SET state = 'DOWN' WHERE id = ? AND fence = ? AND state = 'UP'", id, fence);
    giveBack(id);
  }

  List<Cluster.Node> all() throws SQLException {
    return sql.list(
        "SELECT n.id, n.name, n.state, n.fence, COALESCE(CAST(1000 * EXTRACT(EPOCH FROM"
            + " clock_timestamp() - b.beat_at) AS BIGINT), -1) AS silent FROM node n"
            + " LEFT JOIN node_beat b ON b.node_id = n.id ORDER BY n.name",
        row ->
            new Cluster.Node(
                Sql.id(row, "id"),
                row.getString("name"),
                row.getString("state"),
                row.getLong("fence"),
                Duration.ofMillis(row.getLong("silent"))));
  }

  Optional<UUID> firstUp() throws SQLException {
    return sql.first(
        "SELECT id FROM node WHERE state = 'UP' ORDER BY id LIMIT 1", row -> Sql.id(row, "id"));
  }

  private static StoreUnavailable refused(String why) {
    return new StoreUnavailable(why, null);
  }
}
