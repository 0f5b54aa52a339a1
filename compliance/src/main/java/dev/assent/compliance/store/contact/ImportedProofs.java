package dev.assent.compliance.store.contact;

import dev.assent.compliance.consent.SealedEvidence;
import dev.assent.compliance.intake.ContactRow;
import dev.assent.compliance.journal.Blob;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.consent.GrantRows;
import dev.assent.compliance.store.seal.EvidenceShelf;
import dev.assent.compliance.store.seal.Protection;
import dev.assent.compliance.store.seal.Sha256;
import dev.assent.compliance.store.sql.Database;
import dev.assent.compliance.store.sql.Ids;
import dev.assent.compliance.store.sql.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Seals the proofs that rows of a list bring, each under its person's evidence key, and then keeps
 * the grants that rest on them. No transaction is open while files are written. Owned by the thread
 * of the import.
 */
final class ImportedProofs {
  private final Database database;
  private final Commits.Source source;
  private final Protection protection;
  private final EvidenceShelf shelf;
  private final UUID loadId;

  ImportedProofs(Database database, Commits.Source source, Protection protection, UUID loadId) {
    this.database = database;
    this.source = source;
    this.protection = protection;
    this.shelf = new EvidenceShelf(protection);
    this.loadId = loadId;
  }

  void seal(List<ContactRows.Indexed> rows, Map<Blob, ContactRows.Owner> owners) {
    Set<UUID> persons = new LinkedHashSet<>();
    for (ContactRows.Indexed row : rows) {
      if (row.row().grants().stream().anyMatch(grant -> grant.evidence() != null)) {
        persons.add(ContactRows.owner(owners, row).person());
      }
    }
    if (persons.isEmpty()) {
      return;
    }
    Map<UUID, Long> keys = keys(persons);
    List<@Nullable Object[]> grants = new ArrayList<>();
    List<UUID> kept = new ArrayList<>();
    boolean done = false;
    try {
      for (ContactRows.Indexed row : rows) {
        ContactRows.Owner owner = ContactRows.owner(owners, row);
        for (ContactRow.GivenGrant given : row.row().grants()) {
          Path proof = given.evidence();
          if (proof != null) {
            byte[] bytes = read(proof, given.evidenceSha256());
            Long key = keys.get(owner.person());
            if (key == null) {
              throw new IllegalStateException("a person without an evidence key");
            }
            UUID id = source.id();
            SealedEvidence sealed = shelf.keep(id, key, bytes);
            kept.add(id);
            grants.add(
                GrantRows.row(
                    ContactRows.grant(source, given, owner.person(), sealed),
                    owner.number(),
                    loadId));
          }
        }
      }
      database.transaction(
          sql -> {
            sql.batch(GrantRows.INSERT, grants);
            return true;
          });
      done = true;
    } finally {
      if (!done) {
        kept.forEach(shelf::remove);
      }
    }
  }

  private static byte[] read(Path proof, String sha256) {
    try {
      byte[] bytes = Files.readAllBytes(proof);
      if (!Sha256.of(bytes).equals(sha256)) {
        throw new UncheckedIOException(
            new IOException("a proof changed during the import; import the list again"));
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException("a proof was there and cannot be read now", e);
    }
  }

  /** The evidence key of each, made where there is none yet. */
  private Map<UUID, Long> keys(Set<UUID> persons) {
    Map<UUID, Long> known = database.transaction(sql -> known(sql, persons));
    List<UUID> without = persons.stream().filter(person -> !known.containsKey(person)).toList();
    if (without.isEmpty()) {
      return known;
    }
    long[] made = protection.keys().create(without.size());
    Map<UUID, Long> all =
        database.transaction(
            sql -> {
              List<@Nullable Object[]> updates = new ArrayList<>();
              for (int i = 0; i < made.length; i++) {
                updates.add(new @Nullable Object[] {made[i], without.get(i)});
              }
              sql.batch(
                  "UPDATE person SET evidence_key = ? WHERE id = ? AND evidence_key IS NULL",
                  updates);
              return known(sql, persons);
            });
    List<Long> unused = new ArrayList<>();
    for (long key : made) {
      if (!all.containsValue(key)) {
        unused.add(key);
      }
    }
    if (!unused.isEmpty()) {
      protection.keys().destroy(unused);
    }
    return all;
  }

  private static Map<UUID, Long> known(Sql sql, Set<UUID> persons) throws SQLException {
    Map<UUID, Long> known = new HashMap<>();
    Ids wanted = new Ids(persons);
    sql.each(
        "SELECT id, evidence_key FROM person" + wanted.in("id") + " AND evidence_key IS NOT NULL",
        row -> known.put(Sql.id(row, "id"), row.getLong("evidence_key")),
        wanted.parameters().toArray());
    return known;
  }
}
