package dev.assent.compliance.store;

import dev.assent.compliance.AbandonedCalls;
import dev.assent.compliance.Attempt;
import dev.assent.compliance.CallHistory;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found;
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
import dev.assent.compliance.script.Script;
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
final class FactsReader {
  /** Thirteen months, generously. */
  private static final Duration HISTORY = Duration.ofDays(400);

  private final ContactReader contacts;
  private final GrantRows grants;
  private final FactsContext context;
  private final Registered registered;
  private final Holds holds;
  private final ConnectCounts connects;

  /** What a campaign named when it was last read: only a guess of what to read with it. */
  private final Map<UUID, Set<Registered.Name>> namedLast = new ConcurrentHashMap<>();

  private final CallsInFlight inFlight;
  private final ListShelf lists;
  private final String listVersions;

  FactsReader(
      Protection protection,
      FactsContext context,
      Registered registered,
      Holds holds,
      ConnectCounts connects,
      CallsInFlight inFlight,
      ListShelf lists) {
    this.lists = lists;
    this.connects = connects;
    this.inFlight = inFlight;
    this.contacts = new ContactReader(protection.cipher());
    this.grants = new GrantRows(new EvidenceShelf(protection));
    this.context = context;
    this.registered = registered;
    this.holds = holds;
    this.listVersions = "internal, pepper " + protection.indexer().version();
  }

  /** What is the same for everybody on the page. */
  private record Shared(
      UUID campaignId,
      String trunk,
      Instant now,
      Found<List<Hold>> holds,
      Found<Policy> policy,
      Found<Campaign> campaign,
      Found<Script> script,
      Found<List<Licence>> licences,
      Found<AbandonedCalls> abandoned,
      Found<TrunkState> trunkState,
      Found<IvrCapacity> capacity,
      Found<Places> places) {}

  /** What was found of the people of the page; whoever is in no map has nothing of that kind. */
  private record Page(
      Map<UUID, Found<SourceProof>> sources,
      Map<UUID, List<DncEntry>> dnc,
      ListReadings lists,
      Map<GrantRows.Of, List<Grant>> grants,
      CallRows calls,
      Optional<CallerNumbers> callers) {}

