package dev.assent.compliance.store.contact;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assent.compliance.consent.Grant;
import dev.assent.compliance.consent.SealedEvidence;
import dev.assent.compliance.intake.ContactRow;
import dev.assent.compliance.journal.Blob;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.consent.ListedGrants;
import dev.assent.compliance.store.person.ContactCells;
import dev.assent.compliance.store.seal.ColumnCipher;
import dev.assent.compliance.store.seal.Protection;
import dev.assent.compliance.store.sql.BulkRows;
import dev.assent.compliance.store.sql.Database;
import dev.assent.compliance.store.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes staged contacts by the thousand: numbers and persons are found by blind index or made,
 * columns sealed under the person's key. One lot after the other; a lot's rows are sealed while its
 * persons and numbers are written.
 */
final class ContactRows {
  private final Database database;
  private final Commits.Source source;
  private final Protection protection;
  private final ImportBatch.Target target;
  private final ImportedProofs proofs;
  private final ImportDisputes disputes;
  private final Deque<Long> spareKeys = new ArrayDeque<>();

  private static final int REFUSED_AT_ONCE = 5_000;

  private static final BulkRows PERSONS =
      new BulkRows("person", "id", "controller_id", "seq", "contact_key");
  private static final BulkRows NUMBERS =
      new BulkRows("number", "id", "bi", "dnc_bi", "n", "person_id");
  private static final BulkRows CONTACTS =
      new BulkRows(
          "contact",
          "id",
          "load_id",
          "batch_id",
          "number_id",
          "person_id",
          "sealed_number",
          "sealed_mask",
          "sealed_name",
          "zone",
          "state",
          "ported",
          "language",
          "age_band",
          "quiet_times",
          "expires_at",
          "grants");

  private final NamedPersons named = new NamedPersons();
  private final ListedGrants grants = new ListedGrants();

  ContactRows(
      Database database, Commits.Source source, Protection protection, ImportBatch.Target target) {
    this.database = database;
    this.source = source;
    this.protection = protection;
    this.target = target;
    this.proofs = new ImportedProofs(database, source, protection, target.loadId());
    this.disputes = new ImportDisputes(source, protection.cipher(), target);
  }

  /** A row with the blind indexes of its number. */
  record Indexed(ContactRow row, Blob bi, Blob dncBi) {}

  /** Whom a number belongs to. */
  record Owner(UUID number, UUID person, @Nullable Long key) {}

  private record Found(Blob index, Owner owner) {}

  /**
   * @param rows in the order of the list
   */
  void insert(List<Indexed> rows) {
    List<Long> taken = new ArrayList<>();
    Map<Blob, Owner> owners =
        database.transaction(
            sql -> {
              // Begun again after another import made one of these numbers: nothing was committed.
              spareKeys.addAll(taken);
              taken.clear();
              named.forgetLot();
              return write(sql, rows, taken);
            });
    named.keepLot();
    proofs.seal(rows, owners);
  }

  private Map<Blob, Owner> write(Sql sql, List<Indexed> rows, List<Long> taken)
      throws SQLException {
    Map<Blob, Owner> owners = known(sql, rows);
    long missing =
        rows.stream()
            .filter(row -> !owners.containsKey(row.bi()) || owners.get(row.bi()).key() == null)
            .count();
    provide(Math.toIntExact(missing));
    disputes.find(sql, rows, owners, named);
    nameKnown(rows, owners);
    Made made = make(sql, rows, owners, taken);
    Sealing sealing = Sealing.of(rows, row -> contact(row, owner(owners, row)));
    try {
      PERSONS.insert(sql, made.persons().stream());
      NUMBERS.insert(sql, made.numbers().stream());
    } finally {
      // Also when they failed: what goes on sealing would use keys that are given to others.
      sealing.finish();
    }
    CONTACTS.insert(sql, sealing.rows());
    return owners;
  }

