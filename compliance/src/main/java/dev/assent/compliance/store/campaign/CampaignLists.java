package dev.assent.compliance.store.campaign;

import dev.assent.compliance.Decision;
import dev.assent.compliance.Reason;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.nodes.Claims;
import dev.assent.compliance.store.seal.BlindIndexer;
import dev.assent.compliance.store.seal.Sha256;
import dev.assent.compliance.store.sql.Sql;
import dev.assent.compliance.store.sql.StoreUnavailable;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who is next in a campaign, and why others are not. Any thread. */
public final class CampaignLists {
  /** When to look again at a contact denied by the state of the engine, not of the contact. */
  static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

  /** The same after an error that may be over: a machine that was slow for a moment. */
  static final Duration LOOK_AGAIN_SOON = Duration.ofSeconds(5);

  private static final int PAGE = 1_000;

  private final Commits commits;
  private final Commits.Source source;
  private final BlindIndexer indexer;
  private final Optional<Claims> claims;

  /** Below these ids every contact of the load has been looked at. */
  private final Map<Load, UUID> lookedAtBelow = new ConcurrentHashMap<>();

  /**
   * Of these loads everybody has been looked at: no contact comes to a load that is in force, and
   * nobody's standing is taken away.
   */
  private final Set<Load> lookedThrough = ConcurrentHashMap.newKeySet();

  public CampaignLists(Commits commits, Commits.Source source, BlindIndexer indexer) {
    this.commits = commits;
    this.source = source;
    this.indexer = indexer;
    this.claims = commits.cluster().map(Claims::new);
  }

  private record Load(UUID campaignId, UUID loadId) {}

  /** After batches or campaigns changed. */
  public void changed() {
    lookedAtBelow.clear();
    lookedThrough.clear();
  }

  /**
   * Before anybody is looked at to be called.
   *
   * @throws StoreUnavailable when the database's disk has no room for what calls leave, or failed
   *     it
   */
  public void requireRoom() {
    commits.requireRoom();
  }

  /** Contacts to look at now: those waiting longest, then those not looked at yet. */
  public List<UUID> due(UUID campaignId, Instant now, int limit) {
    return commits
        .database()
        .transaction(
            sql -> {
              if (claims.isPresent()) {
                return claims
                    .get()
                    .claim(sql, campaignId, now, limit, most -> untouched(sql, campaignId, most));
              }
              List<UUID> due = new ArrayList<>(waiting(sql, campaignId, now, limit));
              due.addAll(untouched(sql, campaignId, limit - due.size()));
              return due;
            });
  }

  /** Somebody {@link #due} would give first, for whoever only asks: nobody is claimed. */
  public Optional<UUID> firstDue(UUID campaignId, Instant now) {
    return commits
        .database()
        .transaction(
            sql -> {
              List<UUID> due = new ArrayList<>(waiting(sql, campaignId, now, 1));
              due.addAll(untouched(sql, campaignId, 1 - due.size()));
              return due.stream().findFirst();
            });
  }

  /** Contacts that {@link #due} gave and nobody decided about are anybody's again. */
  public void release(UUID campaignId) {
    claims.ifPresent(
        own ->
            commits
                .database()
                .transaction(
                    sql -> {
                      own.release(sql, campaignId);
                      return true;
                    }));
  }

  /** Whether other nodes look at or call people of the campaign now. */
  public boolean elsewhere(UUID campaignId) {
    return claims.isPresent()
        && commits.database().transaction(sql -> claims.get().elsewhere(sql, campaignId));
  }

  private List<UUID> untouched(Sql sql, UUID campaignId, int limit) throws SQLException {
    List<UUID> found = new ArrayList<>();
    for (UUID load : ListedContacts.loads(sql, campaignId)) {
      if (found.size() < limit) {
        found.addAll(untouched(sql, new Load(campaignId, load), limit - found.size()));
      }
    }
    return found;
  }

  /**
   * In the very order of the index: else H2 reads and sorts everybody who is due, for each page.
   */
  private static List<UUID> waiting(Sql sql, UUID campaignId, Instant now, int limit)
      throws SQLException {
    return sql.list(
        "SELECT cc.contact_id FROM campaign_contact cc WHERE cc.campaign_id = ?"
            + " AND cc.state = 'WAITING' AND cc.next_at <= ?"
            + ListedContacts.STILL_LISTED
            + " ORDER BY cc.state, cc.campaign_id, cc.next_at LIMIT "
            + limit,
        row -> Sql.id(row, "contact_id"),
        campaignId,
        now);
  }

