package dev.assent.compliance.store;

import dev.assent.compliance.consent.Grant;
import java.sql.SQLException;
import java.time.Instant;
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
        row -> List.of(Json.read(row.text(), Grant.class)));
    ListedGrants listed = new ListedGrants();
    found.pages(
        "SELECT c.id, c.grants AS body FROM contact c JOIN batch b ON b.id = c.batch_id"
            + " AND b.load_id = c.load_id WHERE c.grants IS NOT NULL AND c.id > ? ORDER BY c.id"
            + " LIMIT ",
        row -> listed.read(row.id(), FIRST, row.text()));
    return new Grants.Ending(found.ending, found.first);
  }

  private record Row(UUID id, String text) {}

  private interface Reading {
    Collection<Grant> of(Row row);
  }

  private void pages(String query, Reading reading) {
    List<Row> page = page(query, FIRST);
    while (!page.isEmpty()) {
      page.forEach(row -> reading.of(row).forEach(this::note));
      page = page(query, page.getLast().id());
    }
  }

  private List<Row> page(String query, UUID after) {
    return database.transaction(sql -> page(sql, query, after));
  }

  private static List<Row> page(Sql sql, String query, UUID after) throws SQLException {
    return sql.list(query + PAGE, row -> new Row(Sql.id(row, "id"), row.getString("body")), after);
  }

  private void note(Grant grant) {
    Instant end = grant.expiresAt();
    if (end.isAfter(from) && !end.isAfter(until)) {
      ending++;
      first = first == null || end.isBefore(first) ? end : first;
    }
  }
}
