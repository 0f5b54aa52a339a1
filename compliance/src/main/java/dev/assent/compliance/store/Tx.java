package dev.assent.compliance.store;

import dev.assent.compliance.journal.EntryCodec;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.journal.JournalEntry.Subject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

    private Locked(
        UUID number, UUID person, long n, @Nullable Long callKey, @Nullable Long evidenceKey) {
      this.number = number;
      this.person = person;
      this.n = n;
      this.callKey = callKey;
      this.evidenceKey = evidenceKey;
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

  private record NumberRow(long n, UUID person) {}

  private record Keys(@Nullable Long call, @Nullable Long evidence) {}

  /**
   * Locks in the one order. A statement that locks names no second table: a check inside it would
   * be stale on both databases.
   */
  Locked lock(UUID numberId) throws SQLException {
    NumberRow number =
        sql.first(
                "SELECT n, person_id FROM number WHERE id = ? FOR UPDATE",
                row -> new NumberRow(row.getLong("n"), Sql.id(row, "person_id")),
                numberId)
            .orElseThrow(() -> new IllegalArgumentException("no such number"));
    Keys keys =
        sql.first(
                "SELECT seq, call_key, evidence_key FROM person WHERE id = ? FOR UPDATE",
                row ->
                    new Keys(Sql.longOrNull(row, "call_key"), Sql.longOrNull(row, "evidence_key")),
                number.person())
            .orElseThrow(() -> new IllegalStateException("a number without a person"));
    return new Locked(numberId, number.person(), number.n(), keys.call(), keys.evidence());
  }

  /** Makes the entry's change and puts it into the outbox. */
  void write(JournalEntry entry) throws SQLException {
    projection.apply(entry);
    outbox(entry);
    written.add(entry);
  }

  private void outbox(JournalEntry entry) throws SQLException {
    sql.update("INSERT INTO outbox (id, body) VALUES (?, ?)", entry.id(), EntryCodec.encode(entry));
  }
}
