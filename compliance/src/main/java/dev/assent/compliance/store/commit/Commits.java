package dev.assent.compliance.store.commit;

import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.store.nodes.Cluster;
import dev.assent.compliance.store.sql.Database;
import dev.assent.compliance.store.sql.LockBusy;
import dev.assent.compliance.store.sql.Sql;
import dev.assent.compliance.store.sql.StoreUnavailable;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Change, outbox, commit, journal forced, and only then return: whoever acts on a result acts on a
 * fact that no power cut takes back.
 */
public final class Commits {
  private static final Logger LOG = LoggerFactory.getLogger(Commits.class);
  private static final int TRIM_AFTER = 4096;

  /** H2 looks through all of a long IN for each row. */
  private static final int DELETE_AT_ONCE = 64;

  private static final int LOCK_ATTEMPTS = 5;

  private final Database database;
  private final Journal journal;
  private final Source source;
  private final Function<Sql, Applier> applier;
  private final Executor aside;
  private final Optional<Cluster> cluster;
  private final Set<UUID> taken = ConcurrentHashMap.newKeySet();
  private final Set<UUID> ofBefore = ConcurrentHashMap.newKeySet();
  private final Queue<UUID> forced = new ConcurrentLinkedQueue<>();
  private final AtomicInteger sinceTrim = new AtomicInteger();
  private final AtomicBoolean trimming = new AtomicBoolean();

  public interface Work<T> {
    T in(Tx tx) throws SQLException;
  }

  /** Where ids and times come from. */
  public interface Source {
    UUID id();

    /** Random too, but ids made later are greater: many rows at once fill few pages of an index. */
    UUID orderedId();

    Instant now();
  }

  /**
   * @param applier of a transaction
   * @param cluster this engine among those that share the database, if it is shared
   * @param aside runs what no caller waits for
   */
  public Commits(
      Database database,
      Journal journal,
      Source source,
      Function<Sql, Applier> applier,
      Optional<Cluster> cluster,
      Executor aside) {
    this.cluster = cluster;
    this.database = database;
    this.journal = journal;
    this.source = source;
    this.applier = applier;
    this.aside = aside;
  }

  public Database database() {
    return database;
  }

  /** This engine among those that share the database, if it is shared. */
  public Optional<Cluster> cluster() {
    return cluster;
  }

  /** Whether an entry of a dead node is not in this node's journal yet. */
  public boolean notYetTaken(UUID id) {
    return !taken.contains(id);
  }

  /** Entries of a dead node that are in this node's journal now. */
  public void taken(Collection<UUID> ids) {
    taken.addAll(ids);
    forced.addAll(ids);
  }

  /**
   * @param outbox rows the outbox had at the start, their entries are in the journal
   * @param ofOthers rows of other nodes whose entries are in this journal too
   */
  public void alreadyForced(Collection<UUID> outbox, Collection<UUID> ofOthers) {
    taken.addAll(ofOthers);
    ofBefore.addAll(outbox);
    taken(outbox);
  }

  /**
   * @throws LockBusy when a lock was not free in time; nothing was changed
   * @throws StoreUnavailable when the database failed; it may or may not have committed
   * @throws dev.assent.compliance.journal.JournalUnavailable when it is committed but not proven;
   *     the next start appends it
   */
  public <T> T run(Work<T> work) {
    List<JournalEntry> entries = new ArrayList<>();
    T result =
        database.transaction(
            sql -> {
              entries.clear();
              if (cluster.isPresent()) {
                cluster.get().guard(sql);
              }
              Tx tx = new Tx(sql, applier.apply(sql), cluster);
              T made = work.in(tx);
              tx.tellOthers();
              entries.addAll(tx.written());
              return made;
            });
    if (!entries.isEmpty()) {
      journal.append(entries);
      entries.forEach(entry -> forced.add(entry.id()));
      if (sinceTrim.addAndGet(entries.size()) >= TRIM_AFTER
          && trimming.compareAndSet(false, true)) {
        aside.execute(this::trimQuietly);
      }
    }
    return result;
  }

