package dev.assent.compliance.store.attempt;

import dev.assent.compliance.CallHistory;
import dev.assent.compliance.CallHistory.PastCall;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.store.person.MergedPersons;
import dev.assent.compliance.store.sql.Ids;
import dev.assent.compliance.store.sql.IdsStatement;
import dev.assent.compliance.store.sql.Sql;
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

  private static final IdsStatement SINCE =
      new IdsStatement(
          (persons, numbers) -> of(true, persons) + " UNION ALL " + of(false, numbers));

  static CallRows since(Sql sql, Instant since, MergedPersons persons, Set<UUID> numbers)
      throws SQLException {
    CallRows found = new CallRows(new HashMap<>(), new HashMap<>());
    Ids ofPersons = new Ids(persons.all());
    Ids ofNumbers = new Ids(numbers);
    List<Object> parameters = new ArrayList<>(ofPersons.parameters());
    parameters.add(since);
    parameters.addAll(ofNumbers.parameters());
    parameters.add(since);
    sql.each(
        SINCE.of(ofPersons, ofNumbers),
        row ->
            (row.getBoolean("is_person") ? found.persons() : found.numbers())
                .computeIfAbsent(persons.root(Sql.id(row, "called")), _ -> new ArrayList<>())
                .add(call(row)),
        parameters.toArray());
    return found;
  }

  private static String of(boolean person, Ids ids) {
    String column = person ? "person_id" : "number_id";
    return "SELECT "
        + person
        + " AS is_person, "
        + column
        + " AS called, id, campaign_id, contact_id, placed_at, state, rang_at, answered_at,"
        + " outcome, connect_ms, cause FROM attempt"
        + ids.in(column)
        + " AND placed_at >= ?";
  }

  CallHistory of(UUID person, UUID number) {
    return new CallHistory(
        persons.getOrDefault(person, List.of()), numbers.getOrDefault(number, List.of()));
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
        outcome == null ? null : Outcome.valueOf(outcome),
        Sql.longOrNull(row, "connect_ms"),
        disposition(row.getString("cause")));
  }

  /** A cause begins with it: {@code CONGESTION, 503}. */
  private static String disposition(@Nullable String cause) {
    int end = cause == null ? -1 : cause.indexOf(',');
    return cause == null || end < 0 ? "" : cause.substring(0, end);
  }
}
