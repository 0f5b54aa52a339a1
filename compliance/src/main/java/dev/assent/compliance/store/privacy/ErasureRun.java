package dev.assent.compliance.store.privacy;

import dev.assent.compliance.journal.Blob;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.privacy.ErasureItem;
import dev.assent.compliance.privacy.Floor;
import dev.assent.compliance.privacy.GatheredEvidence;
import dev.assent.compliance.privacy.Held;
import dev.assent.compliance.privacy.HeldKind;
import dev.assent.compliance.privacy.KeyCopies;
import dev.assent.compliance.privacy.RecordingShelf;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.commit.Tx;
import dev.assent.compliance.store.contact.Imports;
import dev.assent.compliance.store.seal.Protection;
import dev.assent.compliance.store.sql.Ids;
import dev.assent.compliance.store.sql.LockBusy;
import dev.assent.compliance.store.sql.Sql;
import dev.assent.compliance.store.sql.StoreUnavailable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Destroys, in an order that a crash at any point leaves to be gone on with: first what will be
 * destroyed stands in the journal, and the rows no longer name it; then the keys and files; then
 * that it is done. Whatever was begun and is not done is done again.
 */
final class ErasureRun {
  private final Commits commits;
  private final Commits.Source source;
  private final Protection protection;
  private final RecordingShelf shelf;
  private final KeyCopies copies;
  private final GatheredEvidence packs;

  ErasureRun(
      Commits commits,
      Commits.Source source,
      Protection protection,
      RecordingShelf shelf,
      KeyCopies copies,
      GatheredEvidence packs) {
    this.copies = copies;
    this.packs = packs;
    this.commits = commits;
    this.source = source;
    this.protection = protection;
    this.shelf = shelf;
  }

  /**
   * Who wants it, and why.
   *
   * @param tombstones people who are remembered as erased, by the hash of their numbers alone
   * @param grantsEnd with which the items were planned
   */
  record Mandate(
      String cause,
      @Nullable UUID request,
      String operator,
      String approver,
      boolean selfApproved,
      Set<UUID> tombstones,
      Instant grantsEnd) {}

  /** Begins, destroys, and is done. */
  UUID run(List<ErasureItem> items, Mandate mandate) {
    UUID id = begin(items, mandate);
    finish(List.of(id));
    return id;
  }

  /** On return it stands in the journal; nothing is destroyed yet. */
  UUID begin(List<ErasureItem> items, Mandate mandate) {
    return begin(items, mandate, _ -> true).orElseThrow();
  }

  /** The same, unless a list is being imported. */
  Optional<UUID> beginUnlessImporting(List<ErasureItem> items, Mandate mandate) {
    return begin(items, mandate, Imports::noneBegins);
  }

  /** Asked in the transaction itself. */
  private interface Condition {
    boolean holds(Sql sql) throws SQLException;
  }

  private Optional<UUID> begin(List<ErasureItem> items, Mandate mandate, Condition condition) {
    if (!items.stream().allMatch(ErasureItem::now)) {
      throw new IllegalArgumentException("a floor or a case holds something of this");
    }
    UUID id = source.id();
    Set<UUID> persons = new HashSet<>(mandate.tombstones());
    items.stream()
        .map(ErasureItem::held)
        .filter(held -> held.kind() != HeldKind.RECORDING)
        .forEach(held -> persons.add(held.person()));
    List<UUID> numbers = commits.database().transaction(sql -> numbers(sql, persons));
    boolean begun;
    try {
      begun =
          commits.persistently(
              tx -> {
                if (!condition.holds(tx.sql())) {
                  return false;
                }
                List<Tx.Locked> locked = numbers.isEmpty() ? List.of() : tx.lockAll(numbers);
                List<Held> doomed = unchanged(tx.sql(), items, persons, mandate.grantsEnd());
                Set<UUID> last = withNothingElse(tx.sql(), persons, doomed);
                for (Tx.Locked each : locked) {
                  person(tx, id, each, doomed, mandate, last.contains(each.person()));
                }
                tx.write(
                    JournalEntry.operational(
                        source.id(),
                        EntryType.ERASURE_BEGUN,
                        source.now(),
                        mandate.operator(),
                        id,
                        Json.write(begun(doomed, items, mandate))));
                return true;
              });
    } catch (LockBusy e) {
      throw new StoreUnavailable("these people are being called; try again", e);
    }
    return begun ? Optional.of(id) : Optional.empty();
  }

