package dev.assent.compliance.store;

import dev.assent.compliance.CallHistory;
import dev.assent.compliance.CallHistory.PastCall;
import dev.assent.compliance.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Earlier calls, by person and by number. */
record CallRows(Map<UUID, List<PastCall>> persons, Map<UUID, List<PastCall>> numbers) {

  static CallRows since(Sql sql, Instant since, Set<UUID> persons, Set<UUID> numbers)
      throws SQLException {
    return new CallRows(
        calls(sql, "person_id", persons, since), calls(sql, "number_id", numbers, since));
  }

  CallHistory of(UUID person, UUID number) {
    return new CallHistory(
        persons.getOrDefault(person, List.of()), numbers.getOrDefault(number, List.of()));
  }

  private static Map<UUID, List<PastCall>> calls(
      Sql sql, String column, Set<UUID> ids, Instant since) throws SQLException {
    @Nullable Object[] parameters = new @Nullable Object[ids.size() + 1];
    ids.toArray(parameters);
    parameters[ids.size()] = since;
    Map<UUID, List<PastCall>> found = new HashMap<>();
    sql.each(
        "SELECT "
            + column
            + " AS called, id, campaign_id, contact_id, placed_at, state, rang_at, answered_at,"
            + " outcome FROM attempt WHERE "
            + column
            + " IN ("
            + Sql.marks(ids.size())
            + ") AND placed_at >= ?",
        row -> found.computeIfAbsent(Sql.id(row, "called"), _ -> new ArrayList<>()).add(call(row)),
        parameters);
    return found;
  }

  private static PastCall call(ResultSet row) throws SQLException {
    String outcome = row.getString("outcome");
    return new PastCall(
        Sql.id(row, "id"),
        Sql.id(row, "campaign_id"),
        Sql.id(row, "contact_id"),
        Sql.at(row, "placed_at"),
        !row.getString("state").equals("RELEASED"),
        Sql.atOrNull(row, "rang_at") != null || Sql.atOrNull(row, "answered_at") != null,
        outcome == null ? null : Outcome.valueOf(outcome));
  }
}