  /** Numbers that stand in the database, by their index. */
  private static Map<Blob, Owner> known(Sql sql, List<Indexed> rows) throws SQLException {
    Map<Blob, Owner> owners = find(sql, "bi", rows.stream().map(Indexed::bi).toList());
    List<Indexed> unknown = rows.stream().filter(row -> !owners.containsKey(row.bi())).toList();
    Map<Blob, Owner> refused = refusedOnly(sql, unknown);
    for (Indexed row : refused.isEmpty() ? List.<Indexed>of() : unknown) {
      Owner owner = refused.get(row.dncBi());
      if (owner != null) {
        sql.update(
            "UPDATE number SET bi = ? WHERE id = ? AND bi IS NULL",
            row.bi().toByteArray(),
            owner.number());
        owners.put(row.bi(), owner);
      }
    }
    return owners;
  }

  /**
   * A number whose person was erased, or that was refused before any list named it, is known by its
   * refusal alone. There are few of these, and looking each number of a long list up in a second
   * index costs as much as writing it.
   */
  private static Map<Blob, Owner> refusedOnly(Sql sql, List<Indexed> unknown) throws SQLException {
    Map<Blob, Owner> few = new HashMap<>();
    sql.list(
            "SELECT x.id, x.person_id, p.contact_key, x.dnc_bi AS found_by FROM number x"
                + " JOIN person p ON p.id = x.person_id"
                + " WHERE x.bi IS NULL AND x.dnc_bi IS NOT NULL LIMIT "
                + REFUSED_AT_ONCE,
            ContactRows::found)
        .forEach(row -> few.put(row.index(), row.owner()));
    return few.size() < REFUSED_AT_ONCE
        ? few
        : find(sql, "dnc_bi", unknown.stream().map(Indexed::dncBi).toList());
  }

  private void provide(int count) {
    int lacking = count - spareKeys.size();
    if (lacking > 0) {
      for (long row : protection.keys().create(lacking)) {
        spareKeys.add(row);
      }
    }
  }

  /** A reference stands for the person one of its numbers already belongs to. */
  private void nameKnown(List<Indexed> rows, Map<Blob, Owner> owners) {
    for (Indexed row : rows) {
      Owner owner = owners.get(row.bi());
      String reference = row.row().person();
      if (owner != null && owner.key() != null && reference != null) {
        named.nameIfAbsent(reference, new NamedPersons.Person(owner.person(), owner.key()));
      }
    }
  }

  /** Rows to be inserted; numbers in the order of their index, which is as random as they are. */
  private record Made(List<@Nullable Object[]> persons, List<@Nullable Object[]> numbers) {}

  private Made make(Sql sql, List<Indexed> rows, Map<Blob, Owner> owners, List<Long> taken)
      throws SQLException {
    List<@Nullable Object[]> persons = new ArrayList<>();
    List<Indexed> unknown = new ArrayList<>();
    Map<UUID, Long> keyed = new HashMap<>();
    for (Indexed row : rows) {
      Owner owner = owners.get(row.bi());
      if (owner == null) {
        NamedPersons.Person person = person(row.row().person(), persons, taken);
        owners.put(row.bi(), new Owner(source.orderedId(), person.id(), person.key()));
        unknown.add(row);
      } else if (owner.key() == null) {
        Long key = keyed.get(owner.person());
        if (key == null) {
          key = take(taken);
          keyForLostPerson(sql, owner.person(), key);
          keyed.put(owner.person(), key);
        }
        owners.put(row.bi(), new Owner(owner.number(), owner.person(), key));
      }
    }
    unknown.sort(Comparator.comparing(Indexed::bi));
    List<@Nullable Object[]> numbers = new ArrayList<>(unknown.size());
    for (Indexed row : unknown) {
      Owner owner = owner(owners, row);
      numbers.add(
          new @Nullable Object[] {
            owner.number(), row.bi().toByteArray(), row.dncBi().toByteArray(), 0L, owner.person()
          });
    }
    return new Made(persons, numbers);
  }

  static Owner owner(Map<Blob, Owner> owners, Indexed row) {
    Owner owner = owners.get(row.bi());
    if (owner == null) {
      throw new IllegalStateException("a number without an owner");
    }
    return owner;
  }

  private long take(List<Long> taken) {
    long key = spareKeys.remove();
    taken.add(key);
    return key;
  }

