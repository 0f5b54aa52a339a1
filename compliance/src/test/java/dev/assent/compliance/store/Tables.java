package dev.assent.compliance.store;

import dev.assent.compliance.store.sql.StoreSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a database says of the legal facts, as text: everything a rebuild must give back. */
public final class Tables {
  private static final Map<String, String> QUERIES =
      Map.ofEntries(
          Map.entry("register", "SELECT * FROM register"),
          Map.entry("campaign_batch", "SELECT * FROM campaign_batch"),
          Map.entry("approval", "SELECT * FROM approval"),
          Map.entry("hold", "SELECT * FROM hold"),
          Map.entry("gap", "SELECT * FROM gap"),
          Map.entry("batch", "SELECT * FROM batch"),
          Map.entry("attempt", "SELECT * FROM attempt"),
          Map.entry("evidence", "SELECT * FROM evidence"),
          Map.entry("dnc", "SELECT * FROM dnc"),
          Map.entry("list_snapshot", "SELECT * FROM list_snapshot"),
          Map.entry("inbox_file", "SELECT * FROM inbox_file"),
          Map.entry("inbox_row", "SELECT * FROM inbox_row"),
          Map.entry("list_in_force", "SELECT * FROM list_in_force"),
          Map.entry("consent_grant", "SELECT * FROM consent_grant WHERE load_id IS NULL"),
          Map.entry("rights_request", "SELECT * FROM rights_request"),
          Map.entry("review", "SELECT * FROM review"),
          Map.entry("review_seed", "SELECT * FROM review_seed"),
          Map.entry("review_note", "SELECT * FROM review_note"),
          Map.entry("review_score", "SELECT * FROM review_score"),
          Map.entry("review_heard", "SELECT * FROM review_heard"),
          Map.entry("erasure", "SELECT * FROM erasure"),
          Map.entry("erasure_item", "SELECT * FROM erasure_item"),
          Map.entry("erasure_order", "SELECT * FROM erasure_order"),
          Map.entry("legal_hold", "SELECT * FROM legal_hold"),
          Map.entry("export_order", "SELECT * FROM export_order"),
          Map.entry("export_word", "SELECT * FROM export_word"),
          Map.entry("withdrawal", "SELECT * FROM withdrawal"),
          Map.entry("number", "SELECT id, n, person_id, dnc_bi FROM number WHERE n > 0"),
          Map.entry(
              "person",
              "SELECT id, controller_id, seq, call_key, evidence_key, grants_withdrawn_at,"
                  + " restricted, flags, tombstone_at, merged_into, merged_by"
                  + " FROM person WHERE id IN (SELECT person_id FROM number WHERE n > 0)"),
          Map.entry(
              "campaign_contact",
              "SELECT * FROM campaign_contact WHERE reasons <> '' OR state <> 'WAITING'"));

  private Tables() {}

  public static Map<String, List<String>> facts(StoreSettings settings) {
    Map<String, List<String>> all = new TreeMap<>();
    try (Connection connection =
            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        Statement statement = connection.createStatement()) {
      for (Map.Entry<String, String> query : QUERIES.entrySet()) {
        all.put(query.getKey(), rows(statement, query.getValue()));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return all;
  }

  private static List<String> rows(Statement statement, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet found = statement.executeQuery(query)) {
      while (found.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
          Object value = found.getObject(i);
          row.append(value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value);
          row.append(" | ");
        }
        rows.add(row.toString());
      }
    }
    rows.sort(null);
    return rows;
  }

  public static List<Long> longs(StoreSettings settings, String query) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(query)) {
      List<Long> all = new ArrayList<>();
      while (found.next()) {
        all.add(found.getLong(1));
      }
      return all;
    }
  }

  public static long count(StoreSettings settings, String table) {
    try (Connection connection =
            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
      found.next();
      return found.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
