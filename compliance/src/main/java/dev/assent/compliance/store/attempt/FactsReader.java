package dev.assent.compliance.store.attempt;

import dev.assent.compliance.AbandonedCalls;
import dev.assent.compliance.Attempt;
import dev.assent.compliance.CallHistory;
import dev.assent.compliance.CallerNumber;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found;
import dev.assent.compliance.Gap;
import dev.assent.compliance.Hold;
import dev.assent.compliance.IvrCapacity;
import dev.assent.compliance.Licence;
import dev.assent.compliance.Places;
import dev.assent.compliance.SourceProof;
import dev.assent.compliance.TrunkState;
import dev.assent.compliance.consent.DncEntry;
import dev.assent.compliance.consent.Grant;
import dev.assent.compliance.policy.DialKeys;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.store.consent.GrantRows;
import dev.assent.compliance.store.person.CallsInFlight;
import dev.assent.compliance.store.person.ContactReader;
import dev.assent.compliance.store.person.MergedPersons;
import dev.assent.compliance.store.register.CallerNumbers;
import dev.assent.compliance.store.register.GapRows;
import dev.assent.compliance.store.register.Holds;
import dev.assent.compliance.store.register.Registered;
import dev.assent.compliance.store.register.Standing;
import dev.assent.compliance.store.seal.EvidenceShelf;
import dev.assent.compliance.store.seal.Protection;
import dev.assent.compliance.store.sql.Sql;
import dev.assent.compliance.store.suppression.DncRows;
import dev.assent.compliance.store.suppression.ListReadings;
import dev.assent.compliance.store.suppression.ListShelf;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Reads the facts of the contacts of a campaign a page at a time, each kind of fact by one
 * statement; an attempt is a page of one.
 */
public final class FactsReader {
  /** Thirteen months, generously. */
  private static final Duration HISTORY = Duration.ofDays(400);

  private static final int NUMBERS_AT_MOST = 20_000;

  /** Why a fact is missing that no rule asks for before an INVITE. */
  private static final String NOT_AGAIN = "not read again before an INVITE";

  private final ContactReader contacts;
  private final GrantRows grants;
  private final FactsContext context;
  private final Registered registered;
  private final Holds holds;
  private final ConnectCounts connects;

  /** The newest; whoever read an older one has a copy of its own. */
  private volatile RegisterEdition newest;

  private final Map<UUID, UUID> numbers = new ConcurrentHashMap<>();

  private final CallsInFlight inFlight;
  private final boolean shared;
  private final ListShelf lists;
  private final String listVersions;

  public FactsReader(
      Protection protection,
      FactsContext context,
      Registered registered,
      Holds holds,
      ConnectCounts connects,
      CallsInFlight inFlight,
      boolean shared,
      ListShelf lists) {
    this.shared = shared;
    this.lists = lists;
    this.connects = connects;
    this.inFlight = inFlight;
    this.contacts = new ContactReader(protection.cipher());
    this.grants = new GrantRows(new EvidenceShelf(protection));
    this.context = context;
    this.registered = registered;
    this.holds = holds;
    this.newest = new RegisterEdition(new UUID(0, 0), registered);
    this.listVersions = "internal, pepper " + protection.indexer().version();
  }

  /** What is the same for everybody on the page. */
  private record Shared(
      UUID campaignId,
      String trunk,
      Instant now,
      Found<List<Hold>> holds,
      Found<Policy> policy,
      RegisterEdition.CampaignFacts of,
      List<Gap> gaps,
      Found<List<Licence>> licences,
      Found<AbandonedCalls> abandoned,
      Found<TrunkState> trunkState,
      Found<IvrCapacity> capacity,
      Found<Places> places) {}

  /**
   * What was found of the people of the page; whoever is in no map has nothing of that kind.
   *
   * @param calls empty when they were not read
   */
  private record Page(
      Map<UUID, Found<SourceProof>> sources,
      Map<UUID, List<DncEntry>> dnc,
      ListReadings lists,
      Map<GrantRows.Of, List<Grant>> grants,
      Optional<CallRows> calls,
      Optional<CallerNumbers> callers) {}

  /**
   * @throws IllegalArgumentException when there is no such contact
   * @throws IllegalStateException when the contact was erased
   */
  public Facts read(Sql sql, Attempt attempt, Instant now) throws SQLException {
    return read(sql, attempt, now, row(sql, attempt.contactId()));
  }

