package dev.assent.compliance.store;

import dev.assent.compliance.Decision;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.Reason;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.numbering.PhoneNumber;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who is next in a campaign, and why others are not. Any thread. */
public final class CampaignLists {
  /** When to look again at a contact denied by the state of the engine, not of the contact. */
  static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  private static final int PAGE = 1_000;
  private static final UUID FIRST = new UUID(0, 0);

  private final Commits commits;
  private final Commits.Source source;
  private final BlindIndexer indexer;

  /** Below these ids every contact of the load has been looked at. */
  private final Map<Load, UUID> lookedAtBelow = new ConcurrentHashMap<>();

  CampaignLists(Commits commits, Commits.Source source, BlindIndexer indexer) {
    this.commits = commits;
    this.source = source;
    this.indexer = indexer;
  }

  private record Load(UUID campaignId, UUID loadId) {}

  /** After batches or campaigns changed. */
  void changed() {
    lookedAtBelow.clear();
  }

  /** Contacts to look at now: those waiting longest, then those not looked at yet. */
  public List<UUID> due(UUID campaignId, Instant now, int limit) {
    return commits
        .database()
        .transaction(
            sql -> {
              List<UUID> due = new ArrayList<>(waiting(sql, campaignId, now, limit));
              for (UUID load : loads(sql, campaignId)) {
                if (due.size() < limit) {
                  due.addAll(untouched(sql, new Load(campaignId, load), limit - due.size()));
                }
              }
              return due;
            });
  }

  private static List<UUID> waiting(Sql sql, UUID campaignId, Instant now, int limit)
      throws SQLException {
    return sql.list(
        "SELECT cc.contact_id FROM campaign_contact cc WHERE cc.campaign_id = ?"
            + " AND cc.state = 'WAITING' AND cc.next_at <= ? AND EXISTS (SELECT 1 FROM contact c"
            + " JOIN batch b ON b.id = c.batch_id AND b.load_id = c.load_id"
            + " WHERE c.id = cc.contact_id) ORDER BY cc.next_at, cc.contact_id LIMIT "
            + limit,
        row -> Sql.id(row, "contact_id"),
        campaignId,
        now);
  }

  private static List<UUID> loads(Sql sql, UUID campaignId) throws SQLException {
    return sql.list(
        "SELECT b.load_id FROM campaign_batch cb JOIN batch b ON b.id = cb.batch_id"
            + " WHERE cb.campaign_id = ? ORDER BY b.imported_at, b.id",
        row -> Sql.id(row, "load_id"),
        campaignId);
  }

  private List<UUID> untouched(Sql sql, Load load, int limit) throws SQLException {
    List<UUID> found =
        sql.list(
            "SELECT c.id FROM contact c WHERE c.load_id = ? AND c.id >= ? AND NOT EXISTS"
                + " (SELECT 1 FROM campaign_contact cc WHERE cc.campaign_id = ?"
                + " AND cc.contact_id = c.id) ORDER BY c.load_id, c.id LIMIT "
                + limit,
            row -> Sql.id(row, "id"),
            load.loadId(),
            lookedAtBelow.getOrDefault(load, FIRST),
            load.campaignId());
    if (!found.isEmpty()) {
      lookedAtBelow.put(load, found.getFirst());
    }
    return found;
  }

  /** When the next waiting contact is due, past or future; empty when nobody waits. */
  public Optional<Instant> nextOpening(UUID campaignId) {
    return commits
        .database()
        .transaction(
            sql ->
                sql.first(
                    "SELECT next_at FROM campaign_contact WHERE campaign_id = ?"
                        + " AND state = 'WAITING' ORDER BY next_at LIMIT 1",
                    row -> Sql.at(row, "next_at"),
                    campaignId));
  }

  /**
   * Contacts that were put off for the same reason.
   *
   * @param code why: of a decision, or of the attempt after which they wait
   * @param first when the first of them is to be looked at again
   */
  public record Waiting(String code, long contacts, Instant first) {}

  /** Who waits in a campaign, and why, the soonest first. */
  public List<Waiting> waiting(UUID campaignId) {
    return commits
        .database()
        .transaction(
            sql ->
                sql.list(
                    "SELECT code, COUNT(*) AS n, MIN(next_at) AS first_at FROM campaign_contact"
                        + " WHERE campaign_id = ? AND state = 'WAITING' GROUP BY code"
                        + " ORDER BY first_at, code",
                    row ->
                        new Waiting(
                            row.getString("code"), row.getLong("n"), Sql.at(row, "first_at")),
                    campaignId));
  }

