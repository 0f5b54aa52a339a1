package dev.assent.compliance.store.consent;

import dev.assent.compliance.consent.Grant;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.sql.Database;
import dev.assent.compliance.store.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Consents that run out in a span of time. Their ends stand inside of what they say, so all of them
 * are read, a page at a time: for a look a day, not for one at each command.
 */
final class EndingConsents {
  private static final int PAGE = 1_000;
  private static final UUID FIRST = new UUID(0, 0);

  private final Database database;
  private final Instant from;
  private final Instant until;
  private long ending;
  private @Nullable Instant first;

  private EndingConsents(Database database, Instant from, Instant until) {
    this.database = database;
    this.from = from;
    this.until = until;
  }

  static Grants.Ending count(Database database, Instant from, Instant until) {
    EndingConsents found = new EndingConsents(database, from, until);
    found.pages(
        "SELECT id, body FROM consent_grant WHERE withdrawn_at IS NULL AND (load_id IS NULL OR"
            + " load_id IN (SELECT load_id FROM batch)) AND id > ? ORDER BY id LIMIT ",
        List.of(),
        row -> List.of(Json.read(row.text(), Grant.class)));
    ListedGrants listed = new ListedGrants();
    for (UUID load : database.transaction(EndingConsents::loads)) {
      // In the very order of the index: by id alone, H2 would read and sort the whole rest.
      found.pages(
          "SELECT id, grants AS body FROM contact WHERE load_id = ? AND id > ? AND grants IS NOT"
              + " NULL ORDER BY load_id, id LIMIT ",
          List.of(load),
          row -> listed.read(row.id(), FIRST, row.text()));
    }
    return new Grants.Ending(found.ending, found.first);
  }

  private static List<UUID> loads(Sql sql) throws SQLException {
    return sql.list("SELECT load_id FROM batch ORDER BY id", row -> Sql.id(row, "load_id"));
  }

  private record Row(UUID id, String text) {}

  private interface Reading {
    Collection<Grant> of(Row row);
  }

  private void pages(String query, List<UUID> of, Reading reading) {
    List<Row> page = page(query, of, FIRST);
    while (!page.isEmpty()) {
      page.forEach(row -> reading.of(row).forEach(this::note));
      page = page(query, of, page.getLast().id());
    }
  }

  private List<Row> page(String query, List<UUID> of, UUID after) {
    List<Object> marks = new ArrayList<>(of);
    marks.add(after);
    return database.transaction(
        sql ->
            sql.list(
                query + PAGE,
                row -> new Row(Sql.id(row, "id"), row.getString("body")),
                marks.toArray()));
  }

  private void note(Grant grant) {
    Instant end = grant.expiresAt();
    if (end.isAfter(from) && !end.isAfter(until)) {
      ending++;
      first = first == null || end.isBefore(first) ? end : first;
    }
  }
}
