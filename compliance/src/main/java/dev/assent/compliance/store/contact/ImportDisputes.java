package dev.assent.compliance.store.contact;

import dev.assent.compliance.intake.ContactRow;
import dev.assent.compliance.journal.Blob;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.person.ContactCells;
import dev.assent.compliance.store.person.MergedPersons;
import dev.assent.compliance.store.seal.ColumnCipher;
import dev.assent.compliance.store.sql.Ids;
import dev.assent.compliance.store.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a list says another thing of a person than a list that counts: another name or age
 * for the same number, two numbers as one customer that are two, or the other way round. Whoever it
 * is about is called by neither until somebody settles it. Owned by the thread of the import.
 */
final class ImportDisputes {
  private static final String NAME = "NAME";
  private static final String AGE = "AGE";
  private static final String PERSON = "PERSON";

  private final Commits.Source source;
  private final ColumnCipher cipher;
  private final ImportBatch.Target target;

  /** Under which reference of this list a person known before stood first. */
  private final KeyTable references = new KeyTable(2);

  ImportDisputes(Commits.Source source, ColumnCipher cipher, ImportBatch.Target target) {
    this.source = source;
    this.cipher = cipher;
    this.target = target;
  }

  /**
   * @param owners of numbers known before
   * @param named persons by the reference of this list, as far as read
   */
  void find(
      Sql sql,
      List<ContactRows.Indexed> rows,
      Map<Blob, ContactRows.Owner> owners,
      NamedPersons named)
      throws SQLException {
    if (owners.isEmpty()) {
      return;
    }
    List<@Nullable Object[]> found = new ArrayList<>();
    Map<UUID, ContactRow> byNumber = new HashMap<>();
    Map<String, UUID> stoodFor = new HashMap<>();
    for (ContactRows.Indexed indexed : rows) {
      ContactRows.Owner owner = owners.get(indexed.bi());
      if (owner != null && owner.key() != null) {
        byNumber.put(owner.number(), indexed.row());
        String reference = indexed.row().person();
        if (reference != null) {
          named.of(reference).ifPresent(known -> stoodFor.putIfAbsent(reference, known.id()));
          persons(sql, reference, owner.person(), stoodFor, found);
        }
      }
    }
    fields(sql, byNumber, found);
    sql.batch(
        "INSERT INTO dispute (id, load_id, person_id, found_with, kind, found_by, found_at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?)",
        found);
  }

  private void persons(
      Sql sql,
      String reference,
      UUID person,
      Map<String, UUID> stoodFor,
      List<@Nullable Object[]> found)
      throws SQLException {
    UUID before = stoodFor.putIfAbsent(reference, person);
    if (before != null && !before.equals(person)) {
      MergedPersons merged = MergedPersons.of(sql, java.util.Set.of(before, person));
      if (!merged.root(before).equals(merged.root(person))) {
        dispute(found, PERSON, before, person);
      }
    }
    ReferenceKey key = ReferenceKey.of(reference);
    if (!key.equals(firstOf(person, key))) {
      dispute(found, PERSON, person);
    }
  }

  /** The first reference the person stood under. */
  private ReferenceKey firstOf(UUID person, ReferenceKey key) {
    int place =
        references.putIfAbsent(
            person.getMostSignificantBits(),
            person.getLeastSignificantBits(),
            key.high(),
            key.low());
    return new ReferenceKey(references.number(place, 0), references.number(place, 1));
  }

  private void dispute(List<@Nullable Object[]> found, String kind, UUID... persons) {
    UUID with = source.id();
    for (UUID person : persons) {
      found.add(
          new @Nullable Object[] {
            source.id(), target.loadId(), person, with, kind, target.actor(), source.now()
          });
    }
  }

  /** Name and age of the same number in other lists that count. */
  private void fields(Sql sql, Map<UUID, ContactRow> rows, List<@Nullable Object[]> found)
      throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    Ids numbers = new Ids(rows.keySet());
    List<Object> parameters = new ArrayList<>(numbers.parameters());
    parameters.add(target.batchId());
    sql.each(
        "SELECT c.id, c.number_id, c.person_id, c.sealed_name, c.age_band, p.contact_key"
            + " FROM contact c JOIN batch b ON b.id = c.batch_id AND b.load_id = c.load_id"
            + " JOIN person p ON p.id = c.person_id"
            + numbers.in("c.number_id")
            + " AND c.batch_id <> ?",
        row -> {
          ContactRow said = rows.get(Sql.id(row, "number_id"));
          UUID person = Sql.id(row, "person_id");
          String ageBand = row.getString("age_band");
          if (said == null) {
            return;
          }
          if (said.ageBand() != null && ageBand != null && !said.ageBand().name().equals(ageBand)) {
            dispute(found, AGE, person);
          }
          byte[] sealed = row.getBytes("sealed_name");
          Long key = Sql.longOrNull(row, "contact_key");
          if (said.name() != null && sealed != null && key != null) {
            Optional<byte[]> name = cipher.open(key, ContactCells.name(Sql.id(row, "id")), sealed);
            if (name.isPresent()
                && !same(new String(name.get(), StandardCharsets.UTF_8), said.name())) {
              dispute(found, NAME, person);
            }
          }
        },
        parameters.toArray());
  }

  private static boolean same(String one, String other) {
    return plain(one).equals(plain(other));
  }

  private static String plain(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFKC)
        .replaceAll("[\\s.·-]+", "")
        .toLowerCase(Locale.ROOT);
  }
}
