package dev.assent.compliance.store.sql;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Statements with parameters, on one connection. Owned by the thread of its transaction. */
public record Sql(Connection connection, KeptStatements statements, Changes changes) {
  /** What must know of the changes and locks of a transaction; owned by its thread. */
  interface Changes extends AutoCloseable {
    /** Before each of them. */
    void begin();

    /** When the transaction has ended. */
    @Override
    void close();
  }

  static final Changes UNHEARD =
      new Changes() {
        @Override
        public void begin() {}

        @Override
        public void close() {}
      };

  /** Where nobody must know. */
  public Sql(Connection connection, KeptStatements statements) {
    this(connection, statements, UNHEARD);
  }

  public interface Row<T> {
    T map(ResultSet row) throws SQLException;
  }

  public int update(String sql, @Nullable Object... parameters) throws SQLException {
    changes.begin();
    return run(sql, PreparedStatement::executeUpdate, parameters);
  }

  public <T> List<T> list(String sql, Row<T> row, @Nullable Object... parameters)
      throws SQLException {
    List<T> all = new ArrayList<>();
    each(sql, found -> all.add(row.map(found)), parameters);
    return all;
  }

  /** One row after the other. */
  public interface Each {
    void row(ResultSet row) throws SQLException;
  }

  public void each(String sql, Each each, @Nullable Object... parameters) throws SQLException {
    reads(sql);
    run(
        sql,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
              each.row(rows);
            }
          }
          return true;
        },
        parameters);
  }

  /** The first row, if any. */
  public <T> Optional<T> first(String sql, Row<T> row, @Nullable Object... parameters)
      throws SQLException {
    reads(sql);
    return run(
        sql,
        statement -> {
          try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(row.map(rows)) : Optional.<T>empty();
          }
        },
        parameters);
  }

  /** Runs the statement once for each array of parameters. */
  public void batch(String sql, List<@Nullable Object[]> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    changes.begin();
    run(
        sql,
        statement -> {
          for (@Nullable Object[] row : rows) {
            set(statement, row);
            statement.addBatch();
          }
          return statement.executeBatch();
        });
  }

  /** Of what reads, only locks are written. */
  private void reads(String sql) {
    if (sql.contains("FOR UPDATE")) {
      changes.begin();
    }
  }

  private interface Use<T> {
    T of(PreparedStatement statement) throws SQLException;
  }

  private <T> T run(String sql, Use<T> use, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = statements.take(sql);
    boolean done = false;
    try {
      set(statement, parameters);
      T result = use.of(statement);
      done = true;
      return result;
    } finally {
      if (done) {
        statements.giveBack(sql, statement);
      } else {
        statement.close();
      }
    }
  }

  private static void set(PreparedStatement statement, @Nullable Object... parameters)
      throws SQLException {
    set(statement, 0, parameters);
  }

  /** The parameters after the first {@code before}. */
  static void set(PreparedStatement statement, int before, @Nullable Object... parameters)
      throws SQLException {
    int at = before;
    for (Object value : parameters) {
      at++;
      switch (value) {
        case Instant instant -> statement.setObject(at, instant.atOffset(ZoneOffset.UTC));
        case Enum<?> constant -> statement.setString(at, constant.name());
        case byte[] bytes -> statement.setBytes(at, bytes);
        case byte[][] all -> statement.setArray(at, array(statement, "bytea", all));
        case UUID[] all -> statement.setArray(at, array(statement, "uuid", all));
        case null, default -> statement.setObject(at, value);
      }
    }
  }

  private static Array array(PreparedStatement statement, String type, Object[] values)
      throws SQLException {
    return statement.getConnection().createArrayOf(type, values);
  }

  /** {@code ?, ?, ?} for that many parameters. */
  public static String marks(int count) {
    return String.join(", ", java.util.Collections.nCopies(count, "?"));
  }

  public static UUID id(ResultSet row, String column) throws SQLException {
    return row.getObject(column, UUID.class);
  }

  public static Instant at(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  static @Nullable public Instant atOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  static @Nullable public Long longOrNull(ResultSet row, String column) throws SQLException {
    return row.getObject(column, Long.class);
  }
}
