package dev.assent.compliance.store;

import dev.assent.compliance.Found;
import dev.assent.compliance.Hold;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.access.User;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Kill switches (R01). Anyone may set one; COMPLIANCE lifts. */
public final class Holds {
  private static final int ON_THIS_NODE_AT_MOST = 16;

  private final Commits commits;
  private final Commits.Source source;

  /** Set without the database, by what may not wait for it; gone with the process. */
  private final List<Hold> onThisNode = new CopyOnWriteArrayList<>();

  Holds(Commits commits, Commits.Source source) {
    this.commits = commits;
    this.source = source;
  }

  /** Returns when the hold is durable. */
  public Hold set(Hold.Scope scope, String target, String reason, String actor) {
    Hold hold = new Hold(source.id(), scope, target, reason, actor, source.now());
    commits.run(
        tx -> {
          tx.write(
              JournalEntry.operational(
                  source.id(),
                  EntryType.HOLD_SET,
                  hold.at(),
                  actor,
                  hold.id(),
                  Json.write(new Payloads.HoldSet(scope, target, reason))));
          return true;
        });
    return hold;
  }

  /**
   * @throws NotAllowed when the user may not, or there is no such hold
   */
  public void lift(UUID id, User by) throws NotAllowed {
    if (!by.active() || !by.roles().contains(Role.COMPLIANCE)) {
      throw new NotAllowed("only COMPLIANCE lifts a hold");
    }
    boolean lifted =
        commits.run(
            tx -> {
              boolean set =
                  tx.sql()
                      .first(
                          "SELECT id FROM hold WHERE id = ? AND lifted_at IS NULL",
                          row -> Sql.id(row, "id"),
                          id)
                      .isPresent();
              if (set) {
                tx.write(
                    JournalEntry.operational(
                        source.id(), EntryType.HOLD_LIFTED, source.now(), by.name(), id, "{}"));
              }
              return set;
            });
    if (!lifted) {
      throw new NotAllowed("there is no hold " + id + "; `assent hold list` shows those set");
    }
  }

  /** Those in force, of this node and of all. */
  public Found<List<Hold>> inForce() {
    try {
      return Found.present(commits.database().transaction(this::standing).holds());
    } catch (StoreUnavailable | LockBusy _) {
      return Found.unreadable("the holds could not be read");
    }
  }

  /** With what stops this node alone. */
  Standing standing(Sql sql) throws SQLException {
    Standing all = Standing.read(sql);
    if (onThisNode.isEmpty()) {
      return all;
    }
    List<Hold> holds = new ArrayList<>(onThisNode);
    holds.addAll(all.holds());
    return new Standing(all.edition(), holds);
  }

  /** Stops this node until it is released, without the database. */
  Hold holdThisNode(String reason, Instant at) {
    Hold hold = new Hold(source.id(), Hold.Scope.GLOBAL, "", reason, "engine", at);
    onThisNode.add(hold);
    return hold;
  }

  void releaseThisNode(Hold hold) {
    onThisNode.remove(hold);
  }

  /** Stops this node at once, without the database. It starts again only with a new process. */
  void stopThisNode(String reason, Instant at) {
    if (onThisNode.size() < ON_THIS_NODE_AT_MOST) {
      onThisNode.add(new Hold(source.id(), Hold.Scope.GLOBAL, "", reason, "engine", at));
    }
  }
}
