package dev.assent.compliance.store.commit;

import dev.assent.compliance.journal.EntryCodec;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.journal.JournalEntry.Subject;
import dev.assent.compliance.store.nodes.Claims;
import dev.assent.compliance.store.nodes.Cluster;
import dev.assent.compliance.store.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One transaction of the contract: lock, check, change, entry into the outbox. */
public final class Tx {
  private final Sql sql;
  private final Applier applier;
  private final Optional<Cluster> cluster;
  private final List<JournalEntry> written = new ArrayList<>();

  public Tx(Sql sql, Applier applier, Optional<Cluster> cluster) {
    this.sql = sql;
    this.applier = applier;
    this.cluster = cluster;
  }

  public Sql sql() {
    return sql;
  }

  List<JournalEntry> written() {
    return written;
  }

  /** A number and its person, locked until the transaction ends. */
  public static final class Locked {
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

    public UUID number() {
      return number;
    }

    public UUID person() {
      return person;
    }

    public Optional<Long> callKey() {
      return Optional.ofNullable(callKey);
    }

    public Optional<Long> evidenceKey() {
      return Optional.ofNullable(evidenceKey);
    }

    /** The subject of the next entry about this number. */
    public Subject next() {
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
  public Locked lock(UUID numberId) throws SQLException {
    return person(number(numberId));
  }

  /** Several in the one order: numbers by their blind index, then persons by id. */
  public List<Locked> lockAll(Collection<UUID> numberIds) throws SQLException {
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

  public static Optional<Long> evidenceKey(Sql sql, UUID person) throws SQLException {
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
  public void write(JournalEntry entry) throws SQLException {
    applier.apply(entry);
    outbox(entry);
    written.add(entry);
  }

  /** The same of a reservation, whose payload need not be read again. */
  public void write(JournalEntry entry, Payloads.Held held) throws SQLException {
    applier.held(entry, held);
    outbox(entry);
    written.add(entry);
  }

  /** The same of a choice. */
  public void write(JournalEntry entry, Payloads.Chosen choice) throws SQLException {
    applier.chosen(entry, choice);
    outbox(entry);
    written.add(entry);
  }

  /** The same of an attempt's end. */
  public void write(JournalEntry entry, Payloads.Ended end) throws SQLException {
    applier.ended(entry, end);
    outbox(entry);
    written.add(entry);
  }

  private void outbox(JournalEntry entry) throws SQLException {
    sql.update(
        "INSERT INTO outbox (id, body, node_id) VALUES (?, ?, ?)",
        entry.id(),
        EntryCodec.encode(entry),
        cluster.map(Cluster::id).orElse(null));
    if (cluster.isPresent() && entry.type() == EntryType.ATTEMPT_HELD) {
      sql.update("UPDATE attempt SET node_id = ? WHERE id = ?", cluster.get().id(), entry.about());
    }
  }

  /** With the commit the other nodes hear whose calls must end. */
  void tellOthers() throws SQLException {
    if (cluster.isEmpty()) {
      return;
    }
    Set<UUID> persons = new LinkedHashSet<>();
    for (JournalEntry entry : written) {
      if (endsCalls(entry.type())) {
        persons.add(entry.subject().person());
      }
    }
    if (!persons.isEmpty()) {
      cluster.get().tell(sql, persons);
    }
  }

  private static boolean endsCalls(EntryType type) {
    return type == EntryType.OPT_OUT
        || type == EntryType.PERSON_RESTRICTED
        || type == EntryType.CONSENT_WITHDRAWN
        || type == EntryType.PERSON_ERASED;
  }

  /** Whether the contact was this node's to decide about: of several nodes one claimed it. */
  public boolean useClaim(UUID campaign, UUID contact) throws SQLException {
    return cluster.isEmpty() || new Claims(cluster.get()).use(sql, campaign, contact);
  }
}
