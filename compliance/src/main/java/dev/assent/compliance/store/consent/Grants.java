package dev.assent.compliance.store.consent;

import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.consent.Grant;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.consent.SealedEvidence;
import dev.assent.compliance.intake.ContactRow.GivenGrant;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Identities;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.commit.PersonPayload;
import dev.assent.compliance.store.commit.Tx;
import dev.assent.compliance.store.person.MergedPersons;
import dev.assent.compliance.store.person.NumberRows;
import dev.assent.compliance.store.seal.BlindIndexer;
import dev.assent.compliance.store.seal.EvidenceShelf;
import dev.assent.compliance.store.seal.Protection;
import dev.assent.compliance.store.seal.Sha256;
import dev.assent.compliance.store.seal.SpareKey;
import dev.assent.compliance.store.sql.LockBusy;
import dev.assent.compliance.store.sql.Sql;
import dev.assent.compliance.store.sql.StoreUnavailable;
import dev.assent.compliance.store.suppression.Refusals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Consents that come by other ways than a list of contacts, and the word that ends one (A-16,
 * B-20). Each change is durable on return. Any thread.
 */
public final class Grants {
  private final Commits commits;
  private final Commits.Source source;
  private final Protection protection;
  private final NumberRows numbers;
  private final EvidenceShelf shelf;
  private final Refusals refusals;

  public Grants(
      Commits commits,
      Commits.Source source,
      Protection protection,
      NumberRows numbers,
      Refusals refusals) {
    this.commits = commits;
    this.source = source;
    this.protection = protection;
    this.numbers = numbers;
    this.shelf = new EvidenceShelf(protection);
    this.refusals = refusals;
  }

  private record Subject(UUID number, Optional<Long> evidenceKey) {}

  /**
   * Keeps a consent of whoever has this number, its proof sealed first; the same one only once.
   *
   * @throws NotAllowed when the proof is not the one the consent names
   */
  public UUID give(PhoneNumber number, GivenGrant given, String actor) throws NotAllowed {
    byte[] bi = protection.indexer().index(BlindIndexer.Purpose.NUMBER, number);
    byte[] dncBi = protection.indexer().index(BlindIndexer.Purpose.DNC, number);
    byte @Nullable [] proof = proof(given);
    String sha256 = proof == null ? given.evidenceSha256() : Sha256.of(proof);
    if (!given.evidenceSha256().isEmpty() && !given.evidenceSha256().equals(sha256)) {
      throw new NotAllowed("the proof is not the one whose SHA-256 the consent names");
    }
    Optional<UUID> known = known(number, given, sha256);
    if (known.isPresent()) {
      return known.get();
    }
    UUID numberId = numbers.ensure(bi, dncBi);
    return keep(
        numberId,
        identity(bi, dncBi),
        proof,
        null,
        actor,
        (person, evidence) ->
            new Grant(
                source.id(),
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
                sha256,
                evidence));
  }

  /** The same word written down before, so that a list of consents may be imported twice. */
  private Optional<UUID> known(PhoneNumber number, GivenGrant given, String sha256) {
    return of(number).stream()
        .filter(
            grant ->
                grant.scope() == given.scope()
                    && grant.grantedAt().equals(given.grantedAt())
                    && grant.expiresAt().equals(given.expiresAt())
                    && grant.form() == given.form()
                    && grant.noticeVersion().equals(given.noticeVersion())
                    && grant.evidenceSha256().equals(sha256)
                    && (grant.withdrawnAt() != null || grant.purposes().equals(given.purposes()))
                    && (given.evidence() == null || grant.evidence() != null))
        .map(Grant::id)
        .findFirst();
  }

  private static byte @Nullable [] proof(GivenGrant given) {
    try {
      return given.evidence() == null ? null : Files.readAllBytes(given.evidence());
    } catch (IOException e) {
      throw new UncheckedIOException("a proof of consent cannot be read", e);
    }
  }

