package dev.assent.compliance.store;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.journal.EntryCodec;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.store.attempt.Attempts;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Tx;
import dev.assent.compliance.store.nodes.Cluster;
import dev.assent.compliance.store.nodes.Departure;
import dev.assent.compliance.store.nodes.NodeRows;
import dev.assent.compliance.store.sql.Sql;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a living node does for a dead one: its token is raised, so that it writes nothing any more;
 * its claims go; what it committed and may not have journalled is journalled here; its open calls
 * are UNKNOWN, and count. A crash between any two of these leaves the rest for the next look, or
 * the next start. And for one that leaves for good.
 */
final class Takeover implements Cluster.Successor {
  private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);
  private static final int AT_ONCE = 200;

  /** Of that many open calls at most; a node has some hundred. */
  private static final int ROUNDS = 100;

  /** How the reason begins of the hold that a node sets whose journal knew more at its start. */
  static final String LACKED = "the database lacked ";

  private final Commits commits;
  private final Commits.Source source;
  private final Journal journal;
  private final Attempts attempts;
  private final UUID self;
  private final ReentrantLock journalling = new ReentrantLock();

  Takeover(Commits commits, Commits.Source source, Journal journal, Attempts attempts, UUID self) {
    this.commits = commits;
    this.source = source;
    this.journal = journal;
    this.attempts = attempts;
    this.self = self;
  }

  @Override
  public void of(UUID dead) {
    boolean fenced = commits.run(tx -> fence(tx, dead));
    if (fenced) {
      LOG.warn("node {} is silent: this node took over from it", dead);
      journalTaken();
    }
  }

  private boolean fence(Tx tx, UUID dead) throws SQLException {
    Sql sql = tx.sql();
    if (restored(sql)) {
      return false;
    }
    // Its running transactions hold a share of the row: who waits for them looks again later.
    boolean free =
        sql.first(
                "SELECT id FROM node WHERE id = ? AND state = 'UP' FOR UPDATE SKIP LOCKED",
                row -> Sql.id(row, "id"),
                dead)
            .isPresent();
    if (!free
        || sql.first(
                "SELECT node_id FROM node_beat WHERE node_id = ? AND beat_at < clock_timestamp() - "
                    + Cluster.LEASE_SQL,
                row -> Sql.id(row, "node_id"),
                dead)
            .isEmpty()) {
      return false;
    }
    sql.update("UPDATE node SET fence = fence + 1, state = 'DEAD' WHERE id = ?", dead);
    NodeRows rows = new NodeRows(sql);
    rows.giveBack(dead);
    rows.handOver(dead, self);
    tx.write(
        JournalEntry.operational(
            source.id(),
            EntryType.NODE_FENCED,
            source.now(),
            "engine",
            dead,
            Json.write(Map.of("node", dead.toString()))));
    return true;
  }

  /**
   * Whether what the others did last is not known yet: their own starts tell, and what was decided
   * for them until then would be told twice. Nobody is called meanwhile.
   */
  static boolean restored(Sql sql) throws SQLException {
    return sql.first(
            "SELECT id FROM hold WHERE scope = 'GLOBAL' AND lifted_at IS NULL"
                + " AND set_by = 'engine' AND reason LIKE ? LIMIT 1",
            row -> Sql.id(row, "id"),
            LACKED + "%")
        .isPresent();
  }

  /** A crash before this: the next start finds them in the table and not in the journal. */
  private void journalTaken() {
    journalling.lock(); // a command may let one go while a look takes over from another
    try {
      journalOnce();
    } finally {
      journalling.unlock();
    }
  }

  private void journalOnce() {
    List<JournalEntry> taken =
        commits
            .database()
            .transaction(
                sql ->
                    sql.list(
                        "SELECT body FROM outbox_taken WHERE node_id = ? ORDER BY id",
                        row -> EntryCodec.decode(row.getBytes("body")),
                        self))
            .stream()
            .filter(entry -> commits.notYetTaken(entry.id()))
            .toList();
    for (int from = 0; from < taken.size(); from += AT_ONCE) {
      journal.append(taken.subList(from, Math.min(taken.size(), from + AT_ONCE)));
    }
    commits.taken(taken.stream().map(JournalEntry::id).toList());
  }

  /** And this one's own from before its start, once. */
  @Override
  public void settle() {
    if (commits.database().transaction(Takeover::restored)) {
      return;
    }
    attempts.settleOpen();
    List<UUID> open =
        commits
            .database()
            .transaction(
                sql ->
                    sql.list(
                        "SELECT a.id FROM attempt a JOIN node n ON n.id = a.node_id"
                            + " WHERE a.state = 'HELD' AND n.state IN ('DEAD', 'DOWN')"
                            + " ORDER BY a.placed_at, a.id LIMIT "
                            + AT_ONCE,
                        row -> Sql.id(row, "id")));
    for (UUID attempt : open) {
      attempts.ended(attempt, Outcome.UNKNOWN, Map.of("cause", "its node stopped"));
    }
  }

  private record Known(UUID id, String state) {}

  /**
   * Lets a node go for good: what it left open is ended, what it committed is journalled here, and
   * nothing waits for it any more.
   *
   * @param lost whether what only its journal knows is given up
   */
  Departure leaves(String name, boolean lost, String actor) {
    if (commits.database().transaction(Takeover::restored)) {
      return Departure.RESTORED;
    }
    Optional<Known> found = known(name);
    if (found.isPresent() && found.get().state().equals("UP") && !found.get().id().equals(self)) {
      of(found.get().id()); // unless it was heard of
      found = known(name);
    }
    if (found.isEmpty()) {
      return commits.database().transaction(sql -> new NodeRows(sql).hasLeft(name))
          ? Departure.LEFT_BEFORE
          : Departure.UNKNOWN;
    }
    Known node = found.get();
    if (node.id().equals(self)) {
      return Departure.THIS_ONE;
    }
    if (node.state().equals("UP")) {
      return Departure.RUNS;
    }
    if (node.state().equals("DEAD") && !lost) {
      return Departure.CUT_OFF;
    }
    boolean left = false;
    for (int round = 0; !left && round < ROUNDS; round++) {
      settle();
      left = commits.run(tx -> remove(tx, node.id(), name, lost, actor));
    }
    if (!left) {
      return Departure.RUNS;
    }
    journalTaken();
    return Departure.LEFT;
  }

  private boolean remove(Tx tx, UUID node, String name, boolean lost, String actor)
      throws SQLException {
    Sql sql = tx.sql();
    boolean open =
        sql.first(
                "SELECT id FROM attempt WHERE state = 'HELD' AND node_id = ? LIMIT 1",
                row -> Sql.id(row, "id"),
                node)
            .isPresent();
    if (open || !new NodeRows(sql).remove(node, self)) {
      return false;
    }
    tx.write(
        JournalEntry.operational(
            source.id(),
            EntryType.NODE_LEFT,
            source.now(),
            actor,
            node,
            Json.write(Map.of("name", name, "lost", Boolean.toString(lost)))));
    return true;
  }

  private Optional<Known> known(String name) {
    return commits
        .database()
        .transaction(
            sql ->
                sql.first(
                    "SELECT id, state FROM node WHERE name = ?",
                    row -> new Known(Sql.id(row, "id"), row.getString("state")),
                    name));
  }
}