  /** Every contact of the campaign's batches. No transaction is open while one is handled. */
  public void forEachContact(UUID campaignId, Consumer<UUID> contacts) {
    forEachPage(campaignId, page -> page.forEach(contacts));
  }

  /** The same, up to 1,000 contacts of one batch at a time. */
  public void forEachPage(UUID campaignId, Consumer<List<UUID>> pages) {
    for (UUID load : commits.database().transaction(sql -> loads(sql, campaignId))) {
      List<UUID> page = page(load, FIRST);
      while (!page.isEmpty()) {
        pages.accept(page);
        page = page(load, page.getLast());
      }
    }
  }

  /** In the very order of the index: by id alone, H2 would read and sort the whole rest. */
  private List<UUID> page(UUID load, UUID after) {
    return commits
        .database()
        .transaction(
            sql ->
                sql.list(
                    "SELECT id FROM contact WHERE load_id = ? AND id > ? ORDER BY load_id, id LIMIT"
                        + " "
                        + PAGE,
                    row -> Sql.id(row, "id"),
                    load,
                    after));
  }

  private record Standing(UUID personId, @Nullable String reasons) {}

  /**
   * Keeps a denial. It is journalled when its reasons are others than at the last look, not at each
   * look.
   */
  public void blocked(UUID campaignId, UUID contactId, Decision.Deny deny) {
    String reasons = hash(deny.reasons());
    String state = state(deny);
    Instant nextAt = state.equals(CampaignRows.WAITING) ? source.now().plus(LOOK_AGAIN) : null;
    commits.run(
        tx -> {
          Standing standing = standing(tx.sql(), campaignId, contactId);
          if (reasons.equals(standing.reasons())) {
            new CampaignRows(tx.sql())
                .put(
                    campaignId,
                    contactId,
                    standing.personId(),
                    state,
                    deny.primary().code().name(),
                    reasons,
                    nextAt);
          } else {
            tx.write(
                JournalEntry.operational(
                    source.id(),
                    EntryType.DENIED,
                    source.now(),
                    "engine",
                    deny.record().id(),
                    Json.write(
                        new Payloads.Denied(
                            campaignId,
                            contactId,
                            standing.personId(),
                            state,
                            deny.primary().code().name(),
                            reasons,
                            deny.reasons(),
                            nextAt,
                            deny.record().withoutReasons()))));
          }
          return true;
        });
  }

  /** Denials that say something about the engine pass by themselves; others need a person. */
  private static String state(Decision.Deny deny) {
    if (deny.permanent()) {
      return CampaignRows.DONE;
    }
    return ofTheEngine(deny.primary().code()) ? CampaignRows.WAITING : CampaignRows.BLOCKED;
  }

  private static boolean ofTheEngine(ReasonCode code) {
    return switch (code) {
      case ENGINE_ERROR,
          HOLD_ACTIVE,
          HOLD_STATE_UNKNOWN,
          CLOCK_UNTRUSTED,
          RECORDER_UNAVAILABLE,
          DNC_UNAVAILABLE,
          COUNTER_UNAVAILABLE ->
          true;
      default -> false;
    };
  }

  /** Not now: looked at again at that instant. Not journalled; a deferral binds nobody. */
  public void deferred(UUID campaignId, UUID contactId, Decision.Defer defer) {
    commits.run(
        tx -> {
          Standing standing = standing(tx.sql(), campaignId, contactId);
          new CampaignRows(tx.sql())
              .put(
                  campaignId,
                  contactId,
                  standing.personId(),
                  CampaignRows.WAITING,
                  defer.primary().code().name(),
                  "",
                  defer.until());
          return true;
        });
  }

  private static Standing standing(Sql sql, UUID campaignId, UUID contactId) throws SQLException {
    return sql.first(
            "SELECT c.person_id, cc.reasons FROM contact c"
                + " JOIN batch b ON b.id = c.batch_id AND b.load_id = c.load_id"
                + " LEFT JOIN campaign_contact cc ON cc.contact_id = c.id AND cc.campaign_id = ?"
                + " WHERE c.id = ?",
            row -> new Standing(Sql.id(row, "person_id"), row.getString("reasons")),
            campaignId,
            contactId)
        .orElseThrow(() -> new IllegalArgumentException("no such contact"));
  }

