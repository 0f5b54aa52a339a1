package dev.assent.compliance.store.privacy;

import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.privacy.LegalHold;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.sql.Ids;
import dev.assent.compliance.store.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Holds of cases, as rows. */
public record LegalHoldRows(Sql sql, UUID controllerId) {
  private static final String SELECT =
      "SELECT id, case_id, person_id, recording_id, until_at, set_by, set_at, approved_by,"
          + " lifted_by, lifted_at FROM legal_hold";

  public void set(JournalEntry entry, Payloads.LegalHoldSet hold) throws SQLException {
    sql.update(
        "INSERT INTO legal_hold (id, controller_id, case_id, person_id, recording_id, until_at,"
            + " set_by, set_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        entry.about(),
        controllerId,
        hold.caseId(),
        hold.person(),
        hold.recording(),
        hold.until(),
        entry.actor(),
        entry.at());
  }

  public void approved(JournalEntry entry) throws SQLException {
    sql.update(
        "UPDATE legal_hold SET approved_by = ? WHERE id = ? AND approved_by IS NULL",
        entry.actor(),
        entry.about());
  }

  public void lifted(JournalEntry entry) throws SQLException {
    sql.update(
        "UPDATE legal_hold SET lifted_by = ?, lifted_at = ? WHERE id = ? AND lifted_at IS NULL",
        entry.actor(),
        entry.at(),
        entry.about());
  }

  static List<LegalHold> all(Sql sql) throws SQLException {
    return sql.list(SELECT + " ORDER BY set_at, id", LegalHoldRows::row);
  }

  /** Those in force about any of these people. */
  static List<LegalHold> inForce(Sql sql, Collection<UUID> persons, Instant now)
      throws SQLException {
    Ids ids = new Ids(persons);
    List<Object> parameters = ids.parameters();
    return sql.list(SELECT + ids.in("person_id"), LegalHoldRows::row, parameters.toArray()).stream()
        .filter(hold -> hold.inForce(now))
        .toList();
  }

  private static LegalHold row(ResultSet row) throws SQLException {
    @Nullable String approvedBy = row.getString("approved_by");
    @Nullable String liftedBy = row.getString("lifted_by");
    return new LegalHold(
        Sql.id(row, "id"),
        row.getString("case_id"),
        Sql.id(row, "person_id"),
        row.getObject("recording_id", UUID.class),
        Sql.at(row, "until_at"),
        row.getString("set_by"),
        Sql.at(row, "set_at"),
        approvedBy,
        liftedBy,
        Sql.atOrNull(row, "lifted_at"));
  }
}