  private NamedPersons.Person person(
      @Nullable String reference, List<@Nullable Object[]> persons, List<Long> taken) {
    Optional<NamedPersons.Person> known =
        reference == null ? Optional.empty() : named.of(reference);
    if (known.isPresent()) {
      return known.get();
    }
    NamedPersons.Person made = new NamedPersons.Person(source.orderedId(), take(taken));
    persons.add(new @Nullable Object[] {made.id(), target.controllerId(), 0L, made.key()});
    if (reference != null) {
      named.nameIfAbsent(reference, made);
    }
    return made;
  }

  private static void keyForLostPerson(Sql sql, UUID person, long key) throws SQLException {
    int updated =
        sql.update(
            "UPDATE person SET contact_key = ? WHERE id = ? AND contact_key IS NULL", key, person);
    if (updated == 0) {
      throw new SQLException("another import was first", "40001");
    }
  }

  private static Map<Blob, Owner> find(Sql sql, String column, List<Blob> indexes)
      throws SQLException {
    Map<Blob, Owner> found = new HashMap<>();
    if (indexes.isEmpty()) {
      return found;
    }
    sql.list(
            "SELECT x.id, x.person_id, p.contact_key, x."
                + column
                + " AS found_by FROM number x JOIN person p ON p.id = x.person_id JOIN"
                + " UNNEST(CAST(? AS BYTEA ARRAY)) AS wanted(wanted_bi) ON wanted.wanted_bi = x."
                + column,
            ContactRows::found,
            // In the order of the index: neighbours stand in one page.
            (Object) indexes.stream().sorted().map(Blob::toByteArray).toArray(byte[][]::new))
        .forEach(row -> found.put(row.index(), row.owner()));
    return found;
  }

  private static Found found(ResultSet row) throws SQLException {
    return new Found(
        Blob.of(row.getBytes("found_by")),
        new Owner(Sql.id(row, "id"), Sql.id(row, "person_id"), Sql.longOrNull(row, "contact_key")));
  }

  private @Nullable Object[] contact(Indexed indexed, Owner owner) {
    Long key = owner.key();
    if (key == null) {
      throw new IllegalStateException("a person without a key");
    }
    ContactRow row = indexed.row();
    UUID id = contactId(target.batchId(), owner.number());
    ColumnCipher cipher = protection.cipher();
    String name = row.name();
    ZoneId zone = row.whereabouts().zone();
    return new @Nullable Object[] {
      id,
      target.loadId(),
      target.batchId(),
      owner.number(),
      owner.person(),
      cipher.seal(key, ContactCells.number(id), row.number().e164().getBytes(US_ASCII)),
      cipher.seal(key, ContactCells.mask(id), row.number().toString().getBytes(UTF_8)),
      name == null ? null : cipher.seal(key, ContactCells.name(id), name.getBytes(UTF_8)),
      zone == null ? null : zone.getId(),
      row.whereabouts().state(),
      row.whereabouts().ported(),
      row.language(),
      row.ageBand() == null ? null : row.ageBand().name(),
      row.quiet().byDay().isEmpty() ? null : row.quiet().written(),
      row.expiresAt(),
      grants.write(row.grants().stream().filter(given -> given.evidence() == null).toList())
    };
  }

  static Grant grant(
      Commits.Source source,
      ContactRow.GivenGrant given,
      UUID person,
      @Nullable SealedEvidence evidence) {
    return new Grant(
        source.orderedId(),
        person,
        given.scope(),
        given.purposes(),
        given.channels(),
        given.syntheticVoice(),
        given.form(),
        given.noticeVersion(),
        given.grantedAt(),
        given.expiresAt(),
        null,
        given.evidenceSha256(),
        evidence);
  }

  /**
   * The same again when the same list is imported again, so that its past stays its own; and in the
   * order of the numbers' ids, so that rows made together stand together.
   */
  static UUID contactId(UUID batchId, UUID numberId) {
    long high = numberId.getMostSignificantBits() ^ batchId.getMostSignificantBits();
    long low = numberId.getLeastSignificantBits() ^ batchId.getLeastSignificantBits();
    // RFC 9562, version 8: bits of our own making.
    return new UUID((high & ~0xF000L) | 0x8000L, (low & ~(0b11L << 62)) | (0b10L << 62));
  }

  /** Destroys keys no row names. */
  void discardSpareKeys() {
    if (!spareKeys.isEmpty()) {
      protection.keys().destroy(List.copyOf(spareKeys));
      spareKeys.clear();
    }
  }
}
