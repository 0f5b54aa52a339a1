package dev.assent.compliance.store;

import dev.assent.compliance.consent.Grant;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
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

  /** The person's grants for that number; of those that came with a contact, the load in force. */
  static List<Grant> of(Sql sql, UUID personId, UUID numberId) throws SQLException {
    return sql.list(
        "SELECT g.body, COALESCE(g.withdrawn_at, CASE WHEN g.granted_at <= p.grants_withdrawn_at"
            + " THEN p.grants_withdrawn_at END) AS withdrawn"
            + " FROM consent_grant g JOIN person p ON p.id = g.person_id"
            + " WHERE g.person_id = ? AND g.number_id = ?"
            + " AND (g.load_id IS NULL OR g.load_id IN (SELECT b.load_id FROM batch b))",
        GrantRows::read,
        personId,
        numberId);
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
