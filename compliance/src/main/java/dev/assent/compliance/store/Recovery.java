package dev.assent.compliance.store;

import dev.assent.compliance.journal.EntryCodec;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Makes database and journal hold the same facts before anything else is done: entries of the
 * outbox that are not in the journal are appended, entries of the journal that are not in the
 * database are applied. Compared by id, never by "newer than".
 */
final class Recovery {
  private static final int APPLY_AT_ONCE = 200;

  private final Database database;
  private final Journal journal;
  private final UUID controllerId;
  private final Identities identities;

  Recovery(Database database, Journal journal, UUID controllerId, ColumnCipher cipher) {
    this.database = database;
    this.journal = journal;
    this.controllerId = controllerId;
    this.identities = Identities.fromPayloads(cipher);
  }

  /**
   * What was done.
   *
   * @param fresh whether the database knew nothing before
   * @param appended entries the journal lacked
   * @param applied entries the database lacked
   * @param pending opt-outs that only the journal holds; the caller carries them out
   * @param outbox ids of all rows the outbox now has; each of them is in the journal
   */
  record Result(
      boolean fresh, long appended, long applied, List<JournalEntry> pending, Set<UUID> outbox) {}

  private record Home(UUID journalId, long appliedBelow, boolean fresh) {}

  Result run() {
    Home home = database.transaction(this::home);
    long appliedBelow = home.appliedBelow();
    Map<UUID, JournalEntry> unseen = new LinkedHashMap<>();
    database
        .transaction(
            sql ->
                sql.list(
                    "SELECT body FROM outbox ORDER BY seq",
                    row -> EntryCodec.decode(row.getBytes("body"))))
        .forEach(entry -> unseen.put(entry.id(), entry));
    Set<UUID> outbox = new HashSet<>(unseen.keySet());
    Map<UUID, JournalEntry> pending = new LinkedHashMap<>();
    Applying applying = new Applying();
    InOrder inOrder = new InOrder(applying::add, this::counter);
    journal.forEach(
        placed -> {
          JournalEntry entry = placed.entry();
          if (entry.type() == EntryType.OPT_OUT_PENDING) {
            pending.put(entry.id(), entry);
            return;
          }
          unseen.remove(entry.id());
          if (placed.position() >= appliedBelow
              && Projection.concerns(entry.type())
              && !outbox.contains(entry.id())) {
            inOrder.accept(entry);
          }
        });
    inOrder.finish();
    applying.flush();
    pending.keySet().removeAll(unseen.keySet());
    if (!pending.isEmpty()) {
      // The transaction may have come through in the end, its entry before or after the pending
      // one.
      journal.forEach(
          placed -> {
            if (placed.entry().type() == EntryType.OPT_OUT) {
              pending.remove(placed.entry().id());
            }
          });
    }
    if (!unseen.isEmpty()) {
      journal.append(List.copyOf(unseen.values()));
    }
    outbox.addAll(applying.ids);
    return new Result(
        home.fresh(), unseen.size(), applying.count, List.copyOf(pending.values()), outbox);
  }

  private long counter(UUID number) {
    return database.transaction(
        sql ->
            sql.first("SELECT n FROM number WHERE id = ?", row -> row.getLong("n"), number)
                .orElse(0L));
  }

  /** Ties a new database to the journal. */
  private Home home(Sql sql) throws SQLException {
    Optional<Home> known =
        sql.first(
            "SELECT journal_id, applied_below FROM home",
            row -> new Home(Sql.id(row, "journal_id"), row.getLong("applied_below"), false));
    if (known.isEmpty()) {
      sql.update(
          "INSERT INTO home (controller_id, journal_id, applied_below) VALUES (?, ?, 0)",
          controllerId,
          journal.id());
      return new Home(journal.id(), 0, true);
    }
    if (!known.get().journalId().equals(journal.id())) {
      throw new StoreUnavailable("the database belongs to another journal", null);
    }
    if (known.get().appliedBelow() > journal.size()) {
      throw new StoreUnavailable(
          "the journal is older than the database: restore the newer journal", null);
    }
    return known.get();
  }

  /** Applies entries in transactions of a few hundred, each with its row in the outbox. */
  private final class Applying {
    private final List<JournalEntry> waiting = new ArrayList<>();
    private final Set<UUID> ids = new HashSet<>();
    private long count;

    void add(JournalEntry entry) {
      waiting.add(entry);
      if (waiting.size() == APPLY_AT_ONCE) {
        flush();
      }
    }

    void flush() {
      List<JournalEntry> now = List.copyOf(waiting);
      waiting.clear();
      if (now.isEmpty()) {
        return;
      }
      database.transaction(
          sql -> {
            Tx tx = new Tx(sql, new Projection(sql, controllerId, identities));
            for (JournalEntry entry : now) {
              tx.write(entry);
              if (entry.type() == EntryType.ATTEMPT_HELD) {
                SpareKeys.unlist(sql, entry.person().orElseThrow().keyRow());
              }
            }
            return true;
          });
      now.forEach(entry -> ids.add(entry.id()));
      count += now.size();
    }
  }
}
