package dev.assent.compliance.store.privacy;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.privacy.ErasureItem;
import dev.assent.compliance.privacy.ErasureItem.Fate;
import dev.assent.compliance.privacy.Held;
import dev.assent.compliance.privacy.HeldKind;
import dev.assent.compliance.privacy.LegalHold;
import dev.assent.compliance.privacy.RecordingShelf;
import dev.assent.compliance.privacy.RetentionTerms;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.RegisterKind;
import dev.assent.compliance.store.person.MergedPersons;
import dev.assent.compliance.store.sql.Database;
import dev.assent.compliance.store.sql.Ids;
import dev.assent.compliance.store.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Says of everything held of people until when it must be kept, and by which rule or case. */
final class ErasurePlanner {
  private final Database database;
  private final RecordingShelf shelf;

  ErasurePlanner(Database database, RecordingShelf shelf) {
    this.database = database;
    this.shelf = shelf;
  }

  /** Holds of cases on people, whoever of those who are one they were set on. */
  private record Cases(Map<UUID, List<LegalHold>> holds, Set<UUID> marked) {}

  /**
   * @param grantsEnd see {@link Holdings#of}
   */
  List<ErasureItem> items(
      Collection<UUID> persons, Instant grantsEnd, RetentionTerms terms, Instant now) {
    Map<UUID, Holdings.Call> calls = database.transaction(sql -> Holdings.callsOf(sql, persons));
    List<Held> held =
        new ArrayList<>(database.transaction(sql -> Holdings.of(sql, persons, grantsEnd)));
    if (!calls.isEmpty()) {
      shelf.of(calls.keySet()).forEach(kept -> held.add(recording(kept, calls)));
    }
    return judged(held, terms, now);
  }

  /** A recording whose call is not known any more is nobody's, and kept the longest. */
  static Held recording(RecordingShelf.Kept kept, Map<UUID, Holdings.Call> calls) {
    Holdings.Call call = calls.get(kept.attempt());
    return new Held(
        HeldKind.RECORDING,
        call == null ? new UUID(0, 0) : call.person(),
        kept.shareRow(),
        kept.id(),
        1,
        kept.start(),
        call == null ? Set.of() : Set.of(call.campaign()),
        List.of());
  }

  /** The same with what becomes of each. */
  List<ErasureItem> judged(List<Held> held, RetentionTerms terms, Instant now) {
    Map<UUID, List<String>> packs = database.transaction(ErasurePlanner::packs);
    Set<UUID> persons = new HashSet<>();
    held.forEach(each -> persons.add(each.person()));
    Cases cases = database.transaction(sql -> cases(sql, persons, now));
    return held.stream()
        .map(each -> new ErasureItem(each, fate(each, terms, packs, cases, now)))
        .toList();
  }

  private static Fate fate(
      Held held, RetentionTerms terms, Map<UUID, List<String>> packs, Cases cases, Instant now) {
    for (LegalHold hold : cases.holds().getOrDefault(held.person(), List.of())) {
      if (concerns(hold, held)) {
        return new Fate.OnHold(hold.caseId(), hold.until());
      }
    }
    if (cases.marked().contains(held.person())) {
      return new Fate.OnHold("LEGAL_HOLD", Instant.MAX);
    }
    if (held.from().equals(Instant.EPOCH)) {
      return new Fate.Now(null); // nothing stands under it that would have to be proved
    }
    List<List<String>> named =
        held.campaigns().stream()
            .map(id -> packs.getOrDefault(id, List.of(id.toString())))
            .toList();
    return terms
        .floor(held.kind(), named, held.from())
        .<Fate>map(
            floor -> now.isBefore(floor.until()) ? new Fate.FloorRuns(floor) : new Fate.Now(floor))
        .orElseGet(() -> new Fate.Now(null));
  }

  /** A case about one recording keeps the proof of that call too, and nothing else. */
  private static boolean concerns(LegalHold hold, Held held) {
    return hold.recording() == null
        || hold.recording().equals(held.recording())
        || held.kind() == HeldKind.CALL
        || held.kind() == HeldKind.EVIDENCE;
  }

  private static Map<UUID, List<String>> packs(Sql sql) throws SQLException {
    Map<UUID, List<String>> packs = new HashMap<>();
    sql.each(
        "SELECT body FROM register WHERE kind = ?",
        row -> {
          Campaign campaign = Json.read(row.getString("body"), Campaign.class);
          packs.put(campaign.id(), campaign.packs());
        },
        RegisterKind.CAMPAIGN);
    return packs;
  }

  private static Cases cases(Sql sql, Set<UUID> persons, Instant now) throws SQLException {
    MergedPersons merged = MergedPersons.of(sql, persons);
    Map<UUID, List<LegalHold>> byRoot = new HashMap<>();
    Set<UUID> markedRoots = new HashSet<>();
    if (!persons.isEmpty()) {
      for (LegalHold hold : LegalHoldRows.inForce(sql, merged.all(), now)) {
        byRoot.computeIfAbsent(merged.root(hold.person()), _ -> new ArrayList<>()).add(hold);
      }
      Ids ids = new Ids(merged.all());
      sql.each(
          "SELECT id FROM person" + ids.in("id") + " AND restricted LIKE '%LEGAL_HOLD%'",
          row -> markedRoots.add(merged.root(Sql.id(row, "id"))),
          ids.parameters().toArray());
    }
    Map<UUID, List<LegalHold>> holds = new HashMap<>();
    Set<UUID> marked = new HashSet<>();
    for (UUID person : persons) {
      UUID root = merged.root(person);
      holds.put(person, byRoot.getOrDefault(root, List.of()));
      if (markedRoots.contains(root)) {
        marked.add(person);
      }
    }
    return new Cases(holds, marked);
  }
}