  private static List<UUID> numbers(Sql sql, Set<UUID> persons) throws SQLException {
    if (persons.isEmpty()) {
      return List.of();
    }
    Ids ids = new Ids(persons);
    return sql.list(
        "SELECT id FROM number" + ids.in("person_id"),
        row -> Sql.id(row, "id"),
        ids.parameters().toArray());
  }

  /** Under the locks: what was called, agreed to or imported since is left for the next look. */
  private static List<Held> unchanged(
      Sql sql, List<ErasureItem> items, Set<UUID> persons, Instant grantsEnd) throws SQLException {
    Set<Held> now = new HashSet<>(Holdings.of(sql, persons, grantsEnd));
    return items.stream()
        .map(ErasureItem::held)
        .filter(held -> held.kind() == HeldKind.RECORDING || now.contains(held))
        .toList();
  }

  /** Of whom no key is left afterwards. */
  private static Set<UUID> withNothingElse(Sql sql, Set<UUID> persons, List<Held> doomed)
      throws SQLException {
    Set<Long> rows = new HashSet<>();
    doomed.forEach(held -> rows.add(held.keyRow()));
    Set<UUID> last = new HashSet<>(persons);
    for (Held held : Holdings.of(sql, persons, Instant.MAX)) {
      if (!rows.contains(held.keyRow())) {
        last.remove(held.person());
      }
    }
    return last;
  }

  private record Hash(Optional<Blob> dncBi, boolean stays) {}

  private void person(
      Tx tx, UUID id, Tx.Locked locked, List<Held> doomed, Mandate mandate, boolean last)
      throws SQLException {
    Set<HeldKind> kinds = EnumSet.noneOf(HeldKind.class);
    List<Long> rows = new ArrayList<>();
    for (Held held : doomed) {
      if (held.kind() != HeldKind.RECORDING && held.person().equals(locked.person())) {
        kinds.add(held.kind());
        rows.add(held.keyRow());
      }
    }
    boolean tombstone = mandate.tombstones().contains(locked.person());
    if (rows.isEmpty() && !tombstone) {
      return;
    }
    Hash hash = hash(tx.sql(), locked, tombstone);
    tx.write(
        new JournalEntry(
            source.id(),
            EntryType.PERSON_ERASED,
            source.now(),
            mandate.operator(),
            locked.next(),
            id,
            Optional.empty(),
            hash.dncBi()
                .filter(_ -> hash.stays())
                .map(
                    bi ->
                        Json.write(
                            new Payloads.Forgotten(
                                HexFormat.of().formatHex(bi.toByteArray()),
                                protection.indexer().version()))),
            Optional.of(
                Json.write(
                    new Payloads.PersonErased(
                        List.copyOf(kinds), List.copyOf(rows), tombstone, last)))));
  }

  /** A refusal, a withdrawal and a restriction must find the person again by their number. */
  private static Hash hash(Sql sql, Tx.Locked locked, boolean tombstone) throws SQLException {
    return sql.first(
            "SELECT x.dnc_bi, (p.restricted IS NOT NULL OR p.flags IS NOT NULL"
                + " OR p.tombstone_at IS NOT NULL OR p.grants_withdrawn_at IS NOT NULL"
                + " OR EXISTS (SELECT 1 FROM dnc d WHERE d.dnc_bi = x.dnc_bi)"
                + " OR EXISTS (SELECT 1 FROM withdrawal w WHERE w.person_id = p.id)) AS stays"
                + " FROM number x JOIN person p ON p.id = x.person_id WHERE x.id = ?",
            row ->
                new Hash(
                    Optional.ofNullable(row.getBytes("dnc_bi")).map(Blob::of),
                    tombstone || row.getBoolean("stays")),
            locked.number())
        .orElseThrow();
  }

  private static Payloads.ErasureBegun begun(
      List<Held> doomed, List<ErasureItem> items, Mandate mandate) {
    Set<Held> still = new HashSet<>(doomed);
    return new Payloads.ErasureBegun(
        mandate.cause(),
        mandate.request(),
        mandate.operator(),
        mandate.approver(),
        mandate.selfApproved(),
        items.stream()
            .filter(item -> still.contains(item.held()))
            .map(ErasureRun::doomed)
            .toList());
  }

