package dev.assent.compliance.store.privacy;

import dev.assent.compliance.consent.Grant;
import dev.assent.compliance.privacy.Held;
import dev.assent.compliance.privacy.HeldKind;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.sql.Ids;
import dev.assent.compliance.store.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the database holds of people under each of their keys. */
final class Holdings {
  private Holdings() {}

  /** A call, and whose packs say how long things that come from it are kept. */
  record Call(UUID person, UUID campaign) {}

  private record Key(HeldKind kind, UUID person, long row) {}

  /** Records under one key, as they are added up. */
  private static final class Sum {
    private long records;
    private Instant from = Instant.EPOCH;
    private final Set<UUID> campaigns = new HashSet<>();
    private final List<UUID> proofs = new ArrayList<>();

    void add(long more, @Nullable Instant at, @Nullable UUID campaign) {
      records += more;
      if (at != null && at.isAfter(from)) {
        from = at;
      }
      if (campaign != null) {
        campaigns.add(campaign);
      }
    }
  }

  /**
   * @param grantsEnd when consents that still run count as ended: at the request to delete; {@link
   *     Instant#MAX} when they do not
   */
  static List<Held> of(Sql sql, Collection<UUID> persons, Instant grantsEnd) throws SQLException {
    if (persons.isEmpty()) {
      return List.of();
    }
    Map<Key, Sum> sums = new LinkedHashMap<>();
    keys(sql, persons, sums);
    contacts(sql, persons, sums);
    calls(sql, persons, sums);
    evidence(sql, persons, sums);
    grants(sql, persons, grantsEnd, sums);
    List<Held> all = new ArrayList<>();
    sums.values().forEach(sum -> sum.proofs.sort(null));
    sums.forEach(
        (key, sum) ->
            all.add(
                new Held(
                    key.kind(),
                    key.person(),
                    key.row(),
                    null,
                    sum.records,
                    sum.from,
                    sum.campaigns,
                    sum.proofs)));
    return all;
  }

  private static void keys(Sql sql, Collection<UUID> persons, Map<Key, Sum> sums)
      throws SQLException {
    Ids ids = new Ids(persons);
    sql.each(
        "SELECT id, contact_key, call_key, evidence_key FROM person" + ids.in("id"),
        row -> {
          UUID person = Sql.id(row, "id");
          key(HeldKind.CONTACT, person, Sql.longOrNull(row, "contact_key"), sums);
          key(HeldKind.CALL, person, Sql.longOrNull(row, "call_key"), sums);
          key(HeldKind.EVIDENCE, person, Sql.longOrNull(row, "evidence_key"), sums);
        },
        ids.parameters().toArray());
  }

  private static void key(HeldKind kind, UUID person, @Nullable Long row, Map<Key, Sum> sums) {
    if (row != null) {
      sums.put(new Key(kind, person, row), new Sum());
    }
  }

  private static Sum of(Map<Key, Sum> sums, HeldKind kind, UUID person, long row) {
    return sums.computeIfAbsent(new Key(kind, person, row), _ -> new Sum());
  }

  /** The youngest key of that kind the person has; null when there is none. */
  private static @Nullable Sum newest(Map<Key, Sum> sums, HeldKind kind, UUID person) {
    Sum newest = null;
    long row = Long.MIN_VALUE;
    for (Map.Entry<Key, Sum> entry : sums.entrySet()) {
      Key key = entry.getKey();
      if (key.kind() == kind && key.person().equals(person) && key.row() > row) {
        newest = entry.getValue();
        row = key.row();
      }
    }
    return newest;
  }

  private static void contacts(Sql sql, Collection<UUID> persons, Map<Key, Sum> sums)
      throws SQLException {
    Ids ids = new Ids(persons);
    sql.each(
        "SELECT x.person_id, COUNT(*) AS records FROM number x"
            + " JOIN contact c ON c.number_id = x.id"
            + ids.in("x.person_id")
            + " GROUP BY x.person_id",
        row -> {
          Sum sum = newest(sums, HeldKind.CONTACT, Sql.id(row, "person_id"));
          if (sum != null) {
            sum.add(row.getLong("records"), null, null);
          }
        },
        ids.parameters().toArray());
  }

