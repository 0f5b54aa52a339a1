package dev.assent.compliance.store.privacy;

import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.privacy.ErasureItem;
import dev.assent.compliance.privacy.Held;
import dev.assent.compliance.privacy.HeldKind;
import dev.assent.compliance.privacy.RecordingShelf;
import dev.assent.compliance.privacy.RetentionTerms;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Tx;
import dev.assent.compliance.store.sql.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Destroys what is to be kept no longer (R55): contacts nobody may use any more, calls, evidence
 * and recordings whose floor ended, and what is left of people who asked to be erased. Nothing that
 * a floor or a case holds. Any thread, one at a time.
 */
public final class RetentionSweep {
  static final String BY_RETENTION = "RETENTION";

  /** Who agreed: people approved the packs that say how long things are kept. */
  static final String STANDING_RULE = "approved policy packs";

  private static final int ITEMS_AT_ONCE = 1000;
  private static final int PERSONS_AT_ONCE = 500;

  /** Whatever is still there a day after its day is told (R55). */
  public static final Duration ALERT_AFTER = Duration.ofHours(24);

  private final Commits commits;
  private final Commits.Source source;
  private final ErasurePlanner planner;
  private final ErasureRun run;
  private final RecordingShelf shelf;
  private final Supplier<RetentionTerms> terms;

  /** When a sweep of this process found nothing, or destroyed all it found. */
  private volatile @Nullable Instant lastWhole;

  RetentionSweep(
      Commits commits,
      Commits.Source source,
      ErasurePlanner planner,
      ErasureRun run,
      RecordingShelf shelf,
      Supplier<RetentionTerms> terms) {
    this.commits = commits;
    this.source = source;
    this.planner = planner;
    this.run = run;
    this.shelf = shelf;
    this.terms = terms;
  }

  /**
   * What is due, by kind.
   *
   * @param held whether a case holds it all the same
   */
  public record Due(HeldKind kind, long keys, long records, boolean held) {}

  /**
   * What one sweep did.
   *
   * @param destroyed keys, by kind
   * @param finals certificates whose last copies have expired
   */
  public record Swept(Map<HeldKind, Long> destroyed, int erasures, int finals) {
    public Swept {
      destroyed = Map.copyOf(destroyed);
    }
  }

  /** Goes on with what was begun, then destroys what is due now. */
  public synchronized Swept sweep() {
    List<UUID> begun = new ArrayList<>(run.leftOver());
    List<ErasureItem> due = new ArrayList<>();
    Instant at = source.now();
    boolean all = terms.get().known();
    if (all) {
      due.addAll(due(at).stream().filter(ErasureItem::now).toList());
    }
    Map<HeldKind, Long> destroyed = new EnumMap<>(HeldKind.class);
    for (List<ErasureItem> lot : lots(due, true)) {
      // What an import keeps it from is done by the next one.
      Optional<UUID> id = run.beginUnlessImporting(lot, mandate());
      id.ifPresent(some -> begun(some, lot, begun, destroyed));
      all &= id.isPresent();
    }
    for (List<ErasureItem> lot : lots(due, false)) {
      begun(run.begin(lot, mandate()), lot, begun, destroyed);
    }
    run.finish(begun);
    if (all) {
      lastWhole = at;
    }
    return new Swept(destroyed, begun.size(), finals());
  }

  private static List<List<ErasureItem>> lots(List<ErasureItem> due, boolean contacts) {
    List<ErasureItem> items =
        due.stream().filter(item -> contacts == (item.held().kind() == HeldKind.CONTACT)).toList();
    List<List<ErasureItem>> lots = new ArrayList<>();
    for (int from = 0; from < items.size(); from += ITEMS_AT_ONCE) {
      lots.add(items.subList(from, Math.min(items.size(), from + ITEMS_AT_ONCE)));
    }
    return lots;
  }

  private static ErasureRun.Mandate mandate() {
    return new ErasureRun.Mandate(
        BY_RETENTION, null, "engine", STANDING_RULE, false, Set.of(), Instant.MAX);
  }

  private static void begun(
      UUID id, List<ErasureItem> lot, List<UUID> begun, Map<HeldKind, Long> destroyed) {
    begun.add(id);
    lot.forEach(item -> destroyed.merge(item.held().kind(), 1L, Long::sum));
  }

