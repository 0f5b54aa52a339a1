package dev.assent.compliance.store;

import dev.assent.compliance.consent.Grant;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Consent grants. What was withdrawn stands in its column, all else in the record as given. */
final class GrantRows {
  static final String INSERT =
      "INSERT INTO consent_grant (id, person_id, number_id, load_id, granted_at, withdrawn_at, body)"
          + " VALUES (?, ?, ?, ?, ?, ?, ?)";

  private GrantRows() {}

  static void insert(Sql sql, Grant grant, UUID numberId, @Nullable UUID loadId)
      throws SQLException {
    sql.update(INSERT, row(grant, numberId, loadId));
  }

  static @Nullable Object[] row(Grant grant, UUID numberId, @Nullable UUID loadId) {
    return new @Nullable Object[] {
      grant.id(),
      grant.personId(),
      numberId,
      loadId,
      grant.grantedAt(),
      grant.withdrawnAt(),
      Json.write(grant)
    };
  }

  /** Whose grants, for which number. */
  record Of(UUID person, UUID number) {}

  /** All grants of these people; of those that came with a contact, the load in force. */
  static Map<Of, List<Grant>> of(Sql sql, Set<UUID> persons) throws SQLException {
    Map<Of, List<Grant>> found = new HashMap<>();
    sql.each(
        "SELECT g.person_id, g.number_id, g.body, COALESCE(g.withdrawn_at,"
            + " CASE WHEN g.granted_at <= p.grants_withdrawn_at"
            + " THEN p.grants_withdrawn_at END) AS withdrawn"
            + " FROM consent_grant g JOIN person p ON p.id = g.person_id"
            + " WHERE g.person_id IN ("
            + Sql.marks(persons.size())
            + ") AND (g.load_id IS NULL OR g.load_id IN (SELECT b.load_id FROM batch b))",
        row ->
            found
                .computeIfAbsent(
                    new Of(Sql.id(row, "person_id"), Sql.id(row, "number_id")),
                    _ -> new ArrayList<>())
                .add(read(row)),
        persons.toArray());
    return found;
  }

  private static Grant read(ResultSet row) throws SQLException {
    Grant given = Json.read(row.getString("body"), Grant.class);
    return new Grant(
        given.id(),
        given.personId(),
        given.scope(),
        given.purposes(),
        given.channels(),
        given.syntheticVoice(),
        given.form(),
        given.noticeVersion(),
        given.grantedAt(),
        given.expiresAt(),
        Sql.atOrNull(row, "withdrawn"),
        given.evidenceSha256());
  }
}
