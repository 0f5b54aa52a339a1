package dev.assent.compliance.store.suppression;

import dev.assent.compliance.consent.DncEntry;
import dev.assent.compliance.consent.DncReach;
import dev.assent.compliance.consent.DncScope;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.person.MergedPersons;
import dev.assent.compliance.store.person.PurposeColumn;
import dev.assent.compliance.store.sql.Ids;
import dev.assent.compliance.store.sql.IdsStatement;
import dev.assent.compliance.store.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Refusals, a row each word: a narrower one never stands in the way of a wider one. */
public final class DncRows {
  /** Of table {@code d}; what {@link #entry} reads. */
  static final String ENTRY = "d.id, d.scope, d.purposes, d.line, d.manner, d.at";

  private static final IdsStatement OF_PERSONS =
      new IdsStatement(
          (all, _) ->
              "SELECT x.person_id, "
                  + ENTRY
                  + " FROM number x JOIN dnc d ON d.dnc_bi = x.dnc_bi"
                  + all.in("x.person_id")
                  + " ORDER BY d.at, d.id");

  private DncRows() {}

  public static DncReach reach(Payloads.Refused refusal) {
    return Optional.ofNullable(refusal.reach()).orElse(DncReach.EVERY_CALL);
  }

  public static void insert(
      Sql sql, UUID controllerId, JournalEntry entry, Payloads.Refused refusal, DncReach reach)
      throws SQLException {
    sql.update(
        "INSERT INTO dnc (id, dnc_bi, controller_id, pepper, scope, purposes, line, manner, source,"
            + " actor, at, attempt_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            + " ON CONFLICT DO NOTHING",
        entry.id(),
        HexFormat.of().parseHex(refusal.dncBi()),
        controllerId,
        refusal.pepper(),
        reach.scope(),
        PurposeColumn.text(reach.purposes()),
        reach.line(),
        refusal.manner(),
        refusal.source(),
        entry.actor(),
        entry.at(),
        refusal.attemptId());
  }

  static DncEntry entry(ResultSet row) throws SQLException {
    return new DncEntry(
        Sql.id(row, "id"),
        new DncReach(
            DncScope.valueOf(row.getString("scope")),
            PurposeColumn.purposes(row.getString("purposes")),
            row.getString("line")),
        Manner.valueOf(row.getString("manner")),
        Sql.at(row, "at"));
  }

  static boolean known(Sql sql, UUID id) throws SQLException {
    return sql.first("SELECT id FROM dnc WHERE id = ?", row -> Sql.id(row, "id"), id).isPresent();
  }

  /** The entries of each person who has any: a word about one number holds for all of theirs. */
  public static Map<UUID, List<DncEntry>> of(Sql sql, MergedPersons persons) throws SQLException {
    Map<UUID, List<DncEntry>> listed = new HashMap<>();
    Ids all = new Ids(persons.all());
    sql.each(
        OF_PERSONS.of(all),
        row ->
            listed
                .computeIfAbsent(persons.root(Sql.id(row, "person_id")), _ -> new ArrayList<>())
                .add(entry(row)),
        all.parameters().toArray());
    return listed;
  }

  static List<Refusals.Listing> listings(Sql sql, byte[] dncBi) throws SQLException {
    List<Refusals.Listing> all =
        new ArrayList<>(
            sql.list(
                "SELECT "
                    + ENTRY
                    + ", d.source, d.actor, d.attempt_id FROM dnc d WHERE d.dnc_bi = ?"
                    + " ORDER BY d.at, d.id",
                row -> listing(row, false),
                dncBi));
    Optional<UUID> person =
        sql.first(
            "SELECT person_id FROM number WHERE dnc_bi = ?",
            row -> Sql.id(row, "person_id"),
            dncBi);
    if (person.isPresent()) {
      Set<UUID> together = MergedPersons.together(sql, person.get());
      Object[] parameters = Arrays.copyOf(together.toArray(), together.size() + 1);
      parameters[together.size()] = dncBi;
      all.addAll(
          sql.list(
              "SELECT "
                  + ENTRY
                  + ", d.source, d.actor, d.attempt_id FROM number y"
                  + " JOIN dnc d ON d.dnc_bi = y.dnc_bi WHERE y.person_id IN ("
                  + Sql.marks(together.size())
                  + ") AND y.dnc_bi <> ? ORDER BY d.at, d.id",
              row -> listing(row, true),
              parameters));
    }
    return all;
  }

  private static Refusals.Listing listing(ResultSet row, boolean byAnotherNumber)
      throws SQLException {
    return new Refusals.Listing(
        entry(row),
        row.getString("source"),
        row.getString("actor"),
        row.getObject("attempt_id", UUID.class),
        byAnotherNumber);
  }

  static List<Refusals.Count> counts(Sql sql) throws SQLException {
    return sql.list(
        "SELECT manner, source, scope, purposes, COUNT(*) AS entries, MIN(at) AS first_at,"
            + " MAX(at) AS last_at FROM dnc GROUP BY manner, source, scope, purposes"
            + " ORDER BY manner, source, scope, purposes",
        row ->
            new Refusals.Count(
                Manner.valueOf(row.getString("manner")),
                row.getString("source"),
                DncScope.valueOf(row.getString("scope")),
                row.getString("purposes"),
                row.getLong("entries"),
                Sql.at(row, "first_at"),
                Sql.at(row, "last_at")));
  }
}