  /** What a sweep at that time would destroy, and what of it a case holds. */
  public List<Due> plan(Instant at) {
    record Group(HeldKind kind, boolean held) {}
    Map<Group, long[]> sums = new LinkedHashMap<>();
    for (ErasureItem item : due(at)) {
      long[] sum =
          sums.computeIfAbsent(new Group(item.held().kind(), !item.now()), _ -> new long[2]);
      sum[0]++;
      sum[1] += item.held().records();
    }
    return sums.entrySet().stream()
        .map(
            entry ->
                new Due(
                    entry.getKey().kind(),
                    entry.getValue()[0],
                    entry.getValue()[1],
                    entry.getKey().held()))
        .toList();
  }

  /** Q14: what should have gone a day ago or earlier and no case holds. Expected to be nothing. */
  public long overdue() {
    return terms.get().known()
        ? due(source.now().minus(ALERT_AFTER)).stream().filter(ErasureItem::now).count()
            + run.leftOver().size()
        : 0;
  }

  /** The same for a regular look: what a sweep has just destroyed is not looked for again. */
  public long overdueSinceSweep() {
    Instant whole = lastWhole;
    return whole != null && whole.isAfter(source.now().minus(ALERT_AFTER))
        ? run.leftOver().size()
        : overdue();
  }

  /** Q14: what went before its floor ended. Expected to be nothing. */
  public long tooEarly() {
    return commits
        .database()
        .transaction(
            sql ->
                sql.first(
                    "SELECT COUNT(*) AS c FROM erasure_item i JOIN erasure e"
                        + " ON e.id = i.erasure_id WHERE i.floor_until > e.begun_at",
                    row -> row.getLong("c")))
        .orElse(0L);
  }

  /** Everything whose day has come; with what a case holds, without what a floor does. */
  private List<ErasureItem> due(Instant at) {
    RetentionTerms known = terms.get();
    List<ErasureItem> due = new ArrayList<>();
    Set<UUID> forgotten =
        new HashSet<>(
            list(
                "SELECT id FROM person WHERE tombstone_at IS NOT NULL AND (contact_key IS NOT NULL"
                    + " OR call_key IS NOT NULL OR evidence_key IS NOT NULL)"));
    persons(List.copyOf(forgotten), known, at, due, _ -> true);
    persons(
        contactsNobodyUses(at, known).stream().filter(id -> !forgotten.contains(id)).toList(),
        known,
        at,
        due,
        held -> held.kind() == HeldKind.CONTACT);
    List<UUID> called =
        list(
            "SELECT DISTINCT person_id AS id FROM attempt WHERE octet_length(sealed) > 0"
                + " AND placed_at <= ?",
            at.minus(shortestFloor(HeldKind.CALL, known)));
    persons(
        called.stream().filter(id -> !forgotten.contains(id)).toList(),
        known,
        at,
        due,
        held -> held.kind() == HeldKind.CALL);
    evidence(forgotten, known, at, due);
    recordings(known, at, due);
    return due;
  }

  private interface Chosen {
    boolean is(Held held);
  }

  private void persons(
      List<UUID> persons, RetentionTerms known, Instant at, List<ErasureItem> due, Chosen chosen) {
    for (int from = 0; from < persons.size(); from += PERSONS_AT_ONCE) {
      List<UUID> some = persons.subList(from, Math.min(persons.size(), from + PERSONS_AT_ONCE));
      List<Held> held =
          commits.database().transaction(sql -> Holdings.of(sql, some, Instant.MAX)).stream()
              .filter(chosen::is)
              .toList();
      keepDue(planner.judged(held, known, at), due);
    }
  }

  private static void keepDue(List<ErasureItem> judged, List<ErasureItem> due) {
    judged.stream()
        .filter(item -> !(item.fate() instanceof ErasureItem.Fate.FloorRuns))
        .forEach(due::add);
  }

  /** No list that counts or is staged has them any more, or nobody used them for too long. */
  private List<UUID> contactsNobodyUses(Instant at, RetentionTerms known) {
    Instant tooOld =
        at.minus(Duration.ofDays(Math.max(1, known.ceilingDays(HeldKind.CONTACT, List.of()))));
    return list(
        "SELECT p.id FROM person p WHERE p.contact_key IS NOT NULL AND NOT EXISTS"
            + " (SELECT 1 FROM number x JOIN contact c ON c.number_id = x.id"
            + " LEFT JOIN batch b ON b.id = c.batch_id"
            + " WHERE x.person_id = p.id AND c.expires_at > ? AND (b.id IS NULL"
            + " OR b.imported_at > ? OR EXISTS (SELECT 1 FROM attempt a"
            + " WHERE a.person_id = p.id AND a.placed_at > ?)))",
        at,
        tooOld,
        tooOld);
  }

