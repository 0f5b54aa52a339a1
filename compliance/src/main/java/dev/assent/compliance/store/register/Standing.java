package dev.assent.compliance.store.register;

import dev.assent.compliance.Hold;
import dev.assent.compliance.store.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * What stands for every call at one moment, by one statement and never remembered.
 *
 * @param edition the entry that last changed the registers, a list in force or the gaps
 * @param holds those set, the oldest first, and then that of dropped files
 */
public record Standing(UUID edition, List<Hold> holds) {
  private static final String SELECT =
      "SELECT 'E' AS kind, entry_id AS id, '' AS scope, '' AS target, '' AS reason, '' AS set_by,"
          + " CAST(NULL AS TIMESTAMP(6) WITH TIME ZONE) AS set_at, CAST(0 AS BIGINT) AS line"
          + " FROM register_edition"
          + " UNION ALL SELECT 'H' AS kind, id, scope, target, reason, set_by, set_at,"
          + " CAST(0 AS BIGINT) AS line FROM hold WHERE lifted_at IS NULL"
          + " UNION ALL (SELECT 'I' AS kind, CAST(NULL AS UUID) AS id, '' AS scope,"
          + " sha256 AS target, '' AS reason, '' AS set_by, seen_at AS set_at, line"
          + " FROM inbox_row WHERE settled_at IS NULL ORDER BY seen_at, sha256, line LIMIT 1)";

  static Standing read(Sql sql) throws SQLException {
    List<UUID> edition = new ArrayList<>();
    List<Hold> set = new ArrayList<>();
    List<Hold> dropped = new ArrayList<>();
    sql.each(
        SELECT,
        row -> {
          switch (row.getString("kind")) {
            case "E" -> edition.add(Sql.id(row, "id"));
            case "H" -> set.add(hold(row));
            default ->
                dropped.add(
                    new DroppedLine(row.getString("target"), row.getLong("line"))
                        .hold(Sql.at(row, "set_at")));
          }
        });
    set.sort(Comparator.comparing(Hold::at).thenComparing(Hold::id));
    set.addAll(dropped);
    return new Standing(edition.getFirst(), set);
  }

  /** Called in the transaction of the change. */
  public static void changed(Sql sql, UUID entryId) throws SQLException {
    sql.update("UPDATE register_edition SET entry_id = ? WHERE one = 1", entryId);
  }

  private static Hold hold(ResultSet row) throws SQLException {
    return new Hold(
        Sql.id(row, "id"),
        Hold.Scope.valueOf(row.getString("scope")),
        row.getString("target"),
        row.getString("reason"),
        row.getString("set_by"),
        Sql.at(row, "set_at"));
  }
}
