package dev.assent.compliance.store.suppression;

import dev.assent.compliance.consent.DncReach;
import dev.assent.compliance.consent.DncScope;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.store.commit.ListTerms;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.person.PurposeColumn;
import dev.assent.compliance.store.register.Standing;
import dev.assent.compliance.store.sql.Sql;
import dev.assent.compliance.suppression.ListKind;
import dev.assent.compliance.suppression.ListTitle;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which lists there are, and which of each name is in force: that is one row. */
public final class ListRows {
  private static final String SNAPSHOT =
      "SELECT s.id, s.name, s.kind, s.version, s.pepper, s.seal, s.entries, s.fetched_at,"
          + " s.valid_to, s.manner, s.scope, s.purposes, s.line, s.file_sha256, s.left_out,"
          + " s.actor, s.at FROM list_in_force f JOIN list_snapshot s ON s.id = f.snapshot_id";

  private ListRows() {}

  public static List<ListInForce> inForce(Sql sql) throws SQLException {
    return sql.list(SNAPSHOT + " ORDER BY s.name", ListRows::read);
  }

  static Optional<ListInForce> inForce(Sql sql, String name) throws SQLException {
    return sql.first(SNAPSHOT + " WHERE f.name = ?", ListRows::read, name);
  }

  public static void switched(
      Sql sql, UUID controllerId, JournalEntry entry, Payloads.ListSwitched list)
      throws SQLException {
    ListTerms terms = list.terms();
    ListTerms.Bulk bulk = terms.refusals();
    sql.update(
        "INSERT INTO list_snapshot (id, controller_id, name, kind, version, pepper, seal, entries,"
            + " fetched_at, valid_to, manner, scope, purposes, line, file_sha256, left_out, actor,"
            + " at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        entry.about(),
        controllerId,
        terms.title().name(),
        terms.title().kind(),
        terms.title().version(),
        list.pepper(),
        list.seal(),
        list.entries(),
        terms.fetchedAt(),
        terms.validTo(),
        bulk == null ? null : bulk.manner(),
        bulk == null ? null : bulk.reach().scope(),
        bulk == null ? null : PurposeColumn.text(bulk.reach().purposes()),
        bulk == null ? null : bulk.reach().line(),
        terms.fileSha256(),
        terms.leftOut(),
        entry.actor(),
        entry.at());
    int updated =
        sql.update(
            "UPDATE list_in_force SET snapshot_id = ? WHERE name = ?",
            entry.about(),
            terms.title().name());
    if (updated == 0) {
      sql.update(
          "INSERT INTO list_in_force (name, snapshot_id) VALUES (?, ?)",
          terms.title().name(),
          entry.about());
    }
    Standing.changed(sql, entry.id());
  }

  private static ListInForce read(ResultSet row) throws SQLException {
    return new ListInForce(
        Sql.id(row, "id"),
        new ListTerms(
            new ListTitle(
                row.getString("name"),
                ListKind.valueOf(row.getString("kind")),
                row.getString("version")),
            Sql.at(row, "fetched_at"),
            Sql.atOrNull(row, "valid_to"),
            bulk(row),
            row.getString("file_sha256"),
            row.getLong("left_out")),
        row.getInt("pepper"),
        row.getString("seal"),
        row.getLong("entries"),
        row.getString("actor"),
        Sql.at(row, "at"));
  }

  private static ListTerms.@Nullable Bulk bulk(ResultSet row) throws SQLException {
    String manner = row.getString("manner");
    return manner == null
        ? null
        : new ListTerms.Bulk(
            Manner.valueOf(manner),
            new DncReach(
                DncScope.valueOf(row.getString("scope")),
                PurposeColumn.purposes(row.getString("purposes")),
                row.getString("line")));
  }
}