  /**
   * Brings the proof of a consent that came with its hash alone. The consent is kept anew with it;
   * what the list said stays.
   *
   * @throws NotAllowed when there is no such consent, or the proof is another
   */
  public UUID attach(UUID grantId, byte[] proof, String actor) throws NotAllowed {
    Known known =
        commits
            .database()
            .transaction(
                sql -> {
                  Optional<Known> kept = kept(sql, grantId);
                  return kept.isPresent() ? kept : listed(sql, grantId);
                })
            .orElseThrow(() -> new NotAllowed("there is no such consent"));
    Grant old = known.grant();
    if (!Sha256.of(proof).equals(old.evidenceSha256())) {
      throw new NotAllowed("the proof is not the one whose SHA-256 the consent names");
    }
    return keep(
        known.number(),
        known.identity(),
        proof,
        old.id(),
        actor,
        (person, evidence) ->
            new Grant(
                source.id(),
                person,
                old.scope(),
                old.purposes(),
                old.channels(),
                old.syntheticVoice(),
                old.form(),
                old.noticeVersion(),
                old.grantedAt(),
                old.expiresAt(),
                null,
                old.evidenceSha256(),
                evidence));
  }

  private record Known(UUID number, Identities.Identity identity, Grant grant) {}

  private static Optional<Known> kept(Sql sql, UUID grantId) throws SQLException {
    return sql.first(
        "SELECT g.body, x.id, x.bi, x.dnc_bi FROM consent_grant g"
            + " JOIN number x ON x.id = g.number_id WHERE g.id = ?"
            + " AND (g.load_id IS NULL OR g.load_id IN (SELECT b.load_id FROM batch b))",
        row -> known(row, Json.read(row.getString("body"), Grant.class)),
        grantId);
  }

  /** A consent that stands in the row of its contact. */
  private static Optional<Known> listed(Sql sql, UUID grantId) throws SQLException {
    List<UUID> contacts = ListedGrants.contacts(grantId);
    List<Optional<Known>> found =
        sql.list(
            "SELECT c.id AS contact_id, c.grants, x.id, x.person_id, x.bi, x.dnc_bi FROM contact c"
                + " JOIN batch b ON b.id = c.batch_id AND b.load_id = c.load_id"
                + " JOIN number x ON x.id = c.number_id WHERE c.grants IS NOT NULL AND c.id IN ("
                + Sql.marks(contacts.size())
                + ")",
            row -> {
              Optional<Grant> grant =
                  new ListedGrants()
                      .find(
                          grantId,
                          Sql.id(row, "contact_id"),
                          Sql.id(row, "person_id"),
                          row.getString("grants"));
              return grant.isEmpty() ? Optional.empty() : Optional.of(known(row, grant.get()));
            },
            contacts.toArray());
    return found.stream().flatMap(Optional::stream).findFirst();
  }

  private static Known known(ResultSet row, Grant grant) throws SQLException {
    return new Known(
        Sql.id(row, "id"), identity(row.getBytes("bi"), row.getBytes("dnc_bi")), grant);
  }

  private interface Made {
    Grant grant(UUID person, @Nullable SealedEvidence evidence);
  }

  private UUID keep(
      UUID numberId,
      Identities.Identity identity,
      byte @Nullable [] proof,
      @Nullable UUID supersedes,
      String actor,
      Made made) {
    Subject subject = subject(numberId);
    SpareKey spare = SpareKey.unless(subject.evidenceKey().isPresent(), protection.keys());
    UUID evidenceId = source.id();
    UUID entryId = source.id();
    try {
      long key = spare.before(subject.evidenceKey());
      @Nullable SealedEvidence evidence = proof == null ? null : shelf.keep(evidenceId, key, proof);
      UUID grantId =
          commits.persistently(
              tx -> {
                spare.notCommitted();
                Tx.Locked locked = tx.lock(numberId);
                if (spare.or(locked.evidenceKey()) != key) {
                  throw new SQLException("the person's keys changed", "40001");
                }
                Grant grant = made.grant(locked.person(), evidence);
                tx.write(
                    new JournalEntry(
                        entryId,
                        EntryType.CONSENT_GRANTED,
                        source.now(),
                        actor,
                        locked.next(),
                        grant.id(),
                        Optional.of(
                            PersonPayload.seal(
                                protection.cipher(), key, entryId, Json.write(identity))),
                        Optional.empty(),
                        Optional.of(Json.write(new Payloads.Granted(grant, supersedes)))));
                return grant.id();
              });
      return grantId;
    } catch (LockBusy e) {
      spare.notCommitted();
      if (proof != null) {
        shelf.remove(evidenceId);
      }
      throw new StoreUnavailable("the consent could not be kept in time", e);
    } finally {
      spare.discard();
    }
  }

