package dev.assent.compliance.store.consent;

import dev.assent.compliance.consent.Grant;
import dev.assent.compliance.consent.SealedEvidence;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.person.MergedPersons;
import dev.assent.compliance.store.seal.EvidenceShelf;
import dev.assent.compliance.store.sql.Ids;
import dev.assent.compliance.store.sql.IdsStatement;
import dev.assent.compliance.store.sql.Sql;
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
public final class GrantRows {
  public static final String INSERT =
      "INSERT INTO consent_grant (id, person_id, number_id, load_id, granted_at, withdrawn_at,"
          + " body, evidence_id) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

  private static final IdsStatement STANDING =
      new IdsStatement(
          (wanted, called) ->
              "SELECT g.person_id, g.number_id, g.body, COALESCE(g.withdrawn_at,"
                  + " CASE WHEN g.granted_at <= p.grants_withdrawn_at"
                  + " THEN p.grants_withdrawn_at END) AS withdrawn, CAST(NULL AS UUID) AS contact_id,"
                  + " CAST(NULL AS TIMESTAMP(6) WITH TIME ZONE) AS imported_at"
                  + " FROM consent_grant g JOIN person p ON p.id = g.person_id"
                  + wanted.in("g.person_id")
                  + " AND (g.load_id IS NULL OR g.load_id IN (SELECT b.load_id FROM batch b))"
                  + " UNION ALL SELECT c.person_id, c.number_id, c.grants AS body,"
                  + " p.grants_withdrawn_at AS withdrawn, c.id AS contact_id, b.imported_at"
                  + " FROM contact c"
                  + " JOIN batch b ON b.id = c.batch_id AND b.load_id = c.load_id"
                  + " JOIN person p ON p.id = c.person_id"
                  + called.in("c.number_id")
                  + " AND c.grants IS NOT NULL");

  private final EvidenceShelf shelf;
  private final ListedGrants listed = new ListedGrants();

  public GrantRows(EvidenceShelf shelf) {
    this.shelf = shelf;
  }

  public static void insert(Sql sql, Grant grant, UUID numberId, @Nullable UUID loadId)
      throws SQLException {
    sql.update(INSERT, row(grant, numberId, loadId));
  }

  static @Nullable public Object[] row(Grant grant, UUID numberId, @Nullable UUID loadId) {
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
  public record Of(UUID person, UUID number) {}

  /**
   * All grants of these people, under the root of those who were merged; of those that came with a
   * contact, the load in force.
   */
  public Map<Of, List<Grant>> of(Sql sql, MergedPersons persons) throws SQLException {
    List<UUID> numbers =
        sql.list(
            "SELECT id FROM number" + new Ids(persons.all()).in("person_id"),
            row -> Sql.id(row, "id"),
            new Ids(persons.all()).parameters().toArray());
    return of(sql, persons, numbers);
  }

  /** The same for these numbers of theirs; what others of their numbers have may be left out. */
  public Map<Of, List<Grant>> of(Sql sql, MergedPersons persons, Collection<UUID> numbers)
      throws SQLException {
    Map<Of, List<Grant>> found = new HashMap<>();
    Ids wanted = new Ids(persons.all());
    Ids called = new Ids(numbers);
    List<Object> parameters = new ArrayList<>(wanted.parameters());
    parameters.addAll(called.parameters());
    sql.each(
        STANDING.of(wanted, called),
        row -> {
          UUID person = Sql.id(row, "person_id");
          UUID root = persons.root(person);
          Collection<MergedPersons.Withdrawal> withdrawals = persons.withdrawalsOf(root);
          List<Grant> all =
              found.computeIfAbsent(new Of(root, Sql.id(row, "number_id")), _ -> new ArrayList<>());
          UUID contact = row.getObject("contact_id", UUID.class);
          Instant withdrawn = Sql.atOrNull(row, "withdrawn");
          if (contact == null) {
            Grant given = Json.read(row.getString("body"), Grant.class);
            all.add(standing(given, withdrawn, root, withdrawals));
          } else {
            Instant imported = Sql.at(row, "imported_at");
            for (Grant given : listed.read(contact, person, row.getString("body"))) {
              all.add(standing(given, ended(given, imported, withdrawn), root, withdrawals));
            }
          }
        },
        parameters.toArray());
    return found;
  }

  /** A refusal ends what was given up to then, and what a list said by then, whatever its date. */
  private static @Nullable Instant ended(Grant given, Instant imported, @Nullable Instant at) {
    return at == null || (given.grantedAt().isAfter(at) && imported.isAfter(at)) ? null : at;
  }

  private Grant standing(
      Grant given,
      @Nullable Instant ended,
      UUID person,
      Collection<MergedPersons.Withdrawal> withdrawals) {
    Instant withdrawnAt = ended;
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
