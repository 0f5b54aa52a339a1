package dev.assent.compliance.store.person;

import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.sql.Database;
import dev.assent.compliance.store.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The row of a number, made when first needed: step (a) of the lock order. */
public final class NumberRows {
  private final Database database;
  private final Commits.Source source;
  private final UUID controllerId;

  public NumberRows(Database database, Commits.Source source, UUID controllerId) {
    this.database = database;
    this.source = source;
    this.controllerId = controllerId;
  }

  private record Row(UUID id, boolean indexed) {}

  /**
   * Finds the row or makes it, in a transaction of its own.
   *
   * @param bi null when only a refusal is known of the number
   */
  public UUID ensure(byte @Nullable [] bi, byte[] dncBi) {
    return database.transaction(sql -> ensure(sql, bi, dncBi));
  }

  private UUID ensure(Sql sql, byte @Nullable [] bi, byte[] dncBi) throws SQLException {
    Optional<Row> row = Optional.empty();
    if (bi != null) {
      row = sql.first("SELECT id, bi FROM number WHERE bi = ?", NumberRows::row, bi);
    }
    if (row.isEmpty()) {
      row = sql.first("SELECT id, bi FROM number WHERE dnc_bi = ?", NumberRows::row, dncBi);
    }
    if (row.isPresent()) {
      if (bi != null && !row.get().indexed()) {
        sql.update("UPDATE number SET bi = ? WHERE id = ? AND bi IS NULL", bi, row.get().id());
      }
      return row.get().id();
    }
    UUID person = source.id();
    UUID number = source.id();
    SubjectRows.insertPerson(sql, person, controllerId, null);
    sql.update(
        "INSERT INTO number (id, bi, dnc_bi, n, person_id) VALUES (?, ?, ?, 0, ?)",
        number,
        bi,
        dncBi,
        person);
    return number;
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(Sql.id(row, "id"), row.getBytes("bi") != null);
  }
}
