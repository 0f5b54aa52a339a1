package dev.assent.compliance.store;

import dev.assent.compliance.journal.EntryCodec;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.journal.JournalEntry.Subject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One transaction of the contract: lock, check, change, entry into the outbox. */
final class Tx {
  private final Sql sql;
  private final Projection projection;
  private final List<JournalEntry> written = new ArrayList<>();

  Tx(Sql sql, Projection projection) {
    this.sql = sql;
    this.projection = projection;
  }

  Sql sql() {
    return sql;
  }

  List<JournalEntry> written() {
    return written;
  }

  /** A number and its person, locked until the transaction ends. */
  static final class Locked {
    private final UUID number;
    private final UUID person;
    private final @Nullable Long callKey;
    private final @Nullable Long evidenceKey;
    private long n;

    private Locked(UUID number, UUID person, long n, Keys keys) {
      this.number = number;
      this.person = person;
      this.n = n;
      this.callKey = keys.call();
      this.evidenceKey = keys.evidence();
    }

    UUID number() {
      return number;
    }

    UUID person() {
      return person;
    }

    Optional<Long> callKey() {
      return Optional.ofNullable(callKey);
    }

    Optional<Long> evidenceKey() {
      return Optional.ofNullable(evidenceKey);
    }

    /** The subject of the next entry about this number. */
    Subject next() {
      n++;
      return new Subject(number, person, n);
    }
  }

  private record NumberRow(UUID id, long n, UUID person) {}

  private record Keys(@Nullable Long call, @Nullable Long evidence, @Nullable UUID root) {}

  /**
   * Locks in the one order. A statement that locks names no second table: a check inside it would
   * be stale on both databases.
   */
  Locked lock(UUID numberId) throws SQLException {
    return person(number(numberId));
  }

  /** Several in the one order: numbers by their blind index, then persons by id. */
  List<Locked> lockAll(Collection<UUID> numberIds) throws SQLException {
    List<UUID> inOrder =
        sql.list(
            "SELECT id FROM number WHERE id IN ("
                + Sql.marks(numberIds.size())
                + ") ORDER BY bi, dnc_bi, id",
            row -> Sql.id(row, "id"),
            numberIds.toArray());
    List<NumberRow> numbers = new ArrayList<>();
    for (UUID id : inOrder) {
      numbers.add(number(id));
    }
    numbers.sort(Comparator.comparing(NumberRow::person));
    List<Locked> locked = new ArrayList<>();
    for (NumberRow number : numbers) {
      locked.add(person(number));
    }
    return locked;
  }

  /** Everybody who is one with that person: what one of them says counts for each. */
  Set<UUID> together(Locked locked) throws SQLException {
    return Set.copyOf(MergedPersons.together(sql, locked.person()));
  }

  private NumberRow number(UUID numberId) throws SQLException {
    return sql.first(
            "SELECT n, person_id FROM number WHERE id = ? FOR UPDATE",
            row -> new NumberRow(numberId, row.getLong("n"), Sql.id(row, "person_id")),
            numberId)
        .orElseThrow(() -> new IllegalArgumentException("no such number"));
  }

  private Locked person(NumberRow number) throws SQLException {
    Keys keys =
        sql.first(
                "SELECT seq, call_key, evidence_key, merged_into FROM person WHERE id = ?"
                    + " FOR UPDATE",
                row ->
                    new Keys(
                        Sql.longOrNull(row, "call_key"),
                        Sql.longOrNull(row, "evidence_key"),
                        row.getObject("merged_into", UUID.class)),
                number.person())
            .orElseThrow(() -> new IllegalStateException("a number without a person"));
    if (keys.root() != null) {
      // Calls to any of those who are one wait for each other here.
      sql.list(
          "SELECT seq FROM person WHERE id = ? FOR UPDATE", row -> row.getLong("seq"), keys.root());
    }
    return new Locked(number.id(), number.person(), number.n(), keys);
  }

  static Optional<Long> evidenceKey(Sql sql, UUID person) throws SQLException {
    return sql
        .list(
            "SELECT evidence_key FROM person WHERE id = ?",
            row -> Optional.ofNullable(Sql.longOrNull(row, "evidence_key")),
            person)
        .stream()
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** Makes the entry's change and puts it into the outbox. */
  void write(JournalEntry entry) throws SQLException {
    projection.apply(entry);
    outbox(entry);
    written.add(entry);
  }

  /** The same of a reservation, whose payload need not be read again. */
  void write(JournalEntry entry, Payloads.Held held) throws SQLException {
    projection.held(entry, held);
    outbox(entry);
    written.add(entry);
  }

  private void outbox(JournalEntry entry) throws SQLException {
    sql.update("INSERT INTO outbox (id, body) VALUES (?, ?)", entry.id(), EntryCodec.encode(entry));
  }
}
