package dev.assent.compliance.store;

import dev.assent.compliance.Attempt;
import dev.assent.compliance.CallHistory;
import dev.assent.compliance.CallHistory.PastCall;
import dev.assent.compliance.CallerNumber;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Contact;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.SourceProof;
import dev.assent.compliance.SubjectState;
import dev.assent.compliance.consent.DncEntry;
import dev.assent.compliance.consent.DncState;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.script.Script;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the facts of an attempt, each by a statement of its own. */
final class FactsReader {
  /** Thirteen months, generously. */
  private static final Duration HISTORY = Duration.ofDays(400);

  private final ColumnCipher cipher;
  private final FactsContext context;
  private final Registered registered;
  private final Holds holds;
  private final String listVersions;

  FactsReader(Protection protection, FactsContext context, Registered registered, Holds holds) {
    this.cipher = protection.cipher();
    this.context = context;
    this.registered = registered;
    this.holds = holds;
    this.listVersions = "internal, pepper " + protection.indexer().version();
  }

  private record ContactRow(Contact contact, UUID numberId, SubjectState subject) {}

  Facts read(Sql sql, Attempt attempt, Instant now) throws SQLException {
    ContactRow row = contact(sql, attempt.contactId());
    Contact contact = row.contact();
    Found<Campaign> campaign =
        registered.find(
            sql, RegisterKind.CAMPAIGN, Campaign.class, attempt.campaignId().toString());
    CallHistory history = history(sql, contact.personId(), row.numberId(), now.minus(HISTORY));
    return new Facts(
        attempt,
        now,
        context.clock(),
        Found.present(holds.read(sql)),
        campaign instanceof Found.Present(Campaign c) ? policy(c) : Found.absent(),
        context.calendars(),
        campaign,
        named(sql, campaign, RegisterKind.SCRIPT, Script.class),
        context.promptHashes(),
        named(sql, campaign, RegisterKind.CALLER_NUMBER, CallerNumber.class),
        context.recorder(),
        contact,
        Found.present(row.subject()),
        registered.find(sql, RegisterKind.SOURCE, SourceProof.class, contact.sourceId().toString()),
        dnc(sql, contact.personId()),
        Found.present(GrantRows.of(sql, contact.personId(), row.numberId())),
        Found.present(history),
        Found.present(inFlight(history)),
        listVersions);
  }

  private Found<Policy> policy(Campaign campaign) {
    return context.policy(campaign.packs());
  }

  private <T> Found<T> named(Sql sql, Found<Campaign> campaign, RegisterKind kind, Class<T> type)
      throws SQLException {
    if (!(campaign instanceof Found.Present(Campaign c))) {
      return Found.absent();
    }
    String id = kind == RegisterKind.SCRIPT ? c.scriptHash() : c.callerNumber();
    return registered.find(sql, kind, type, id);
  }

  private ContactRow contact(Sql sql, UUID contactId) throws SQLException {
    return sql.first(
            "SELECT c.id, c.person_id, c.number_id, c.batch_id, c.sealed_number, c.zone, c.language,"
                + " c.age_band, c.expires_at, b.source_id, p.contact_key, p.restricted,"
                + " p.tombstone_at"
                + " FROM contact c"
                + " JOIN batch b ON b.id = c.batch_id AND b.load_id = c.load_id"
                + " JOIN person p ON p.id = c.person_id"
                + " WHERE c.id = ?",
            this::contact,
            contactId)
        .orElseThrow(() -> new IllegalArgumentException("no such contact"));
  }

  private ContactRow contact(ResultSet row) throws SQLException {
    UUID id = Sql.id(row, "id");
    byte[] number =
        Optional.ofNullable(Sql.longOrNull(row, "contact_key"))
            .flatMap(key -> openNumber(key, id, row))
            .orElseThrow(() -> new IllegalStateException("the contact was erased"));
    String zone = row.getString("zone");
    String ageBand = row.getString("age_band");
    Contact contact =
        new Contact(
            id,
            Sql.id(row, "person_id"),
            PhoneNumber.ofE164(new String(number, StandardCharsets.US_ASCII)),
            zone == null ? null : ZoneId.of(zone),
            row.getString("language"),
            ageBand == null ? null : Contact.AgeBand.valueOf(ageBand),
            Sql.id(row, "source_id"),
            Sql.id(row, "batch_id"),
            Sql.at(row, "expires_at"));
    return new ContactRow(
        contact,
        Sql.id(row, "number_id"),
        subject(row.getString("restricted"), Sql.atOrNull(row, "tombstone_at")));
  }

  private Optional<byte[]> openNumber(long key, UUID contactId, ResultSet row) {
    try {
      return cipher.open(key, ContactCells.number(contactId), row.getBytes("sealed_number"));
    } catch (SQLException e) {
      throw new IllegalStateException("the sealed number cannot be read", e);
    }
  }

  private static SubjectState subject(@Nullable String restricted, @Nullable Instant tombstone) {
    Set<SubjectState.Restriction> restrictions = EnumSet.noneOf(SubjectState.Restriction.class);
    if (restricted != null) {
      Stream.of(restricted.split(","))
          .map(SubjectState.Restriction::valueOf)
          .forEach(restrictions::add);
    }
    if (tombstone != null) {
      restrictions.add(SubjectState.Restriction.ERASED);
    }
    return new SubjectState(restrictions);
  }

  /** A word about one number of a person holds for all of theirs. */
  private static DncState dnc(Sql sql, UUID personId) throws SQLException {
    return sql.first(
            "SELECT d.id, d.manner, d.at FROM number x JOIN dnc d ON d.dnc_bi = x.dnc_bi"
                + " WHERE x.person_id = ? ORDER BY d.at LIMIT 1",
            row ->
                new DncEntry(
                    Sql.id(row, "id"), Manner.valueOf(row.getString("manner")), Sql.at(row, "at")),
            personId)
        .<DncState>map(DncState.Listed::new)
        .orElseGet(DncState.NotListed::new);
  }

  private static CallHistory history(Sql sql, UUID personId, UUID numberId, Instant since)
      throws SQLException {
    return new CallHistory(
        calls(sql, "person_id", personId, since), calls(sql, "number_id", numberId, since));
  }

  private static List<PastCall> calls(Sql sql, String column, UUID id, Instant since)
      throws SQLException {
    return sql.list(
        "SELECT id, campaign_id, contact_id, placed_at, state, rang_at, answered_at, outcome"
            + " FROM attempt WHERE "
            + column
            + " = ? AND placed_at >= ?",
        FactsReader::call,
        id,
        since);
  }

  private static PastCall call(ResultSet row) throws SQLException {
    String outcome = row.getString("outcome");
    return new PastCall(
        Sql.id(row, "id"),
        Sql.id(row, "campaign_id"),
        Sql.id(row, "contact_id"),
        Sql.at(row, "placed_at"),
        !row.getString("state").equals("RELEASED"),
        Sql.atOrNull(row, "rang_at") != null || Sql.atOrNull(row, "answered_at") != null,
        outcome == null ? null : Outcome.valueOf(outcome));
  }

  private static boolean inFlight(CallHistory history) {
    return Stream.concat(history.person().stream(), history.number().stream())
        .anyMatch(call -> call.outcome() == null);
  }
}
