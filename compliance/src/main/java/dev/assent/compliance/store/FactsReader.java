package dev.assent.compliance.store;

import dev.assent.compliance.Attempt;
import dev.assent.compliance.CallHistory;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found;
import dev.assent.compliance.Hold;
import dev.assent.compliance.SourceProof;
import dev.assent.compliance.consent.DncEntry;
import dev.assent.compliance.consent.DncState;
import dev.assent.compliance.consent.Grant;
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
import java.util.stream.Stream;

/**
 * Reads the facts of the contacts of a campaign a page at a time, each kind of fact by one
 * statement; an attempt is a page of one.
 */
final class FactsReader {
  /** Thirteen months, generously. */
  private static final Duration HISTORY = Duration.ofDays(400);

  private final ContactReader contacts;
  private final FactsContext context;
  private final Registered registered;
  private final Holds holds;
  private final String listVersions;

  FactsReader(Protection protection, FactsContext context, Registered registered, Holds holds) {
    this.contacts = new ContactReader(protection.cipher());
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
      Found<Script> script) {}

  /** What was found of the people of the page; whoever is in no map has nothing of that kind. */
  private record Page(
      Map<UUID, Found<SourceProof>> sources,
      Map<UUID, List<DncEntry>> dnc,
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
    Shared shared = shared(sql, campaignId, trunk, now);
    Page page = page(sql, shared.campaign(), rows, now);
    List<Facts> all = new ArrayList<>(rows.size());
    for (ContactReader.Row row : rows) {
      all.add(facts(shared, page, row));
    }
    return all;
  }

  private Shared shared(Sql sql, UUID campaignId, String trunk, Instant now) throws SQLException {
    Found<Campaign> campaign =
        registered.find(sql, RegisterKind.CAMPAIGN, Campaign.class, campaignId.toString());
    return new Shared(
        campaignId,
        trunk,
        now,
        Found.present(holds.read(sql)),
        campaign instanceof Found.Present(Campaign c)
            ? context.policy(c.packs())
            : Found.<Policy>absent(),
        campaign,
        script(sql, campaign));
  }

  private Found<Script> script(Sql sql, Found<Campaign> campaign) throws SQLException {
    return campaign instanceof Found.Present(Campaign c)
        ? registered.find(sql, RegisterKind.SCRIPT, Script.class, c.scriptHash())
        : Found.absent();
  }

  private Optional<CallerNumbers> callers(Sql sql, Found<Campaign> campaign, Set<UUID> persons)
      throws SQLException {
    return campaign instanceof Found.Present(Campaign c)
        ? Optional.of(CallerNumbers.read(sql, registered, c, persons))
        : Optional.empty();
  }

  private Page page(Sql sql, Found<Campaign> campaign, List<ContactReader.Row> rows, Instant now)
      throws SQLException {
    Set<UUID> persons = new LinkedHashSet<>();
    Set<UUID> numbers = new LinkedHashSet<>();
    Map<UUID, Found<SourceProof>> sources = new HashMap<>();
    for (ContactReader.Row row : rows) {
      persons.add(row.contact().personId());
      numbers.add(row.numberId());
      UUID source = row.contact().sourceId();
      if (!sources.containsKey(source)) {
        sources.put(
            source,
            registered.find(sql, RegisterKind.SOURCE, SourceProof.class, source.toString()));
      }
    }
    return new Page(
        sources,
        DncRows.of(sql, persons),
        GrantRows.of(sql, persons),
        CallRows.since(sql, now.minus(HISTORY), persons, numbers),
        callers(sql, campaign, persons));
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
        dnc(page.dnc().getOrDefault(person, List.of())),
        Found.present(List.of()),
        Found.present(
            page.grants().getOrDefault(new GrantRows.Of(person, row.numberId()), List.of())),
        Found.present(history),
        Found.present(inFlight(history)),
        listVersions);
  }

  private static DncState dnc(List<DncEntry> entries) {
    return entries.isEmpty() ? new DncState.NotListed() : new DncState.Listed(entries);
  }

  private static boolean inFlight(CallHistory history) {
    return Stream.concat(history.person().stream(), history.number().stream())
        .anyMatch(call -> call.outcome() == null);
  }
}
