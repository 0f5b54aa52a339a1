package dev.assent.compliance.store.campaign;

import dev.assent.compliance.store.sql.Sql;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** The contacts on a campaign's lists, as they were last imported. */
final class ListedContacts {
  /** Before every contact. */
  static final UUID FIRST = new UUID(0, 0);

  /** Whoever a list that was imported again has no more is neither due nor waited for. */
  static final String STILL_LISTED =
      " AND EXISTS (SELECT 1 FROM contact c JOIN batch b ON b.id = c.batch_id"
          + " AND b.load_id = c.load_id WHERE c.id = cc.contact_id)";

  private ListedContacts() {}

  /** The loads of its lists that are in force, the oldest first. */
  static List<UUID> loads(Sql sql, UUID campaignId) throws SQLException {
    return sql.list(
        "SELECT b.load_id FROM campaign_batch cb JOIN batch b ON b.id = cb.batch_id"
            + " WHERE cb.campaign_id = ? ORDER BY b.imported_at, b.id",
        row -> Sql.id(row, "load_id"),
        campaignId);
  }

  /** In the very order of the index: by id alone, H2 would read and sort the whole rest. */
  static List<UUID> page(Sql sql, UUID load, UUID after, int most) throws SQLException {
    return sql.list(
        "SELECT id FROM contact WHERE load_id = ? AND id > ? ORDER BY load_id, id LIMIT " + most,
        row -> Sql.id(row, "id"),
        load,
        after);
  }

  /** How many there are. */
  static long imported(Sql sql, UUID campaignId) throws SQLException {
    return count(
        sql,
        "SELECT COUNT(*) AS n FROM campaign_batch cb JOIN batch b ON b.id = cb.batch_id"
            + " JOIN contact c ON c.load_id = b.load_id WHERE cb.campaign_id = ?",
        campaignId);
  }

  static long count(Sql sql, String query, UUID id) throws SQLException {
    return sql.first(query, row -> row.getLong("n"), id).orElse(0L);
  }
}
