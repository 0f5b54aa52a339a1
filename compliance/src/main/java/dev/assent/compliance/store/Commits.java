package dev.assent.compliance.store;

import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Change, outbox, commit, journal forced, and only then return: whoever acts on a result acts on a
 * fact that no power cut takes back.
 */
final class Commits {
  private static final Logger LOG = LoggerFactory.getLogger(Commits.class);
  private static final int TRIM_AFTER = 4096;
  private static final int DELETE_AT_ONCE = 500;
  private static final int LOCK_ATTEMPTS = 5;

  private final Database database;
  private final Journal journal;
  private final Source source;
  private final UUID controllerId;
  private final Queue<UUID> forced = new ConcurrentLinkedQueue<>();
  private final AtomicInteger sinceTrim = new AtomicInteger();
  private final AtomicBoolean trimming = new AtomicBoolean();

  interface Work<T> {
    T in(Tx tx) throws SQLException;
  }

  /** Where ids and times come from. */
  interface Source {
    UUID id();

    /** Random too, but ids made later are greater: many rows at once fill few pages of an index. */
    UUID orderedId();

    Instant now();
  }

  Commits(Database database, Journal journal, Source source, UUID controllerId) {
    this.database = database;
    this.journal = journal;
    this.source = source;
    this.controllerId = controllerId;
  }

  Database database() {
    return database;
  }

  /** Rows the outbox had at the start; their entries are in the journal. */
  void alreadyForced(Collection<UUID> ids) {
    forced.addAll(ids);
  }

  /**
   * @throws LockBusy when a lock was not free in time; nothing was changed
   * @throws StoreUnavailable when the database failed; it may or may not have committed
   * @throws dev.assent.compliance.journal.JournalUnavailable when it is committed but not proven;
   *     the next start appends it
   */
  <T> T run(Work<T> work) {
    List<JournalEntry> entries = new ArrayList<>();
    T result =
        database.transaction(
            sql -> {
              entries.clear();
              Tx tx = new Tx(sql, new Projection(sql, controllerId, Identities.KNOWN_ROWS));
              T made = work.in(tx);
              entries.addAll(tx.written());
              return made;
            });
    if (!entries.isEmpty()) {
      journal.append(entries);
      entries.forEach(entry -> forced.add(entry.id()));
      if (sinceTrim.addAndGet(entries.size()) >= TRIM_AFTER
          && trimming.compareAndSet(false, true)) {
        Thread.ofVirtual().name("outbox-trim").start(this::trimQuietly);
      }
    }
    return result;
  }

  /** The same for what must not be given up because a lock was busy: some ten seconds of trying. */
  <T> T persistently(Work<T> work) {
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
   * disk. Everything below the position read first was committed before it was appended, so the
   * sync after it covers it.
   */
  void trim() {
    sinceTrim.set(0);
    long appliedBelow = journal.size();
    List<UUID> done = new ArrayList<>();
    for (UUID id = forced.poll(); id != null; id = forced.poll()) {
      done.add(id);
    }
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
          sql.update("UPDATE home SET applied_below = ?", appliedBelow);
          for (int from = 0; from < done.size(); from += DELETE_AT_ONCE) {
            List<UUID> some = done.subList(from, Math.min(done.size(), from + DELETE_AT_ONCE));
            sql.update(
                "DELETE FROM outbox WHERE id IN (" + Sql.marks(some.size()) + ")", some.toArray());
          }
          return true;
        });
  }
}