  private static String hash(List<Reason> reasons) {
    String text =
        reasons.stream()
            .map(reason -> reason.rule() + " " + reason.code())
            .sorted()
            .collect(Collectors.joining("\n"));
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private record Count(String state, @Nullable String code, long contacts) {}

  /** Attempts of the campaign in which a recording was agreed to. */
  public Set<UUID> agreedAttempts(UUID campaignId) {
    return commits
        .database()
        .transaction(
            sql ->
                Set.copyOf(
                    sql.list(
                        "SELECT DISTINCT e.attempt_id FROM evidence e JOIN attempt a"
                            + " ON a.id = e.attempt_id WHERE a.campaign_id = ? AND e.agreed",
                        row -> Sql.id(row, "attempt_id"),
                        campaignId)));
  }

  /** The contact of this campaign that has a number, if any. */
  public Optional<UUID> contactWith(UUID campaignId, PhoneNumber number) {
    byte[] bi = indexer.index(BlindIndexer.Purpose.NUMBER, number);
    return commits
        .database()
        .transaction(
            sql ->
                sql.first(
                    "SELECT c.id FROM number x JOIN contact c ON c.number_id = x.id"
                        + " JOIN batch b ON b.load_id = c.load_id"
                        + " JOIN campaign_batch cb ON cb.batch_id = b.id"
                        + " WHERE x.bi = ? AND cb.campaign_id = ? ORDER BY c.id",
                    row -> Sql.id(row, "id"),
                    bi,
                    campaignId));
  }

  /** The campaign in figures, all of one moment. */
  public Report report(UUID campaignId) {
    return commits.database().transaction(sql -> report(sql, campaignId));
  }

  private static Report report(Sql sql, UUID campaignId) throws SQLException {
    long imported =
        count(
            sql,
            "SELECT COUNT(*) AS n FROM campaign_batch cb JOIN batch b ON b.id = cb.batch_id"
                + " JOIN contact c ON c.load_id = b.load_id WHERE cb.campaign_id = ?",
            campaignId);
    long attempts =
        count(sql, "SELECT COUNT(*) AS n FROM attempt WHERE campaign_id = ?", campaignId);
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    long inProgress = 0;
    long attempted = 0;
    for (Count count : lastOutcomes(sql, campaignId)) {
      attempted += count.contacts();
      if (count.code() == null) {
        inProgress += count.contacts();
      } else {
        outcomes.put(Outcome.valueOf(count.code()), count.contacts());
      }
    }
    Map<String, Long> blocked = new TreeMap<>();
    Map<String, Long> deferred = new TreeMap<>();
    long touched = 0;
    for (Count count : neverAttempted(sql, campaignId)) {
      touched += count.contacts();
      boolean waits = count.state().equals(CampaignRows.WAITING);
      (waits ? deferred : blocked).merge(String.valueOf(count.code()), count.contacts(), Long::sum);
    }
    return new Report(
        imported,
        attempted,
        attempts,
        inProgress,
        outcomes,
        blocked,
        deferred,
        Math.max(0, imported - attempted - touched));
  }

  private static List<Count> lastOutcomes(Sql sql, UUID campaignId) throws SQLException {
    return sql.list(
        "SELECT outcome, COUNT(*) AS n FROM (SELECT outcome, ROW_NUMBER() OVER (PARTITION BY"
            + " contact_id ORDER BY placed_at DESC, id) AS newest FROM attempt"
            + " WHERE campaign_id = ?) last_attempt WHERE newest = 1 GROUP BY outcome",
        row -> new Count("", row.getString("outcome"), row.getLong("n")),
        campaignId);
  }

  private static List<Count> neverAttempted(Sql sql, UUID campaignId) throws SQLException {
    return sql.list(
        "SELECT cc.state, cc.code, COUNT(*) AS n FROM campaign_contact cc"
            + " WHERE cc.campaign_id = ? AND NOT EXISTS (SELECT 1 FROM attempt a"
            + " WHERE a.campaign_id = cc.campaign_id AND a.contact_id = cc.contact_id)"
            + " AND EXISTS (SELECT 1 FROM contact c"
            + " JOIN batch b ON b.id = c.batch_id AND b.load_id = c.load_id"
            + " WHERE c.id = cc.contact_id)"
            + " GROUP BY cc.state, cc.code",
        row -> new Count(row.getString("state"), row.getString("code"), row.getLong("n")),
        campaignId);
  }

  private static long count(Sql sql, String query, UUID campaignId) throws SQLException {
    return sql.first(query, row -> row.getLong("n"), campaignId).orElse(0L);
  }
}
