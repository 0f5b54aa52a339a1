package dev.assent.compliance.store;

import dev.assent.compliance.journal.EntryCodec;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.store.commit.Identities;
import dev.assent.compliance.store.commit.InOrder;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.commit.Tx;
import dev.assent.compliance.store.nodes.Cluster;
import dev.assent.compliance.store.seal.ColumnCipher;
import dev.assent.compliance.store.seal.PersonKeys;
import dev.assent.compliance.store.seal.SpareKeys;
import dev.assent.compliance.store.sql.Database;
import dev.assent.compliance.store.sql.Sql;
import dev.assent.compliance.store.sql.StoreUnavailable;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
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
  private final PersonKeys keys;
  private final Optional<Cluster> cluster;

  Recovery(
      Database database,
      Journal journal,
      UUID controllerId,
      ColumnCipher cipher,
      PersonKeys keys,
      Optional<Cluster> cluster) {
    this.cluster = cluster;
    this.keys = keys;
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
   * @param outbox ids of the rows this engine may drop from the outbox; each is in the journal
   * @param ofOthers what the journal has although it stands in the outbox of another node
   * @param ends by attempt, what only the journal could take
   */
  record Result(
      boolean fresh,
      long appended,
      long applied,
      List<JournalEntry> pending,
      Set<UUID> outbox,
      Set<UUID> ofOthers,
      Map<UUID, Payloads.OutcomeKept> ends) {}

  private record Home(UUID journalId, long appliedBelow, boolean fresh) {}

  Result run() {
    Home home = database.transaction(this::home);
    long appliedBelow = home.appliedBelow();
    Map<UUID, JournalEntry> unseen = new LinkedHashMap<>();
    database.transaction(this::outbox).forEach(entry -> unseen.put(entry.id(), entry));
    Set<UUID> outbox = new HashSet<>(unseen.keySet());
    Set<UUID> there = database.transaction(this::there);
    Set<UUID> ofOthers = new HashSet<>();
    Map<UUID, JournalEntry> pending = new LinkedHashMap<>();
    Map<UUID, Payloads.OutcomeKept> ends = new HashMap<>();
    List<Long> erased = new ArrayList<>();
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
          if (there.contains(entry.id()) && !outbox.contains(entry.id())) {
            ofOthers.add(entry.id());
          }
          if (entry.type() == EntryType.OUTCOME_KEPT) {
            ends.put(
                entry.about(),
                Json.read(entry.operational().orElseThrow(), Payloads.OutcomeKept.class));
          }
          if (entry.type() == EntryType.ERASURE_BEGUN) {
            erased.addAll(doomed(entry));
          }
          if (placed.position() >= appliedBelow
              && Projection.concerns(entry.type())
              && !there.contains(entry.id())) {
            inOrder.accept(entry);
          }
        });
    // Before anybody reads: an older ledger must not bring back what was erased since.
    if (!erased.isEmpty()) {
      keys.destroy(erased);
    }
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
        home.fresh(),
        unseen.size(),
        applying.count,
        List.copyOf(pending.values()),
        outbox,
        ofOthers,
        ends);
  }

  /** Of several nodes each has its own, and what it took over. */
  private List<JournalEntry> outbox(Sql sql) throws SQLException {
    Sql.Row<JournalEntry> entry = row -> EntryCodec.decode(row.getBytes("body"));
    if (cluster.isEmpty()) {
      return sql.list("SELECT body FROM outbox ORDER BY seq", entry);
    }
    UUID self = cluster.get().id();
    List<JournalEntry> own =
        sql.list("SELECT body FROM outbox WHERE node_id = ? ORDER BY seq", entry, self);
    own.addAll(
        sql.list("SELECT body FROM outbox_taken WHERE node_id = ? ORDER BY id", entry, self));
    return own;
  }

  /**
   * What the database has although it stands above the position: of several nodes one's journal has
   * what it took over from another, and a dump from before has it as that other's, until that one
   * drops it.
   */
  private Set<UUID> there(Sql sql) throws SQLException {
    return new HashSet<>(
        sql.list(
            "SELECT id FROM outbox UNION SELECT id FROM outbox_taken"
                + " UNION SELECT id FROM outbox_left",
            row -> Sql.id(row, "id")));
  }

  private static List<Long> doomed(JournalEntry entry) {
    return Json.read(entry.operational().orElseThrow(), Payloads.ErasureBegun.class)
        .items()
        .stream()
        .map(Payloads.Doomed::keyRow)
        .toList();
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
    if (cluster.isPresent()) {
      return ofThisNode(sql, cluster.get().id());
    }
    if (!known.get().journalId().equals(journal.id())) {
      throw new StoreUnavailable("the database belongs to another journal", null);
    }
    return notNewer(known.get());
  }

  private Home ofThisNode(Sql sql, UUID self) throws SQLException {
    return notNewer(
        sql.first(
                "SELECT journal_id, applied_below FROM node WHERE id = ?",
                row -> new Home(Sql.id(row, "journal_id"), row.getLong("applied_below"), false),
                self)
            .orElseThrow());
  }

  private Home notNewer(Home known) {
    if (known.appliedBelow() > journal.size()) {
      throw new StoreUnavailable(
          "the journal is older than the database: restore the newer journal", null);
    }
    return known;
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
            Tx tx =
                new Tx(
                    sql,
                    new Projection(sql, controllerId, identities, cluster.isPresent()),
                    cluster);
            for (JournalEntry entry : now) {
              tx.write(entry);
              if (entry.person().isPresent()) {
                // One made ahead, perhaps: the database may have lost that it was used.
                SpareKeys.unlist(sql, entry.person().get().keyRow());
              }
            }
            return true;
          });
      now.forEach(entry -> ids.add(entry.id()));
      count += now.size();
    }
  }
}
