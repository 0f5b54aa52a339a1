package dev.assent.compliance.store.attempt;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.TestCall;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.commit.PersonPayload;
import dev.assent.compliance.store.seal.ColumnCipher;
import dev.assent.compliance.store.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The numbers of our own staff that may be rung for a test. */
public final class TestNumberRows {
  private static final String COLUMNS =
      "SELECT t.id, t.number_id, x.person_id, t.key_row, t.sealed, t.entry_id, t.body, t.added_by,"
          + " t.added_at FROM test_number t JOIN number x ON x.id = t.number_id"
          + " WHERE t.removed_at IS NULL";

  private TestNumberRows() {}

  /**
   * @param entryId of the entry that sealed which number it is
   */
  @SuppressWarnings("ArrayRecordComponent") // opened once, never compared
  record Row(
      UUID id,
      UUID numberId,
      UUID personId,
      long keyRow,
      byte[] sealed,
      UUID entryId,
      Payloads.TestNumberAdded said,
      String addedBy,
      Instant addedAt) {

    /** Empty when the person's key was destroyed. */
    Optional<Payloads.MarkedFor> number(ColumnCipher cipher) {
      return cipher
          .open(keyRow, PersonPayload.cell(entryId), sealed)
          .map(json -> PersonPayload.read(json, Payloads.MarkedFor.class));
    }
  }

  public static void added(
      Sql sql, UUID controllerId, JournalEntry entry, Payloads.TestNumberAdded said)
      throws SQLException {
    JournalEntry.Sealed number = entry.person().orElseThrow();
    sql.update(
        "INSERT INTO test_number (id, controller_id, number_id, key_row, sealed, entry_id, body,"
            + " added_by, added_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        said.id(),
        controllerId,
        entry.subject().number(),
        number.keyRow(),
        number.bytes().toByteArray(),
        entry.id(),
        Json.write(said),
        entry.actor(),
        entry.at());
  }

  public static void removed(Sql sql, JournalEntry entry) throws SQLException {
    sql.update(
        "UPDATE test_number SET removed_by = ?, removed_at = ? WHERE id = ? AND removed_at IS NULL",
        entry.actor(),
        entry.at(),
        entry.about());
  }

  /** The oldest first. */
  static List<Row> inForce(Sql sql) throws SQLException {
    return sql.list(COLUMNS + " ORDER BY t.added_at, t.id", TestNumberRows::row);
  }

  static Optional<Row> find(Sql sql, UUID id) throws SQLException {
    return sql.first(COLUMNS + " AND t.id = ?", TestNumberRows::row, id);
  }

  /** Calls to them that were reserved. */
  static List<TestNumbers.Call> calls(Sql sql, String trunk, Instant since) throws SQLException {
    return sql.list(
        "SELECT id, contact_id, placed_at, outcome FROM attempt"
            + " WHERE campaign_id = ? AND placed_at >= ? AND trunk = ? ORDER BY placed_at, id",
        TestNumberRows::call,
        TestCall.CAMPAIGN,
        since,
        trunk);
  }

  private static TestNumbers.Call call(ResultSet row) throws SQLException {
    String outcome = row.getString("outcome");
    return new TestNumbers.Call(
        Sql.id(row, "id"),
        Sql.id(row, "contact_id"),
        Sql.at(row, "placed_at"),
        outcome == null ? null : Outcome.valueOf(outcome));
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        Sql.id(row, "id"),
        Sql.id(row, "number_id"),
        Sql.id(row, "person_id"),
        row.getLong("key_row"),
        row.getBytes("sealed"),
        Sql.id(row, "entry_id"),
        Json.read(row.getString("body"), Payloads.TestNumberAdded.class),
        row.getString("added_by"),
        Sql.at(row, "added_at"));
  }
}