  /**
   * @throws IllegalArgumentException when there is no such contact
   * @throws IllegalStateException when the contact was erased
   */
  Facts read(Sql sql, Attempt attempt, Instant now) throws SQLException {
    List<ContactReader.Row> rows = contacts.read(sql, List.of(attempt.contactId()));
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("no such contact");
    }
    if (rows.getFirst().erased()) {
      throw new IllegalStateException("the contact was erased");
    }
    return facts(sql, attempt.campaignId(), attempt.trunk(), rows, now).getFirst();
  }

  /** Those that are not erased, in no order. */
  List<Facts> read(Sql sql, UUID campaignId, String trunk, List<UUID> contactIds, Instant now)
      throws SQLException {
    return facts(
        sql,
        campaignId,
        trunk,
        contacts.read(sql, contactIds).stream().filter(row -> !row.erased()).toList(),
        now);
  }

  private List<Facts> facts(
      Sql sql, UUID campaignId, String trunk, List<ContactReader.Row> rows, Instant now)
      throws SQLException {
    if (rows.isEmpty()) {
      return List.of();
    }
    Registered.Shelf shelf = shelf(sql, campaignId, rows);
    Found<Campaign> campaign =
        shelf.find(RegisterKind.CAMPAIGN, Campaign.class, campaignId.toString());
    Shared shared = shared(sql, shelf, campaign, campaignId, trunk, now);
    Set<UUID> persons = new LinkedHashSet<>();
    rows.forEach(row -> persons.add(row.contact().personId()));
    MergedPersons merged = MergedPersons.of(sql, persons);
    Page page = page(sql, shelf, campaign, rows, merged, now);
    List<Facts> all = new ArrayList<>(rows.size());
    for (ContactReader.Row row : rows) {
      all.add(facts(shared, page, merged.as(row)));
    }
    return all;
  }

  /**
   * The campaign and what it names, by one statement as long as it names what it did the last time.
   */
  private Registered.Shelf shelf(Sql sql, UUID campaignId, List<ContactReader.Row> rows)
      throws SQLException {
    Set<Registered.Name> names = new LinkedHashSet<>();
    names.add(new Registered.Name(RegisterKind.CAMPAIGN, campaignId.toString()));
    for (ContactReader.Row row : rows) {
      names.add(new Registered.Name(RegisterKind.SOURCE, row.contact().sourceId().toString()));
    }
    names.addAll(namedLast.getOrDefault(campaignId, Set.of()));
    Registered.Shelf shelf = registered.read(sql, names, RegisterKind.LICENCE);
    if (shelf.find(RegisterKind.CAMPAIGN, Campaign.class, campaignId.toString())
        instanceof Found.Present(Campaign campaign)) {
      Set<Registered.Name> named = named(campaign);
      namedLast.put(campaignId, named);
      if (!names.containsAll(named)) {
        names.addAll(named);
        shelf = registered.read(sql, names, RegisterKind.LICENCE);
      }
    }
    return shelf;
  }

  private static Set<Registered.Name> named(Campaign campaign) {
    Set<Registered.Name> names = new LinkedHashSet<>();
    names.add(new Registered.Name(RegisterKind.SCRIPT, campaign.scriptHash()));
    campaign
        .callerNumbers()
        .forEach(number -> names.add(new Registered.Name(RegisterKind.CALLER_NUMBER, number)));
    return names;
  }

  private Shared shared(
      Sql sql,
      Registered.Shelf shelf,
      Found<Campaign> campaign,
      UUID campaignId,
      String trunk,
      Instant now)
      throws SQLException {
    Found<Policy> policy =
        campaign instanceof Found.Present(Campaign c) ? context.policy(c.packs()) : Found.absent();
    return new Shared(
        campaignId,
        trunk,
        now,
        Found.present(holds.read(sql)),
        policy,
        campaign,
        campaign instanceof Found.Present(Campaign c)
            ? shelf.find(RegisterKind.SCRIPT, Script.class, c.scriptHash())
            : Found.absent(),
        shelf.all(RegisterKind.LICENCE, Licence.class),
        policy instanceof Found.Present(Policy p)
            ? Found.present(
                new AbandonedCalls(
                    connects.of(
                        sql,
                        campaignId,
                        p.get(DialKeys.ABANDON_LIMITS).keySet(),
                        Duration.ofSeconds(p.get(DialKeys.ABANDON_CONNECT_SEC)),
                        now),
                    inFlight.up(campaignId)))
            : Found.absent(),
        context.trunk(trunk),
        context.capacity(),
        context.places(trunk));
  }

  private Optional<CallerNumbers> callers(
      Sql sql, Registered.Shelf shelf, Found<Campaign> campaign, MergedPersons persons)
      throws SQLException {
    return campaign instanceof Found.Present(Campaign c)
        ? Optional.of(CallerNumbers.read(sql, registered, shelf, c, persons))
        : Optional.empty();
  }

  private Page page(
      Sql sql,
      Registered.Shelf shelf,
      Found<Campaign> campaign,
      List<ContactReader.Row> rows,
      MergedPersons persons,
      Instant now)
      throws SQLException {
    Set<UUID> numbers = new LinkedHashSet<>();
    Map<UUID, Found<SourceProof>> sources = new HashMap<>();
    for (ContactReader.Row row : rows) {
      numbers.add(row.numberId());
      sources.computeIfAbsent(
          row.contact().sourceId(),
          id -> shelf.find(RegisterKind.SOURCE, SourceProof.class, id.toString()));
    }
    return new Page(
        sources,
        DncRows.of(sql, persons),
        ListReadings.of(sql, lists, persons),
        grants.of(sql, persons),
        CallRows.since(sql, now.minus(HISTORY), persons, numbers),
        callers(sql, shelf, campaign, persons));
  }

  private Facts facts(Shared shared, Page page, ContactReader.Row row) {
    UUID person = row.contact().personId();
    CallHistory history = page.calls().of(person, row.numberId());
    return new Facts(
        new Attempt(shared.campaignId(), row.contact().id(), shared.trunk()),
        shared.now(),
        context.clock(),
        shared.holds(),
        shared.policy(),
        context.calendars(),
        shared.campaign(),
        shared.script(),
        context.promptHashes(),
        page.callers().map(callers -> callers.of(person)).orElseGet(Found::absent),
        context.recorder(),
        row.contact(),
        Found.present(row.subject()),
        page.sources().getOrDefault(row.contact().sourceId(), Found.absent()),
        page.lists().dnc(person, page.dnc().getOrDefault(person, List.of())),
        page.lists().of(row.numberId()),
        Found.present(
            page.grants().getOrDefault(new GrantRows.Of(person, row.numberId()), List.of())),
        Found.present(history),
        Found.present(inFlight(history)),
        shared.licences(),
        shared.abandoned(),
        shared.trunkState(),
        shared.capacity(),
        shared.places(),
        listVersions + page.lists().versions());
  }

  private static boolean inFlight(CallHistory history) {
    return Stream.concat(history.person().stream(), history.number().stream())
        .anyMatch(call -> call.outcome() == null);
  }
}
