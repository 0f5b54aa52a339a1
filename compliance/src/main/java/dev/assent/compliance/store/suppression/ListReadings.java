package dev.assent.compliance.store.suppression;

import dev.assent.compliance.Found;
import dev.assent.compliance.consent.DncEntry;
import dev.assent.compliance.consent.DncState;
import dev.assent.compliance.store.commit.ListTerms;
import dev.assent.compliance.store.person.MergedPersons;
import dev.assent.compliance.store.sql.Ids;
import dev.assent.compliance.store.sql.Sql;
import dev.assent.compliance.suppression.ListEntry;
import dev.assent.compliance.suppression.ListKind;
import dev.assent.compliance.suppression.ListReading;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** What the lists in force say of the numbers of some people. Read once a page; one thread. */
public final class ListReadings {
  private final ListShelf shelf;
  private final List<ListInForce> lists;
  private final Map<UUID, byte[]> indexes;
  private final Map<UUID, List<UUID>> numbers;

  private ListReadings(
      ListShelf shelf,
      List<ListInForce> lists,
      Map<UUID, byte[]> indexes,
      Map<UUID, List<UUID>> numbers) {
    this.shelf = shelf;
    this.lists = lists;
    this.indexes = indexes;
    this.numbers = numbers;
  }

  public static ListReadings of(
      Sql sql, ListShelf shelf, List<ListInForce> lists, MergedPersons persons)
      throws SQLException {
    Map<UUID, byte[]> indexes = new HashMap<>();
    Map<UUID, List<UUID>> numbers = new HashMap<>();
    if (!lists.isEmpty()) {
      Ids all = new Ids(persons.all());
      sql.each(
          "SELECT id, person_id, dnc_bi FROM number"
              + all.in("person_id")
              + " AND dnc_bi IS NOT NULL",
          row -> {
            UUID number = Sql.id(row, "id");
            indexes.put(number, row.getBytes("dnc_bi"));
            numbers
                .computeIfAbsent(persons.root(Sql.id(row, "person_id")), _ -> new ArrayList<>())
                .add(number);
          },
          all.parameters().toArray());
    }
    return new ListReadings(shelf, lists, indexes, numbers);
  }

  /** As decisions write it down; empty without lists. */
  public String versions() {
    return lists.stream().map(list -> "; " + list.mark()).collect(Collectors.joining());
  }

  /** What the lists of others say of one number. */
  public Found<List<ListReading>> of(UUID number) {
    List<ListReading> readings = new ArrayList<>();
    for (ListInForce list : lists) {
      ListKind kind = list.terms().title().kind();
      if (kind != ListKind.REFUSALS) {
        Instant validTo = list.terms().validTo();
        readings.add(
            new ListReading(
                list.name(),
                kind,
                list.terms().title().version(),
                list.terms().fetchedAt(),
                validTo == null ? Instant.MAX : validTo,
                look(list, number)));
      }
    }
    return Found.present(readings);
  }

  private Found<ListEntry> look(ListInForce list, UUID number) {
    byte[] index = indexes.get(number);
    return index == null ? Found.unreadable("the number has no index") : shelf.look(list, index);
  }

  /** The entries of the database, and the refusals that came in bulk. */
  public DncState dnc(UUID person, List<DncEntry> entries) {
    List<DncEntry> all = new ArrayList<>(entries);
    for (ListInForce list : lists) {
      ListTerms.Bulk bulk = list.terms().refusals();
      if (bulk != null) {
        for (UUID number : numbers.getOrDefault(person, List.of())) {
          switch (look(list, number)) {
            case Found.Absent<ListEntry>() -> {}
            case Found.Present<ListEntry>(ListEntry(var day)) ->
                all.add(
                    new DncEntry(
                        list.id(),
                        bulk.reach(),
                        bulk.manner(),
                        day == null ? list.terms().fetchedAt() : start(day)));
            case Found.Unreadable<ListEntry>(var why) -> {
              return new DncState.Unavailable(list.name() + ": " + why);
            }
          }
        }
      }
    }
    return all.isEmpty() ? new DncState.NotListed() : new DncState.Listed(all);
  }

  private static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
