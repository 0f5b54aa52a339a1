package dev.assent.compliance.store;

import dev.assent.compliance.store.sql.KeptStatements;
import dev.assent.compliance.store.sql.Sql;
import dev.assent.compliance.store.sql.StoreSettings;
import dev.assent.compliance.store.sql.StoreUnavailable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;

/**
 * A copy of an embedded database that is no home's: opened to count what is in it. It needs no keys
 * and changes nothing but the copy's own bookkeeping. One owner.
 */
public final class CopiedDatabase implements AutoCloseable {
  private static final List<String> COUNTED =
      List.of("person", "number", "contact", "attempt", "consent_grant", "dnc");
  private static final int AT_ONCE = 500;

  private final Connection connection;
  private final Sql sql;

  private CopiedDatabase(Connection connection) {
    this.connection = connection;
    this.sql = new Sql(connection, new KeptStatements(connection, new LongAdder()));
  }

  /**
   * @param file without {@code .mv.db}
   * @throws StoreUnavailable when it cannot be opened
   */
  public static CopiedDatabase open(Path file) {
    try {
      return new CopiedDatabase(
          DriverManager.getConnection(
              StoreSettings.h2Url("file:" + file.toAbsolutePath()) + ";IFEXISTS=TRUE",
              "assent",
              ""));
    } catch (SQLException e) {
      throw new StoreUnavailable("the copied database cannot be opened, " + e.getSQLState(), e);
    }
  }

  /** Rows by table. */
  public Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    try {
      for (String table : COUNTED) {
        counts.put(
            table,
            sql.first("SELECT count(*) AS n FROM " + table, row -> row.getLong("n")).orElse(0L));
      }
      return counts;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** How many of these refusals are there. */
  public long refusals(Collection<UUID> ids) {
    List<UUID> all = new ArrayList<>(ids);
    long found = 0;
    try {
      for (int from = 0; from < all.size(); from += AT_ONCE) {
        List<UUID> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
        found +=
            sql.first(
                    "SELECT count(*) AS n FROM dnc WHERE id IN (" + Sql.marks(some.size()) + ")",
                    row -> row.getLong("n"),
                    some.toArray())
                .orElse(0L);
      }
      return found;
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  /** How many refusals of the number with that blind index are there. */
  public long refusalsOf(byte[] dncBi) {
    try {
      return sql.first(
              "SELECT count(*) AS n FROM dnc WHERE dnc_bi = ?", row -> row.getLong("n"), dncBi)
          .orElse(0L);
    } catch (SQLException e) {
      throw failed(e);
    }
  }

  private static StoreUnavailable failed(SQLException e) {
    return new StoreUnavailable("the copied database cannot be read, " + e.getSQLState(), e);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failed(e);
    }
  }
}
