package dev.assent.compliance.store.nodes;

import dev.assent.compliance.store.sql.KeptStatements;
import dev.assent.compliance.store.sql.NodeSettings;
import dev.assent.compliance.store.sql.PostgresCopy;
import dev.assent.compliance.store.sql.Schema;
import dev.assent.compliance.store.sql.Sql;
import dev.assent.compliance.store.sql.StoreSettings;
import dev.assent.compliance.store.sql.StoreUnavailable;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.StreamSupport;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Copies an embedded database that nobody has open into a PostgreSQL, where its home becomes the
 * first node. Every row in one transaction, compared before it commits: killed at any moment there
 * is all of it or nothing. One owner.
 */
public final class DatabaseMove {
  private static final int ROWS_AT_ONCE = 2000;

  private final Sql from;
  private final Sql to;

  private DatabaseMove(Sql from, Sql to) {
    this.from = from;
    this.to = to;
  }

  /**
   * A table that is the same on both sides.
   *
   * @param digest over its rows in any order, hexadecimal
   */
  public record Table(String name, long rows, String digest) {}

  private record Columns(String table, List<String> names, List<String> types) {
    String list() {
      return names.stream()
          .map(name -> '"' + name + '"')
          .collect(java.util.stream.Collectors.joining(", "));
    }
  }

  /**
   * What an earlier attempt of this same home left there gives way.
   *
   * @param file the embedded database, without {@code .mv.db}, of this release's schema
   * @param to of a node: its settings name this home
   * @param journal this home's
   * @throws StoreUnavailable when that database is another's, engines have used it, or what came
   *     there is not what was sent; the embedded one is as it was
   */
  public static List<Table> copy(Path file, StoreSettings to, UUID journal) {
    NodeSettings self = to.node().orElseThrow();
    try (Connection target = DriverManager.getConnection(to.url(), to.user(), to.password())) {
      Schema.requireNotNewer(Schema.state(target));
      Schema.migrate(to);
      target.setAutoCommit(false);
      try (Connection source =
          DriverManager.getConnection(
              StoreSettings.h2Url("file:" + file.toAbsolutePath())
                  + ";IFEXISTS=TRUE;LAZY_QUERY_EXECUTION=1",
              "assent",
              "")) {
        List<Table> tables =
            new DatabaseMove(sql(source), sql(target)).all(self, journal, to.controllerId());
        target.commit();
        return tables;
      }
    } catch (SQLException e) {
      throw new StoreUnavailable("the database cannot be copied, error " + e.getSQLState(), e);
    } catch (FlywayException e) {
      throw new StoreUnavailable("the schema there is not ours", e);
    }
  }

  private static Sql sql(Connection connection) {
    return new Sql(connection, new KeptStatements(connection, new LongAdder()));
  }

  private List<Table> all(NodeSettings self, UUID journal, UUID controller) throws SQLException {
    NodeRows nodes = new NodeRows(to);
    nodes.lockOut();
    nodes.requireUnused(self, journal, controller);
    List<Columns> tables = tables();
    requireSameColumns(tables);
    try (Statement empty = to.connection().createStatement()) {
      empty.execute(
          "TRUNCATE "
              + String.join(", ", tables.stream().map(Columns::table).toList())
              + " RESTART IDENTITY");
    }
    List<Table> moved = new ArrayList<>();
    for (Columns table : tables) {
      Table sent = send(table);
      Table there = read(to, table);
      if (!sent.equals(there)) {
        throw new StoreUnavailable("table " + table.table() + " did not come over whole", null);
      }
      moved.add(sent);
    }
    countOn();
    // What this journal may still lack is this node's to append.
    to.update("UPDATE outbox SET node_id = ?", self.id());
    to.update("UPDATE idle_load SET node_id = ?", self.id());
    nodes.moveIn(self, journal);
    return moved;
  }

  private List<Columns> tables() throws SQLException {
    List<Columns> tables = new ArrayList<>();
    for (String table :
        to.list(
            "SELECT table_name FROM information_schema.tables WHERE table_type = 'BASE TABLE'"
                + " AND table_schema = CURRENT_SCHEMA AND table_name <> 'flyway_schema_history'"
                + " ORDER BY table_name",
            row -> row.getString("table_name"))) {
      List<String> types = new ArrayList<>();
      List<String> names =
          to.list(
              "SELECT column_name, data_type FROM information_schema.columns"
                  + " WHERE table_schema = CURRENT_SCHEMA AND table_name = ? ORDER BY column_name",
              row -> {
                types.add(row.getString("data_type"));
                return row.getString("column_name");
              },
              table);
      tables.add(new Columns(table, names, types));
    }
    return tables;
  }