  private static void calls(Sql sql, Collection<UUID> persons, Map<Key, Sum> sums)
      throws SQLException {
    Ids ids = new Ids(persons);
    sql.each(
        "SELECT person_id, key_row, campaign_id, COUNT(*) AS records, MAX(placed_at) AS last_at"
            + " FROM attempt"
            + ids.in("person_id")
            + " AND octet_length(sealed) > 0 GROUP BY person_id, key_row, campaign_id",
        row ->
            of(sums, HeldKind.CALL, Sql.id(row, "person_id"), row.getLong("key_row"))
                .add(row.getLong("records"), Sql.at(row, "last_at"), Sql.id(row, "campaign_id")),
        ids.parameters().toArray());
  }

  private static void evidence(Sql sql, Collection<UUID> persons, Map<Key, Sum> sums)
      throws SQLException {
    Ids ids = new Ids(persons);
    sql.each(
        "SELECT e.person_id, e.key_row, a.campaign_id, COUNT(*) AS records, MAX(e.at) AS last_at"
            + " FROM evidence e JOIN attempt a ON a.id = e.attempt_id"
            + ids.in("e.person_id")
            + " AND octet_length(e.sealed) > 0 GROUP BY e.person_id, e.key_row, a.campaign_id",
        row ->
            of(sums, HeldKind.EVIDENCE, Sql.id(row, "person_id"), row.getLong("key_row"))
                .add(row.getLong("records"), Sql.at(row, "last_at"), Sql.id(row, "campaign_id")),
        ids.parameters().toArray());
  }

  /** Proofs are kept from the end of the consent they prove. */
  private static void grants(
      Sql sql, Collection<UUID> persons, Instant grantsEnd, Map<Key, Sum> sums)
      throws SQLException {
    Ids ids = new Ids(persons);
    sql.each(
        "SELECT person_id, withdrawn_at, evidence_id, body FROM consent_grant"
            + ids.in("person_id"),
        row -> {
          Sum sum = newest(sums, HeldKind.EVIDENCE, Sql.id(row, "person_id"));
          if (sum != null) {
            UUID proof = row.getObject("evidence_id", UUID.class);
            sum.add(proof == null ? 0 : 1, end(row, grantsEnd), null);
            if (proof != null) {
              sum.proofs.add(proof);
            }
          }
        },
        ids.parameters().toArray());
  }

  private static Instant end(ResultSet row, Instant grantsEnd) throws SQLException {
    Grant grant = Json.read(row.getString("body"), Grant.class);
    Instant end = grant.expiresAt();
    for (Instant other : new @Nullable Instant[] {Sql.atOrNull(row, "withdrawn_at"), grantsEnd}) {
      if (other != null && other.isBefore(end) && !other.isBefore(grant.grantedAt())) {
        end = other;
      }
    }
    return end;
  }

  /** All calls of these people. */
  static Map<UUID, Call> callsOf(Sql sql, Collection<UUID> persons) throws SQLException {
    Map<UUID, Call> calls = new HashMap<>();
    if (persons.isEmpty()) {
      return calls;
    }
    Ids ids = new Ids(persons);
    sql.each(
        "SELECT id, person_id, campaign_id FROM attempt" + ids.in("person_id"),
        row ->
            calls.put(
                Sql.id(row, "id"), new Call(Sql.id(row, "person_id"), Sql.id(row, "campaign_id"))),
        ids.parameters().toArray());
    return calls;
  }

  /** Whose these calls are; unknown ones are left out. */
  static Map<UUID, Call> callsBy(Sql sql, Collection<UUID> attempts) throws SQLException {
    Map<UUID, Call> calls = new HashMap<>();
    if (attempts.isEmpty()) {
      return calls;
    }
    Ids ids = new Ids(attempts);
    sql.each(
        "SELECT id, person_id, campaign_id FROM attempt" + ids.in("id"),
        row ->
            calls.put(
                Sql.id(row, "id"), new Call(Sql.id(row, "person_id"), Sql.id(row, "campaign_id"))),
        ids.parameters().toArray());
    return calls;
  }
}
