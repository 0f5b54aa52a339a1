package dev.assent.compliance.store.suppression;

import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** What became of dropped files: rows nobody could read, and files that were taken. */
public final class InboxRows {
  private InboxRows() {}

  static boolean taken(Sql sql, String sha256) throws SQLException {
    return sql.first("SELECT sha256 FROM inbox_file WHERE sha256 = ?", row -> sha256, sha256)
        .isPresent();
  }

  /** Every row of that file nobody could read, settled or not. */
  static List<Inbox.Row> of(Sql sql, String sha256) throws SQLException {
    return sql.list(SELECT + " WHERE sha256 = ? ORDER BY line", InboxRows::read, sha256);
  }

  /** Those nobody has settled. */
  static List<Inbox.Row> open(Sql sql) throws SQLException {
    return sql.list(
        SELECT + " WHERE settled_at IS NULL ORDER BY seen_at, sha256, line", InboxRows::read);
  }

  private static final String SELECT =
      "SELECT sha256, line, reason, advice, seen_at, settled_at, settled_by, settlement"
          + " FROM inbox_row";

  private static Inbox.Row read(ResultSet row) throws SQLException {
    return new Inbox.Row(
        row.getString("sha256"),
        row.getLong("line"),
        row.getString("reason"),
        row.getString("advice"),
        Sql.at(row, "seen_at"),
        Sql.atOrNull(row, "settled_at"),
        row.getString("settled_by"),
        row.getString("settlement"));
  }

  public static void held(Sql sql, JournalEntry entry, Payloads.InboxHeld held)
      throws SQLException {
    sql.update(
        "INSERT INTO inbox_row (sha256, line, reason, advice, seen_at) VALUES (?, ?, ?, ?, ?)"
            + " ON CONFLICT DO NOTHING",
        held.sha256(),
        held.line(),
        held.reason(),
        held.advice(),
        entry.at());
  }

  public static void settled(Sql sql, JournalEntry entry, Payloads.InboxSettled settled)
      throws SQLException {
    sql.update(
        "UPDATE inbox_row SET settled_at = ?, settled_by = ?, settlement = ?, note = ?"
            + " WHERE sha256 = ? AND line = ? AND settled_at IS NULL",
        entry.at(),
        entry.actor(),
        settled.settlement(),
        settled.note(),
        settled.sha256(),
        settled.line());
  }

  public static void taken(Sql sql, JournalEntry entry, Payloads.InboxTaken taken)
      throws SQLException {
    sql.update(
        "INSERT INTO inbox_file (sha256, row_count, taken_at) VALUES (?, ?, ?)"
            + " ON CONFLICT DO NOTHING",
        taken.sha256(),
        taken.rows(),
        entry.at());
  }
}
