package dev.assent.compliance.store.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assent.compliance.audit.Dossier;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.PersonPayload;
import dev.assent.compliance.store.person.MergedPersons;
import dev.assent.compliance.store.seal.BlindIndexer;
import dev.assent.compliance.store.seal.Protection;
import dev.assent.compliance.store.sql.Sql;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Finds whose entries a dossier gathers, and opens what the journal keeps of them under their keys.
 * Any thread.
 */
public final class Dossiers {
  private final Commits commits;
  private final Commits.Source source;
  private final Protection protection;
  private final Journal journal;

  public Dossiers(Commits commits, Commits.Source source, Protection protection, Journal journal) {
    this.commits = commits;
    this.source = source;
    this.protection = protection;
    this.journal = journal;
  }

  /** Whose entries to gather for a number, all merged with its person included. */
  public Optional<Dossier.Whose> of(PhoneNumber number) {
    byte[] bi = protection.indexer().index(BlindIndexer.Purpose.NUMBER, number);
    byte[] dncBi = protection.indexer().index(BlindIndexer.Purpose.DNC, number);
    return whose(
        "SELECT id, person_id FROM number WHERE bi = ?"
            + " UNION SELECT id, person_id FROM number WHERE dnc_bi = ?",
        bi,
        dncBi);
  }

  /**
   * The same for whoever was called in a call.
   *
   * @param call the attempt's id, or the Call-ID the carrier has
   */
  public Optional<Dossier.Whose> ofCall(String call) {
    try {
      UUID attempt = UUID.fromString(call);
      return whose("SELECT number_id AS id, person_id FROM attempt WHERE id = ?", attempt);
    } catch (IllegalArgumentException notAnId) {
      return whose("SELECT number_id AS id, person_id FROM attempt WHERE sip_call_id = ?", call);
    }
  }

  private Optional<Dossier.Whose> whose(String select, Object... parameters) {
    return commits
        .database()
        .transaction(
            sql -> {
              Optional<UUID> person =
                  sql.first(select, row -> Sql.id(row, "person_id"), parameters);
              return person.isEmpty() ? Optional.empty() : Optional.of(all(sql, person.get()));
            });
  }

  private static Dossier.Whose all(Sql sql, UUID person) throws SQLException {
    MergedPersons merged = MergedPersons.of(sql, Set.of(person));
    Object[] persons = merged.all().toArray();
    String marks = Sql.marks(persons.length);
    Set<UUID> numbers =
        new LinkedHashSet<>(
            sql.list(
                "SELECT id FROM number WHERE person_id IN (" + marks + ")",
                row -> Sql.id(row, "id"),
                persons));
    List<Dossier.Origin> origins =
        sql.list(
            "SELECT DISTINCT b.id, b.source_id, b.file_sha256, b.imported_at, c.expires_at"
                + " FROM contact c JOIN batch b ON b.id = c.batch_id AND b.load_id = c.load_id"
                + " JOIN number x ON x.id = c.number_id WHERE x.person_id IN ("
                + marks
                + ") ORDER BY b.imported_at",
            row ->
                new Dossier.Origin(
                    Sql.id(row, "id"),
                    Sql.id(row, "source_id"),
                    row.getString("file_sha256"),
                    Sql.at(row, "imported_at"),
                    Sql.at(row, "expires_at")),
            persons);
    return new Dossier.Whose(merged.root(person), Set.copyOf(merged.all()), numbers, origins);
  }

  /** The person's part of an entry as JSON; empty when its key was destroyed. */
  public Optional<String> opened(JournalEntry entry) {
    return entry
        .person()
        .flatMap(
            part ->
                protection
                    .cipher()
                    .open(
                        part.keyRow(), PersonPayload.cell(entry.id()), part.bytes().toByteArray()))
        .map(bytes -> new String(bytes, UTF_8));
  }

  /**
   * Journals, before anything is opened, that somebody gathers what is known of a person.
   *
   * @return the entry's position
   */
  public long gathered(UUID pack, UUID person, String by, String why) {
    return gathered(pack, by, Map.of("person", person.toString(), "reason", why));
  }

  /**
   * The same for all calls of a period.
   *
   * @param days the first and the last
   */
  public long gathered(UUID pack, String days, String by, String why) {
    return gathered(pack, by, Map.of("days", days, "reason", why));
  }

  private long gathered(UUID pack, String by, Map<String, String> what) {
    return journal.append(
        List.of(
            JournalEntry.operational(
                source.id(),
                EntryType.EVIDENCE_GATHERED,
                source.now(),
                by,
                pack,
                Json.write(what))));
  }
}