  /** Goes after contact and calls; a mark that protects somebody stays as long as it is set. */
  private void evidence(
      Set<UUID> forgotten, RetentionTerms known, Instant at, List<ErasureItem> due) {
    Set<UUID> otherwiseGone =
        due.stream()
            .filter(ErasureItem::now)
            .filter(item -> item.held().kind() == HeldKind.CALL)
            .map(item -> item.held().person())
            .collect(Collectors.toSet());
    List<UUID> alone =
        list(
            "SELECT p.id FROM person p WHERE p.evidence_key IS NOT NULL AND p.contact_key IS NULL"
                + " AND p.tombstone_at IS NULL AND p.restricted IS NULL AND p.flags IS NULL"
                + " AND p.quiet IS NULL AND NOT EXISTS (SELECT 1 FROM rights_request r"
                + " WHERE r.person_id = p.id AND r.state = 'OPEN') AND p.merged_into IS NULL"
                + " AND NOT EXISTS (SELECT 1 FROM test_number t JOIN number x ON x.id = t.number_id"
                + " WHERE x.person_id = p.id AND t.removed_at IS NULL)");
    Set<UUID> stillCalled = new HashSet<>(list("SELECT id FROM person WHERE call_key IS NOT NULL"));
    persons(
        alone.stream()
            .filter(id -> !forgotten.contains(id))
            .filter(id -> !stillCalled.contains(id) || otherwiseGone.contains(id))
            .toList(),
        known,
        at,
        due,
        held -> held.kind() == HeldKind.EVIDENCE && held.records() > 0);
  }

  private void recordings(RetentionTerms known, Instant at, List<ErasureItem> due) {
    Instant young = at.minus(shortestFloor(HeldKind.RECORDING, known));
    List<RecordingShelf.Kept> old =
        shelf.all().stream().filter(kept -> !kept.start().isAfter(young)).toList();
    for (int from = 0; from < old.size(); from += ITEMS_AT_ONCE) {
      List<RecordingShelf.Kept> some =
          old.subList(from, Math.min(old.size(), from + ITEMS_AT_ONCE));
      Set<UUID> attempts =
          some.stream().map(RecordingShelf.Kept::attempt).collect(Collectors.toSet());
      Map<UUID, Holdings.Call> calls =
          commits.database().transaction(sql -> Holdings.callsBy(sql, attempts));
      keepDue(
          planner.judged(
              some.stream().map(kept -> ErasurePlanner.recording(kept, calls)).toList(), known, at),
          due);
    }
  }

  private static Duration shortestFloor(HeldKind kind, RetentionTerms known) {
    return Duration.ofDays(known.shortestFloorDays(kind));
  }

  private List<UUID> list(String select, Object... parameters) {
    return commits
        .database()
        .transaction(sql -> sql.list(select, row -> Sql.id(row, "id"), parameters));
  }

  private record Primary(UUID erasure, Instant doneAt) {}

  /** Certificates become final when no copy of the ledger can hold the keys any more. */
  private int finals() {
    Instant now = source.now();
    List<Primary> due =
        commits
            .database()
            .transaction(
                sql ->
                    sql.list(
                        "SELECT id, done_at FROM erasure WHERE done_at IS NOT NULL"
                            + " AND final_at IS NULL AND copies_until <= ? ORDER BY done_at, id",
                        row -> new Primary(Sql.id(row, "id"), Sql.at(row, "done_at")),
                        now))
            .stream()
            .filter(primary -> run.copiesGone(primary.doneAt()))
            .toList();
    for (Primary primary : due) {
      commits.run(tx -> finish(tx, primary.erasure(), now));
    }
    return due.size();
  }

  private boolean finish(Tx tx, UUID erasure, Instant now) throws SQLException {
    tx.write(
        JournalEntry.operational(
            source.id(), EntryType.ERASURE_FINAL, now, "engine", erasure, "{}"));
    return true;
  }
}