  /**
   * As {@link dev.assent.compliance.FactsSource#again}: earlier calls are counted before an attempt
   * is reserved, and nobody can call meanwhile.
   *
   * @throws IllegalArgumentException when there is no such contact
   * @throws IllegalStateException when the contact was erased
   */
  public Facts again(Sql sql, Attempt attempt, Instant now) throws SQLException {
    List<ContactReader.Row> rows = List.of(row(sql, attempt.contactId()));
    return facts(sql, attempt.campaignId(), attempt.trunk(), rows, now, false).getFirst();
  }

  /**
   * The same under the lock of a number.
   *
   * @throws SQLException when it is no longer the contact's: begin again with the other one
   */
  Facts read(Sql sql, Attempt attempt, Instant now, UUID locked) throws SQLException {
    ContactReader.Row row = row(sql, attempt.contactId());
    if (!row.numberId().equals(locked)) {
      numbers.put(attempt.contactId(), row.numberId());
      throw new SQLException("the contact has another number", "40001");
    }
    return read(sql, attempt, now, row);
  }

  private ContactReader.Row row(Sql sql, UUID contactId) throws SQLException {
    List<ContactReader.Row> rows = contacts.read(sql, List.of(contactId));
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("no such contact");
    }
    if (rows.getFirst().erased()) {
      throw new IllegalStateException("the contact was erased");
    }
    return rows.getFirst();
  }

  private Facts read(Sql sql, Attempt attempt, Instant now, ContactReader.Row row)
      throws SQLException {
    return facts(sql, attempt.campaignId(), attempt.trunk(), List.of(row), now, true).getFirst();
  }

  /** The number of a contact that was read lately: only a guess of what to lock. */
  Optional<UUID> lastNumberOf(UUID contactId) {
    return Optional.ofNullable(numbers.get(contactId));
  }

  /** Those that are not erased, in no order. */
  public List<Facts> read(
      Sql sql, UUID campaignId, String trunk, List<UUID> contactIds, Instant now)
      throws SQLException {
    return facts(
        sql,
        campaignId,
        trunk,
        contacts.read(sql, contactIds).stream().filter(row -> !row.erased()).toList(),
        now,
        true);
  }

  /**
   * @param calls whether the calls there were are read too
   */
  private List<Facts> facts(
      Sql sql,
      UUID campaignId,
      String trunk,
      List<ContactReader.Row> rows,
      Instant now,
      boolean calls)
      throws SQLException {
    if (rows.isEmpty()) {
      return List.of();
    }
    Standing standing = holds.standing(sql);
    RegisterEdition edition = edition(standing.edition());
    Shared shared = shared(sql, standing, edition, campaignId, trunk, now, calls);
    Set<UUID> persons = new LinkedHashSet<>();
    rows.forEach(row -> persons.add(row.contact().personId()));
    MergedPersons merged = MergedPersons.of(sql, persons);
    Page page = page(sql, edition, shared.of(), rows, merged, now, calls);
    List<Facts> all = new ArrayList<>(rows.size());
    if (numbers.size() + rows.size() > NUMBERS_AT_MOST) {
      numbers.clear();
    }
    for (ContactReader.Row row : rows) {
      numbers.put(row.contact().id(), row.numberId());
      all.add(facts(shared, page, merged.as(row)));
    }
    return all;
  }

  private RegisterEdition edition(UUID id) {
    RegisterEdition known = newest;
    if (!known.id().equals(id)) {
      known = new RegisterEdition(id, registered);
      newest = known;
    }
    return known;
  }

  private Shared shared(
      Sql sql,
      Standing standing,
      RegisterEdition edition,
      UUID campaignId,
      String trunk,
      Instant now,
      boolean calls)
      throws SQLException {
    RegisterEdition.CampaignFacts of = edition.campaign(sql, campaignId);
    Found<Policy> policy =
        of.campaign() instanceof Found.Present(Campaign c)
            ? context.policy(c.packs())
            : Found.absent();
    return new Shared(
        campaignId,
        trunk,
        now,
        Found.present(standing.holds()),
        policy,
        of,
        edition.gaps(sql),
        edition.licences(sql),
        calls ? abandoned(sql, campaignId, policy, now) : Found.unreadable(NOT_AGAIN),
        context.trunk(trunk),
        context.capacity(),
        context.places(trunk));
  }

  private Found<AbandonedCalls> abandoned(
      Sql sql, UUID campaignId, Found<Policy> policy, Instant now) throws SQLException {
    return policy instanceof Found.Present(Policy p)
        ? Found.present(
            new AbandonedCalls(
                connects.of(
                    sql,
                    campaignId,
                    p.get(DialKeys.ABANDON_LIMITS).keySet(),
                    Duration.ofSeconds(p.get(DialKeys.ABANDON_CONNECT_SEC)),
                    now),
                up(sql, campaignId)))
        : Found.absent();
  }

  /** Calls of the campaign that are up, wherever. */
  private int up(Sql sql, UUID campaignId) throws SQLException {
    return shared
        ? sql.first(
                "SELECT COUNT(*) AS n FROM attempt WHERE state = 'HELD' AND campaign_id = ?",
                row -> row.getInt("n"),
                campaignId)
            .orElse(0)
        : inFlight.up(campaignId);
  }

  private Optional<CallerNumbers> callers(
      Sql sql, RegisterEdition.CampaignFacts of, MergedPersons persons) throws SQLException {
    return of.campaign() instanceof Found.Present(Campaign c)
        ? Optional.of(CallerNumbers.read(sql, c, of.filings(), persons))
        : Optional.empty();
  }

  private Page page(
      Sql sql,
      RegisterEdition edition,
      RegisterEdition.CampaignFacts of,
      List<ContactReader.Row> rows,
      MergedPersons persons,
      Instant now,
      boolean calls)
      throws SQLException {
    Set<UUID> numbers = new LinkedHashSet<>();
    Map<UUID, Found<SourceProof>> sources = new HashMap<>();
    for (ContactReader.Row row : rows) {
      numbers.add(row.numberId());
      UUID source = row.contact().sourceId();
      sources.put(source, edition.source(sql, source));
    }
    return new Page(
        sources,
        DncRows.of(sql, persons),
        ListReadings.of(sql, lists, edition.lists(sql), persons),
        grants.of(sql, persons, numbers),
        calls
            ? Optional.of(CallRows.since(sql, now.minus(HISTORY), persons, numbers))
            : Optional.empty(),
        calls ? callers(sql, of, persons) : Optional.empty());
  }

  private Facts facts(Shared shared, Page page, ContactReader.Row row) {
    UUID person = row.contact().personId();
    Found<CallHistory> history =
        page.calls().isPresent()
            ? Found.present(history(shared, page.calls().get(), row))
            : Found.unreadable(NOT_AGAIN);
    return new Facts(
        new Attempt(shared.campaignId(), row.contact().id(), shared.trunk()),
        shared.now(),
        context.clock(),
        shared.holds(),
        shared.policy(),
        context.calendars(),
        shared.of().campaign(),
        shared.of().script(),
        context.promptHashes(),
        caller(page, person),
        context.recorder(),
        row.contact(),
        Found.present(row.subject()),
        page.sources().getOrDefault(row.contact().sourceId(), Found.absent()),
        page.lists().dnc(person, page.dnc().getOrDefault(person, List.of())),
        page.lists().of(row.numberId()),
        Found.present(
            page.grants().getOrDefault(new GrantRows.Of(person, row.numberId()), List.of())),
        history,
        history instanceof Found.Present(CallHistory counted)
            ? Found.present(inFlight(counted))
            : Found.unreadable(NOT_AGAIN),
        shared.licences(),
        shared.abandoned(),
        shared.trunkState(),
        shared.capacity(),
        shared.places(),
        listVersions + page.lists().versions());
  }

  private static Found<CallerNumber> caller(Page page, UUID person) {
    return page.calls().isEmpty()
        ? Found.unreadable(NOT_AGAIN)
        : page.callers().map(callers -> callers.of(person)).orElseGet(Found::absent);
  }

  private static CallHistory history(Shared shared, CallRows calls, ContactReader.Row row) {
    return GapRows.counted(
        shared.gaps(),
        shared.of().campaign(),
        row.contact().id(),
        shared.now().minus(HISTORY),
        calls.of(row.contact().personId(), row.numberId()));
  }

  private static boolean inFlight(CallHistory history) {
    return Stream.concat(history.person().stream(), history.number().stream())
        .anyMatch(call -> call.outcome() == null);
  }
}
