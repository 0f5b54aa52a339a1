package dev.assent.compliance.store;

import dev.assent.compliance.consent.Grant;
import dev.assent.compliance.consent.SealedEvidence;
import dev.assent.compliance.policy.Purpose;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Consent grants, as given. What was withdrawn stands beside them, so that a grant that comes again
 * with its list is as withdrawn as it was.
 */
final class GrantRows {
  static final String INSERT =
      "INSERT INTO consent_grant (id, person_id, number_id, load_id, granted_at, withdrawn_at, body,"
          + " evidence_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

  private final EvidenceShelf shelf;

  GrantRows(EvidenceShelf shelf) {
    this.shelf = shelf;
  }

  static void insert(Sql sql, Grant grant, UUID numberId, @Nullable UUID loadId)
      throws SQLException {
    sql.update(INSERT, row(grant, numberId, loadId));
  }

  static @Nullable Object[] row(Grant grant, UUID numberId, @Nullable UUID loadId) {
    SealedEvidence evidence = grant.evidence();
    return new @Nullable Object[] {
      grant.id(),
      grant.personId(),
      numberId,
      loadId,
      grant.grantedAt(),
      grant.withdrawnAt(),
      Json.write(grant),
      evidence == null ? null : evidence.id()
    };
  }

  /** Whose grants, for which number. */
  record Of(UUID person, UUID number) {}

  /**
   * All grants of these people, under the root of those who were merged; of those that came with a
   * contact, the load in force.
   */
  Map<Of, List<Grant>> of(Sql sql, MergedPersons persons) throws SQLException {
    Map<Of, List<Grant>> found = new HashMap<>();
    sql.each(
        "SELECT g.person_id, g.number_id, g.body, COALESCE(g.withdrawn_at,"
            + " CASE WHEN g.granted_at <= p.grants_withdrawn_at"
            + " THEN p.grants_withdrawn_at END) AS withdrawn"
            + " FROM consent_grant g JOIN person p ON p.id = g.person_id"
            + " WHERE g.person_id IN ("
            + Sql.marks(persons.all().size())
            + ") AND (g.load_id IS NULL OR g.load_id IN (SELECT b.load_id FROM batch b))",
        row -> {
          UUID root = persons.root(Sql.id(row, "person_id"));
          found
              .computeIfAbsent(new Of(root, Sql.id(row, "number_id")), _ -> new ArrayList<>())
              .add(read(row, root, persons.withdrawalsOf(root)));
        },
        persons.all().toArray());
    return found;
  }

  private Grant read(ResultSet row, UUID person, Collection<MergedPersons.Withdrawal> withdrawals)
      throws SQLException {
    Grant given = Json.read(row.getString("body"), Grant.class);
    Instant withdrawnAt = Sql.atOrNull(row, "withdrawn");
    Set<Purpose> purposes = EnumSet.noneOf(Purpose.class);
    purposes.addAll(given.purposes());
    for (MergedPersons.Withdrawal withdrawal : withdrawals) {
      if (withdrawal.ends(given)) {
        if (withdrawal.purposes().isEmpty()) {
          purposes.clear();
        }
        purposes.removeAll(withdrawal.purposes());
        if (purposes.isEmpty() && withdrawnAt == null) {
          withdrawnAt = withdrawal.at();
        }
      }
    }
    SealedEvidence evidence = given.evidence();
    return new Grant(
        given.id(),
        person,
        given.scope(),
        withdrawnAt == null ? purposes : given.purposes(),
        given.channels(),
        given.syntheticVoice(),
        given.form(),
        given.noticeVersion(),
        given.grantedAt(),
        given.expiresAt(),
        withdrawnAt,
        given.evidenceSha256(),
        evidence == null ? null : shelf.asFound(evidence));
  }
}