  /** A table or column that only one side has would be lost unseen. */
  private void requireSameColumns(List<Columns> tables) throws SQLException {
    List<String> there =
        tables.stream()
            .flatMap(table -> table.names().stream().map(name -> table.table() + "." + name))
            .sorted()
            .toList();
    List<String> here =
        from
            .list(
                "SELECT table_name, column_name FROM information_schema.columns"
                    + " WHERE table_schema = CURRENT_SCHEMA",
                row -> row.getString("table_name") + "." + row.getString("column_name"))
            .stream()
            .filter(column -> !column.startsWith("flyway_schema_history."))
            .sorted()
            .toList();
    if (!here.equals(there)) {
      throw new StoreUnavailable("the two databases are not of one release", null);
    }
  }

  private Table send(Columns table) throws SQLException {
    TableDigest digest = new TableDigest();
    try (Statement statement = from.connection().createStatement();
        ResultSet rows =
            statement.executeQuery("SELECT " + table.list() + " FROM " + table.table())) {
      PostgresCopy.rows(
          to.connection().unwrap(PGConnection.class),
          "COPY " + table.table() + " (" + table.list() + ") FROM STDIN (FORMAT binary)",
          StreamSupport.stream(
              Spliterators.spliteratorUnknownSize(
                  new Rows(rows, table.types(), digest), Spliterator.ORDERED),
              false));
    }
    return digest.of(table.table());
  }

  private static Table read(Sql sql, Columns table) throws SQLException {
    TableDigest digest = new TableDigest();
    try (Statement statement = sql.connection().createStatement()) {
      statement.setFetchSize(ROWS_AT_ONCE);
      try (ResultSet rows =
          statement.executeQuery("SELECT " + table.list() + " FROM " + table.table())) {
        while (rows.next()) {
          digest.add(row(rows, table.types()));
        }
      }
    }
    return digest.of(table.table());
  }

  private static @Nullable Object[] row(ResultSet rows, List<String> types) throws SQLException {
    @Nullable Object[] row = new @Nullable Object[types.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = value(rows, i + 1, types.get(i));
    }
    return row;
  }

  private static @Nullable Object value(ResultSet rows, int at, String type) throws SQLException {
    return switch (type) {
      case "uuid" -> rows.getObject(at, UUID.class);
      case "bigint" -> rows.getObject(at, Long.class);
      case "integer" -> rows.getObject(at, Integer.class);
      case "boolean" -> rows.getObject(at, Boolean.class);
      case "character varying" -> rows.getString(at);
      case "bytea" -> rows.getBytes(at);
      case "date" -> rows.getObject(at, LocalDate.class);
      case "timestamp with time zone" -> {
        OffsetDateTime found = rows.getObject(at, OffsetDateTime.class);
        yield found == null ? null : found.toInstant();
      }
      default -> throw new StoreUnavailable("no column of type " + type + " is copied", null);
    };
  }

  /** Counters go on after what is there. */
  private void countOn() throws SQLException {
    List<String> counters =
        to.list(
            "SELECT table_name, column_name FROM information_schema.columns"
                + " WHERE table_schema = CURRENT_SCHEMA AND is_identity = 'YES'",
            row ->
                "SELECT setval(pg_get_serial_sequence('%1$s', '%2$s'), COALESCE(max(%2$s), 0) + 1, false) FROM %1$s"
                    .formatted(row.getString("table_name"), row.getString("column_name")));
    for (String counter : counters) {
      to.list(counter, _ -> true);
    }
  }

  /** Rows as they come, each counted on its way. */
  private static final class Rows implements Iterator<@Nullable Object[]> {
    private final ResultSet rows;
    private final List<String> types;
    private final TableDigest digest;
    private @Nullable Boolean more;

    Rows(ResultSet rows, List<String> types, TableDigest digest) {
      this.rows = rows;
      this.types = types;
      this.digest = digest;
    }

    @Override
    public boolean hasNext() {
      Boolean known = more;
      if (known == null) {
        try {
          known = rows.next();
        } catch (SQLException e) {
          throw broken(e);
        }
        more = known;
      }
      return known;
    }

    @Override
    public @Nullable Object[] next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      more = null;
      try {
        @Nullable Object[] row = row(rows, types);
        digest.add(row);
        return row;
      } catch (SQLException e) {
        throw broken(e);
      }
    }

    private static StoreUnavailable broken(SQLException e) {
      return new StoreUnavailable("the embedded database cannot be read, " + e.getSQLState(), e);
    }
  }
}