  private static Payloads.Doomed doomed(ErasureItem item) {
    Held held = item.held();
    Floor ended = item.fate() instanceof ErasureItem.Fate.Now(Floor floor) ? floor : null;
    return new Payloads.Doomed(
        held.kind(),
        held.person(),
        held.keyRow(),
        held.recording(),
        held.records(),
        held.from(),
        ended == null ? null : ended.until(),
        ended == null ? null : ended.figure(),
        held.proofs());
  }

  /** Whether no copy of what was destroyed then can be opened any more. */
  boolean copiesGone(Instant destroyedAt) {
    return copies.gone(destroyedAt);
  }

  /** Erasures that were begun and are not known to be done. */
  List<UUID> leftOver() {
    return commits
        .database()
        .transaction(
            sql ->
                sql.list(
                    "SELECT id FROM erasure WHERE done_at IS NULL ORDER BY begun_at, id",
                    row -> Sql.id(row, "id")));
  }

  private record Item(long keyRow, @Nullable UUID recording, List<UUID> proofs) {}

  /** Destroys what those name, as often as it is asked to, and says so. */
  void finish(Collection<UUID> erasures) {
    List<List<Item>> all = new ArrayList<>();
    List<Long> rows = new ArrayList<>();
    for (UUID erasure : erasures) {
      List<Item> items = commits.database().transaction(sql -> items(sql, erasure));
      items.forEach(item -> rows.add(item.keyRow()));
      all.add(items);
    }
    // All at once: the ledger rewrites each of its files that holds one of them.
    if (!rows.isEmpty()) {
      protection.keys().destroy(rows);
    }
    removePacks();
    int at = 0;
    for (UUID erasure : erasures) {
      done(erasure, all.get(at++));
    }
  }

  /**
   * Packs tell in the clear what is sealed elsewhere; one that was being gathered while its person
   * was erased goes with the next look.
   */
  void removePacks() {
    packs.remove(pack -> commits.database().transaction(sql -> erasedSince(sql, pack)));
  }

  private static boolean erasedSince(Sql sql, GatheredEvidence.Pack pack) throws SQLException {
    return sql.first(
            "SELECT e.id FROM erasure_item i JOIN erasure e ON e.id = i.erasure_id"
                + " JOIN person x ON x.id = i.person_id JOIN person g ON g.id = ?"
                + " WHERE i.kind <> 'RECORDING' AND e.begun_at >= ?"
                + " AND COALESCE(x.merged_into, x.id) = COALESCE(g.merged_into, g.id)",
            row -> Sql.id(row, "id"),
            pack.person(),
            pack.at())
        .isPresent();
  }

  private void done(UUID erasure, List<Item> items) {
    List<UUID> recordings = new ArrayList<>();
    int proofs = 0;
    for (Item item : items) {
      if (item.recording() != null) {
        recordings.add(item.recording());
      }
      item.proofs().forEach(protection.evidence()::remove);
      proofs += item.proofs().size();
    }
    RecordingShelf.Removed removed =
        recordings.isEmpty() ? new RecordingShelf.Removed(0, 0) : shelf.remove(recordings);
    Payloads.ErasureDone done =
        new Payloads.ErasureDone(
            removed.files() + proofs,
            removed.overwritten(),
            shelf.medium(),
            copies.goneFrom(source.now()));
    commits.run(
        tx -> {
          tx.write(
              JournalEntry.operational(
                  source.id(),
                  EntryType.ERASURE_DONE,
                  source.now(),
                  "engine",
                  erasure,
                  Json.write(done)));
          return true;
        });
  }

  private static List<Item> items(Sql sql, UUID erasure) throws SQLException {
    return sql.list(
        "SELECT key_row, recording_id, proofs FROM erasure_item WHERE erasure_id = ?",
        ErasureRun::item,
        erasure);
  }

  private static Item item(ResultSet row) throws SQLException {
    String proofs = row.getString("proofs");
    return new Item(
        row.getLong("key_row"),
        row.getObject("recording_id", UUID.class),
        proofs.isEmpty()
            ? List.of()
            : Arrays.stream(proofs.split(",")).map(UUID::fromString).toList());
  }
}
