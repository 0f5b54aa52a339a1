package dev.assent.compliance.store.register;

import dev.assent.compliance.Found;
import dev.assent.compliance.Gap;
import dev.assent.compliance.Hold;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.access.User;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.commit.Tx;
import dev.assent.compliance.store.nodes.Cluster;
import dev.assent.compliance.store.sql.LockBusy;
import dev.assent.compliance.store.sql.Sql;
import dev.assent.compliance.store.sql.StoreUnavailable;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Kill switches (R01). Anyone may set one; COMPLIANCE lifts. */
public final class Holds {
  private static final int ON_THIS_NODE_AT_MOST = 16;

  private final Commits commits;
  private final Commits.Source source;

  /** Set without the database, by what may not wait for it; gone with the process. */
  private final List<Hold> onThisNode = new CopyOnWriteArrayList<>();

  public Holds(Commits commits, Commits.Source source) {
    this.commits = commits;
    this.source = source;
  }

  /**
   * Returns when the hold is durable.
   *
   * @throws StoreUnavailable when the database cannot take it now: {@link #standHere}
   */
  public Hold set(Hold.Scope scope, String target, String reason, String actor) {
    Hold hold = new Hold(source.id(), scope, target, reason, actor, source.now());
    try {
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
    } catch (LockBusy e) {
      throw new StoreUnavailable("a lock was not free in time", e);
    }
    return hold;
  }

  /** The same for a hold that stands for no gap. */
  public void lift(UUID id, User by) throws NotAllowed {
    lift(id, OptionalInt.empty(), by);
  }

  /**
   * Lets calls go again.
   *
   * @param accepted epoch of the gap the hold stands for: whoever lifts it says that they know of
   *     which time nothing is known
   * @throws NotAllowed when the user may not, there is no such hold, or it stands for another gap
   */
  public void lift(UUID id, OptionalInt accepted, User by) throws NotAllowed {
    if (!by.active() || !by.roles().contains(Role.COMPLIANCE)) {
      throw new NotAllowed("only COMPLIANCE lifts a hold");
    }
    Optional<String> refused =
        commits.run(
            tx -> {
              boolean set =
                  tx.sql()
                      .first(
                          "SELECT id FROM hold WHERE id = ? AND lifted_at IS NULL",
                          row -> Sql.id(row, "id"),
                          id)
                      .isPresent();
              if (!set) {
                return Optional.of(
                    "there is no hold " + id + "; `assent hold list` shows those set");
              }
              Optional<Gap> gap = GapRows.ofHold(tx.sql(), id);
              OptionalInt named =
                  gap.map(g -> OptionalInt.of(g.epoch())).orElse(OptionalInt.empty());
              if (!named.equals(accepted)) {
                return Optional.of(
                    gap.map(Holds::notAccepted).orElse("hold " + id + " stands for no gap"));
              }
              if (gap.isPresent()) {
                write(tx, EntryType.GAP_ACCEPTED, gap.get().id(), by);
              }
              write(tx, EntryType.HOLD_LIFTED, id, by);
              return Optional.<String>empty();
            });
    if (refused.isPresent()) {
      throw new NotAllowed(refused.get());
    }
  }

  private void write(Tx tx, EntryType type, UUID about, User by) throws SQLException {
    tx.write(JournalEntry.operational(source.id(), type, source.now(), by.name(), about, "{}"));
  }

  private static String notAccepted(Gap gap) {
    return "nothing is known here of %s, and everybody counts as attempted then: whoever lifts this hold accepts that with --gap %d"
        .formatted(gap.range(), gap.epoch());
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
  public Standing standing(Sql sql) throws SQLException {
    Standing all = Standing.read(sql);
    Optional<String> blind = commits.cluster().flatMap(Cluster::stopped);
    if (onThisNode.isEmpty() && blind.isEmpty()) {
      return all;
    }
    List<Hold> holds = new ArrayList<>(onThisNode);
    blind.ifPresent(
        why ->
            holds.add(new Hold(source.id(), Hold.Scope.GLOBAL, "", why, "engine", source.now())));
    holds.addAll(all.holds());
    return new Standing(all.edition(), holds);
  }

  /** A hold that is kept elsewhere while the database cannot take it: it stops this node too. */
  public void standHere(Hold hold) {
    onThisNode.add(hold);
  }

  /** It was lifted there, or the database has taken it. */
  public void standNoMore(UUID id) {
    onThisNode.removeIf(hold -> hold.id().equals(id));
  }

  /** Stops this node until it is released, without the database. */
  public Hold holdThisNode(String reason, Instant at) {
    Hold hold = new Hold(source.id(), Hold.Scope.GLOBAL, "", reason, "engine", at);
    onThisNode.add(hold);
    return hold;
  }

  public void releaseThisNode(Hold hold) {
    onThisNode.remove(hold);
  }

  /** Stops this node at once, without the database. It starts again only with a new process. */
  public void stopThisNode(String reason, Instant at) {
    if (onThisNode.size() < ON_THIS_NODE_AT_MOST) {
      onThisNode.add(new Hold(source.id(), Hold.Scope.GLOBAL, "", reason, "engine", at));
    }
  }
}