  /**
   * Before a call is reserved: one that cannot be proven would only be lost to its campaign.
   *
   * @throws dev.assent.compliance.journal.JournalUnavailable when nothing can be proven any more
   * @throws StoreUnavailable as {@link #requireRoom}
   */
  public void requireProvable() {
    journal.requireWritable();
    requireRoom();
  }

  /**
   * Before anything is begun that need not be: what began before needs the room to end.
   *
   * @throws StoreUnavailable when the disk of an embedded database has too little, or failed it
   */
  public void requireRoom() {
    database
        .trouble()
        .ifPresent(
            why -> {
              throw new StoreUnavailable(why, null);
            });
  }

  /** The same for what must not be given up because a lock was busy: some ten seconds of trying. */
  public <T> T persistently(Work<T> work) {
    for (int attempt = 1; ; attempt++) {
      try {
        return run(work);
      } catch (LockBusy e) {
        if (attempt == LOCK_ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private void trimQuietly() {
    try {
      trim();
    } catch (RuntimeException e) {
      // The rows stay, nothing is lost; the next round takes them.
      LOG.warn("the outbox could not be trimmed: {}", e.getClass().getSimpleName());
    } finally {
      trimming.set(false);
    }
  }

  /**
   * Drops outbox rows whose entries are in the journal and whose changes are on the database's
   * disk. Every row that goes stands below the position, which is therefore read after them: the
   * next start would apply an entry above it again. Everything below was committed before it was
   * appended, so the sync after it covers it. One at a time, so that the position never goes back.
   */
  public synchronized void trim() {
    sinceTrim.set(0);
    List<UUID> done = new ArrayList<>();
    for (UUID id = forced.poll(); id != null; id = forced.poll()) {
      done.add(id);
    }
    long appliedBelow = journal.size();
    database.sync();
    journal.append(
        List.of(
            JournalEntry.operational(
                source.id(),
                EntryType.MARKER,
                source.now(),
                "engine",
                JournalEntry.NO_ID,
                Json.write(new Payloads.Marker(appliedBelow)))));
    database.transaction(
        sql -> {
          if (cluster.isPresent()) {
            cluster.get().guard(sql);
            cluster.get().appliedBelow(sql, appliedBelow);
            sql.update("DELETE FROM outbox_left WHERE node_id = ?", cluster.get().id());
          } else {
            sql.update("UPDATE home SET applied_below = ?", appliedBelow);
          }
          for (int from = 0; from < done.size(); from += DELETE_AT_ONCE) {
            List<UUID> some = done.subList(from, Math.min(done.size(), from + DELETE_AT_ONCE));
            drop(sql, some);
          }
          return true;
        });
  }

  /** Of several nodes each drops its own: what one of them took over, its writer may need still. */
  private void drop(Sql sql, List<UUID> done) throws SQLException {
    String these = " id IN (" + Sql.marks(done.size()) + ")";
    if (cluster.isEmpty()) {
      sql.update("DELETE FROM outbox WHERE" + these, done.toArray());
      return;
    }
    UUID self = cluster.get().id();
    leave(sql, self, done.stream().filter(ofBefore::remove).toList());
    List<Object> own = new ArrayList<>(done);
    own.addFirst(self);
    sql.update("DELETE FROM outbox WHERE node_id = ? AND" + these, own.toArray());
    sql.update("DELETE FROM outbox_taken WHERE node_id = ? AND" + these, own.toArray());
  }

  /**
   * To the nodes that have not trimmed since. What this process wrote nobody can have from a time
   * that the database does not know; what stood there at its start, they can.
   */
  private static void leave(Sql sql, UUID self, List<UUID> ids) throws SQLException {
    if (ids.isEmpty()) {
      return;
    }
    String these = " WHERE id IN (" + Sql.marks(ids.size()) + ")";
    List<Object> arguments = new ArrayList<>(ids);
    arguments.addAll(ids);
    arguments.add(self);
    sql.update(
        "INSERT INTO outbox_left (id, node_id) SELECT o.id, n.id FROM (SELECT id FROM outbox"
            + these
            + " UNION SELECT id FROM outbox_taken"
            + these
            + ") o CROSS JOIN node n WHERE n.id <> ? ON CONFLICT DO NOTHING",
        arguments.toArray());
  }
}