  private List<UUID> untouched(Sql sql, Load load, int limit) throws SQLException {
    if (lookedThrough.contains(load)) {
      return List.of();
    }
    List<UUID> found =
        sql.list(
            "SELECT c.id FROM contact c WHERE c.load_id = ? AND c.id >= ? AND NOT EXISTS"
                + " (SELECT 1 FROM campaign_contact cc WHERE cc.campaign_id = ?"
                + " AND cc.contact_id = c.id) ORDER BY c.load_id, c.id LIMIT "
                + limit,
            row -> Sql.id(row, "id"),
            load.loadId(),
            lookedAtBelow.getOrDefault(load, ListedContacts.FIRST),
            load.campaignId());
    if (found.isEmpty()) {
      lookedThrough.add(load);
    } else {
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
                    "SELECT cc.next_at FROM campaign_contact cc WHERE cc.campaign_id = ?"
                        + " AND cc.state = 'WAITING'"
                        + ListedContacts.STILL_LISTED
                        + " ORDER BY cc.state, cc.campaign_id, cc.next_at LIMIT 1",
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
                    "SELECT cc.code, COUNT(*) AS n, MIN(cc.next_at) AS first_at"
                        + " FROM campaign_contact cc"
                        + " WHERE cc.campaign_id = ? AND cc.state = 'WAITING'"
                        + ListedContacts.STILL_LISTED
                        + " GROUP BY cc.code ORDER BY first_at, cc.code",
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
    for (UUID load : commits.database().transaction(sql -> ListedContacts.loads(sql, campaignId))) {
      List<UUID> page = pageAfter(load, ListedContacts.FIRST);
      while (!page.isEmpty()) {
        pages.accept(page);
        page = pageAfter(load, page.getLast());
      }
    }
  }

  private List<UUID> pageAfter(UUID load, UUID after) {
    return commits.database().transaction(sql -> ListedContacts.page(sql, load, after, PAGE));
  }

  /**
   * Some contacts from all over its lists, always the same ones; all of them where there are no
   * more than that.
   */
  public List<UUID> sample(UUID campaignId, int most) {
    return commits.database().transaction(sql -> ContactSample.of(sql, campaignId, most));
  }

  private record Standing(UUID personId, @Nullable String code, @Nullable String reasons) {}

  /**
   * Keeps a denial. It is journalled when its reasons are others than at the last look, not at each
   * look.
   *
   * @return whether it passes by itself: the contact waits, and is looked at again
   */
  public boolean blocked(UUID campaignId, UUID contactId, Decision.Deny deny) {
    String reasons = hash(deny.reasons());
    String state = state(deny);
    boolean waits = state.equals(CampaignRows.WAITING);
    commits.run(
        tx -> {
          if (!tx.useClaim(campaignId, contactId)) {
            return false; // another node decides about it
          }
          Standing standing = standing(tx.sql(), campaignId, contactId);
          Instant nextAt = waits ? source.now().plus(rest(deny, standing)) : null;
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
    return waits;
  }

  /** An error that comes again is not looked for every few seconds. */
  private static Duration rest(Decision.Deny deny, Standing standing) {
    boolean error = deny.primary().code() == ReasonCode.ENGINE_ERROR;
    return error && !deny.primary().code().name().equals(standing.code())
        ? LOOK_AGAIN_SOON
        : LOOK_AGAIN;
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
          if (!tx.useClaim(campaignId, contactId)) {
            return false; // another node decides about it
          }
          CampaignRows rows = new CampaignRows(tx.sql());
          String code = defer.primary().code().name();
          // Nearly always somebody who was called or put off before.
          if (!rows.waitOn(campaignId, contactId, code, defer.until())) {
            UUID person = standing(tx.sql(), campaignId, contactId).personId();
            rows.waitFirst(campaignId, contactId, person, code, defer.until());
          }
          return true;
        });
  }

  private static Standing standing(Sql sql, UUID campaignId, UUID contactId) throws SQLException {
    return sql.first(
            "SELECT c.person_id, cc.code, cc.reasons FROM contact c"
                + " JOIN batch b ON b.id = c.batch_id AND b.load_id = c.load_id"
                + " LEFT JOIN campaign_contact cc ON cc.contact_id = c.id AND cc.campaign_id = ?"
                + " WHERE c.id = ?",
            row ->
                new Standing(
                    Sql.id(row, "person_id"), row.getString("code"), row.getString("reasons")),
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
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
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
}