  private Subject subject(UUID numberId) {
    return commits
        .database()
        .transaction(
            sql ->
                sql.first(
                    "SELECT p.evidence_key FROM number x JOIN person p ON p.id = x.person_id"
                        + " WHERE x.id = ?",
                    row ->
                        new Subject(
                            numberId, Optional.ofNullable(Sql.longOrNull(row, "evidence_key"))),
                    numberId))
        .orElseThrow(() -> new IllegalArgumentException("no such number"));
  }

  public static Identities.Identity identity(byte @Nullable [] bi, byte[] dncBi) {
    HexFormat hex = HexFormat.of();
    return new Identities.Identity(bi == null ? null : hex.formatHex(bi), hex.formatHex(dncBi));
  }

  /**
   * A person takes back their consent for these purposes, whatever list or call gave it (B-20).
   * What rings for them now is cancelled, what waits in a queue no longer does. A consent given up
   * to now counts no more, however often its list is imported again.
   *
   * @param purposes empty for all
   */
  public void withdraw(
      PhoneNumber number, GrantScope scope, Set<Purpose> purposes, Manner manner, String actor) {
    byte[] bi = protection.indexer().index(BlindIndexer.Purpose.NUMBER, number);
    byte[] dncBi = protection.indexer().index(BlindIndexer.Purpose.DNC, number);
    UUID numberId = numbers.ensure(bi, dncBi);
    UUID id = source.id();
    Payloads.Withdrawn withdrawn =
        new Payloads.Withdrawn(
            HexFormat.of().formatHex(dncBi),
            protection.indexer().version(),
            scope,
            purposes,
            manner);
    Set<UUID> persons =
        commits.persistently(
            tx -> {
              Tx.Locked locked = tx.lock(numberId);
              tx.write(
                  new JournalEntry(
                      id,
                      EntryType.CONSENT_WITHDRAWN,
                      source.now(),
                      actor,
                      locked.next(),
                      JournalEntry.NO_ID,
                      Optional.empty(),
                      Optional.of(Json.write(withdrawn)),
                      Optional.empty()));
              return MergedPersons.together(tx, locked);
            });
    if (scope == GrantScope.CALL) {
      refusals.tell(persons);
    }
  }

  /**
   * How many consents run out in a span of time.
   *
   * @param first when the first of them does; null when none does
   */
  public record Ending(long consents, @Nullable Instant first) {}

  /** Consents, not withdrawn, that run out after one instant and not after another. Reads all. */
  public Ending ending(Instant from, Instant until) {
    return EndingConsents.count(commits.database(), from, until);
  }

  /** The consents of whoever has this number, for it, those withdrawn and run out too. */
  public List<Grant> of(PhoneNumber number) {
    byte[] bi = protection.indexer().index(BlindIndexer.Purpose.NUMBER, number);
    record Row(UUID number, UUID person) {}
    return commits
        .database()
        .transaction(
            sql -> {
              Optional<Row> found =
                  sql.first(
                      "SELECT id, person_id FROM number WHERE bi = ?",
                      row -> new Row(Sql.id(row, "id"), Sql.id(row, "person_id")),
                      bi);
              if (found.isEmpty()) {
                return List.of();
              }
              MergedPersons persons = MergedPersons.of(sql, Set.of(found.get().person()));
              return new GrantRows(shelf)
                  .of(sql, persons)
                  .getOrDefault(
                      new GrantRows.Of(persons.root(found.get().person()), found.get().number()),
                      List.of());
            });
  }

  /** The proof of a consent, opened; empty when none is kept or it is gone. */
  public Optional<byte[]> proof(UUID evidenceId) {
    return shelf.open(evidenceId);
  }
}
