package dev.assent.compliance.store.person;

import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.store.commit.Identities;
import dev.assent.compliance.store.sql.Sql;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rows of the number and the person an entry is about. */
public final class SubjectRows {
  private final Sql sql;
  private final UUID controllerId;
  private final Identities identities;

  public SubjectRows(Sql sql, UUID controllerId, Identities identities) {
    this.sql = sql;
    this.controllerId = controllerId;
    this.identities = identities;
  }

  /** Brings counter and keys up to the entry, making rows a database lost. */
  public void raise(JournalEntry entry) throws SQLException {
    JournalEntry.Subject subject = entry.subject();
    Optional<Identities.Identity> identity = identities.of(entry);
    byte @Nullable [] bi = identity.map(Identities.Identity::bi).map(SubjectRows::hex).orElse(null);
    byte @Nullable [] dncBi =
        identity.map(Identities.Identity::dncBi).map(SubjectRows::hex).orElse(null);
    int updated =
        sql.update(
            "UPDATE number SET n = GREATEST(n, ?) WHERE id = ?", subject.n(), subject.number());
    if (updated == 0) {
      insertPerson(sql, subject.person(), controllerId, null);
      sql.update(
          "INSERT INTO number (id, bi, dnc_bi, n, person_id) VALUES (?, ?, ?, ?, ?)",
          subject.number(),
          bi,
          dncBi,
          subject.n(),
          subject.person());
    } else if (bi != null) {
      sql.update(
          "UPDATE number SET bi = ?, dnc_bi = ? WHERE id = ? AND bi IS NULL",
          bi,
          dncBi,
          subject.number());
    }
    raisePerson(entry);
  }

  private void raisePerson(JournalEntry entry) throws SQLException {
    Optional<Long> keyRow = entry.person().map(JournalEntry.Sealed::keyRow);
    UUID person = entry.subject().person();
    if (keyRow.isPresent()) {
      String column = underCallKey(entry.type()) ? "call_key" : "evidence_key";
      sql.update(
          "UPDATE person SET " + column + " = ? WHERE id = ? AND " + column + " IS NULL",
          keyRow.get(),
          person);
    }
  }

  private static boolean underCallKey(EntryType type) {
    return type == EntryType.ATTEMPT_HELD
        || type == EntryType.REVIEW_NOTED
        || type == EntryType.REVIEW_SCORED;
  }

  static void insertPerson(Sql sql, UUID id, UUID controllerId, @Nullable Long contactKey)
      throws SQLException {
    sql.update(
        "INSERT INTO person (id, controller_id, seq, contact_key) VALUES (?, ?, 0, ?)"
            + " ON CONFLICT DO NOTHING",
        id,
        controllerId,
        contactKey);
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
