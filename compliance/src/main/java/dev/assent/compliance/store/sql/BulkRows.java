package dev.assent.compliance.store.sql;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Rows by the thousand into one table, the quickest way each database has: COPY on PostgreSQL,
 * several rows a statement on H2. A failure half-way leaves the transaction to be rolled back.
 * Owned by the thread of its transaction.
 */
public record BulkRows(String table, List<String> columns) {
  /** More a statement is no quicker: what is left is the table itself. */
  private static final int ROWS_A_STATEMENT = 20;

  public BulkRows(String table, String... columns) {
    this(table, List.of(columns));
  }

  /**
   * @param rows read once, in order, while the rows before are on their way to the database
   */
  public void insert(Sql sql, Stream<@Nullable Object[]> rows) throws SQLException {
    sql.changes().begin();
    if (sql.connection().isWrapperFor(PGConnection.class)) {
      PGConnection postgres = sql.connection().unwrap(PGConnection.class);
      PostgresCopy.rows(postgres, "COPY " + head() + " FROM STDIN (FORMAT binary)", rows);
    } else {
      statements(sql, rows);
    }
  }

  private String head() {
    return table + " (" + String.join(", ", columns) + ")";
  }

  private void statements(Sql sql, Stream<@Nullable Object[]> rows) throws SQLException {
    List<@Nullable Object[]> waiting = new ArrayList<>(ROWS_A_STATEMENT);
    try (PreparedStatement full = sql.connection().prepareStatement(text(ROWS_A_STATEMENT))) {
      for (@Nullable Object[] row : (Iterable<@Nullable Object[]>) rows::iterator) {
        waiting.add(row);
        if (waiting.size() == ROWS_A_STATEMENT) {
          write(full, waiting);
        }
      }
    }
    if (!waiting.isEmpty()) {
      try (PreparedStatement rest = sql.connection().prepareStatement(text(waiting.size()))) {
        write(rest, waiting);
      }
    }
  }

  private static void write(PreparedStatement statement, List<@Nullable Object[]> rows)
      throws SQLException {
    int at = 0;
    for (@Nullable Object[] row : rows) {
      Sql.set(statement, at, row);
      at += row.length;
    }
    statement.executeUpdate();
    rows.clear();
  }

  private String text(int rows) {
    String row = "(" + Sql.marks(columns.size()) + ")";
    return "INSERT INTO " + head() + " VALUES " + String.join(", ", Collections.nCopies(rows, row));
  }
}
