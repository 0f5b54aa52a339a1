package dev.assent.compliance.store.person;

import dev.assent.compliance.SubjectState;
import dev.assent.compliance.SubjectState.Flag;
import dev.assent.compliance.SubjectState.Restriction;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.access.User;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.policy.QuietTimes;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.commit.PersonPayload;
import dev.assent.compliance.store.commit.Tx;
import dev.assent.compliance.store.seal.BlindIndexer;
import dev.assent.compliance.store.seal.Protection;
import dev.assent.compliance.store.seal.SpareKey;
import dev.assent.compliance.store.sql.LockBusy;
import dev.assent.compliance.store.sql.Sql;
import dev.assent.compliance.store.sql.StoreUnavailable;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What stands against using a person's data or calling them (R15–R17), set by number, known or not.
 * One transaction takes in the request and sets the mark, under the locks a reservation takes: it
 * holds for every reservation after it. What rings is told to the listeners. Any thread.
 */
public final class Subjects {
  private final Commits commits;
  private final Commits.Source source;
  private final Protection protection;
  private final NumberRows numbers;
  private final Consumer<Set<UUID>> marked;

  /**
   * @param marked told the persons after each mark is durable; must not block
   */
  public Subjects(
      Commits commits,
      Commits.Source source,
      Protection protection,
      NumberRows numbers,
      Consumer<Set<UUID>> marked) {
    this.commits = commits;
    this.source = source;
    this.protection = protection;
    this.numbers = numbers;
    this.marked = marked;
  }

  /**
   * Nothing is done with the person's data from now on but keeping it.
   *
   * @param request id of the request or case it follows from
   * @param why for those who read the journal; sealed under the person's key
   * @throws NotAllowed for ERASED, which only an erasure sets
   */
  public SubjectState restrict(
      PhoneNumber number, Restriction restriction, String request, String why, String actor)
      throws NotAllowed {
    if (restriction == Restriction.ERASED) {
      throw new NotAllowed("ERASED is set by an erasure alone");
    }
    return mark(EntryType.PERSON_RESTRICTED, number, restriction, request, why, actor);
  }

  /**
   * The restriction was settled.
   *
   * @throws NotAllowed when the user may not lift it, or it is not set
   */
  public SubjectState release(
      PhoneNumber number, Restriction restriction, String request, String why, User by)
      throws NotAllowed {
    requireReleaser(by);
    if (restriction == Restriction.ERASED || !of(number).restrictions().contains(restriction)) {
      throw new NotAllowed(restriction + " is not set, or cannot be lifted");
    }
    return mark(EntryType.PERSON_RELEASED, number, restriction, request, why, by.name());
  }

  /**
   * @param why for those who read the journal; sealed under the person's key
   */
  public SubjectState flag(
      PhoneNumber number, Flag flag, String request, String why, String actor) {
    return mark(EntryType.PERSON_FLAGGED, number, flag, request, why, actor);
  }

  /**
   * @throws NotAllowed when the user may not take it away, or it is not set
   */
  public SubjectState unflag(PhoneNumber number, Flag flag, String request, String why, User by)
      throws NotAllowed {
    requireReleaser(by);
    if (!of(number).flags().contains(flag)) {
      throw new NotAllowed(flag + " is not set");
    }
    return mark(EntryType.PERSON_UNFLAGGED, number, flag, request, why, by.name());
  }

  /**
   * The person's own word of when they are not to be called, by any campaign: in place of what they
   * said before.
   *
   * @param quiet {@link QuietTimes#NONE} when they no longer mind
   * @param why for those who read the journal; sealed under the person's key
   * @throws NotAllowed when less would be quiet than before and the user may not lift that
   */
  public SubjectState prefer(
      PhoneNumber number, QuietTimes quiet, String request, String why, User by) throws NotAllowed {
    if (!quiet.covers(of(number).quiet())) {
      requireReleaser(by);
    }
    write(
        EntryType.PERSON_ASKED,
        number,
        Json.write(new Payloads.Asked(quiet.written(), request)),
        why,
        by.name());
    return of(number);
  }

  private static void requireReleaser(User by) throws NotAllowed {
    if (!by.active()
        || !(by.roles().contains(Role.COMPLIANCE) || by.roles().contains(Role.LEGAL))) {
      throw new NotAllowed("only COMPLIANCE and LEGAL lift what protects a person");
    }
  }

  /** How a number's person stands; without marks when nobody is known by it. */
  public SubjectState of(PhoneNumber number) {
    byte[] bi = protection.indexer().index(BlindIndexer.Purpose.NUMBER, number);
    return commits
        .database()
        .transaction(
            sql ->
                sql.first(
                    "SELECT "
                        + PersonMarks.COLUMNS
                        + " FROM number x JOIN person p ON p.id = x.person_id WHERE x.bi = ?",
                    PersonMarks::state,
                    bi))
        .orElseGet(() -> new SubjectState(Set.of(), Set.of()));
  }

  private SubjectState mark(
      EntryType type, PhoneNumber number, Enum<?> mark, String request, String why, String actor) {
    Set<UUID> persons =
        write(
            type,
            number,
            Json.write(new Payloads.Marked(List.of(mark.name()), request)),
            why,
            actor);
    if (PersonMarks.sets(type)) {
      marked.accept(persons);
    }
    return of(number);
  }

  /**
   * Writes an entry about a number whose sealed part says which.
   *
   * @param said the operational payload
   * @param why the rest of the sealed part
   * @return everybody who is one with that person
   */
  public Set<UUID> write(
      EntryType type, PhoneNumber number, String said, String why, String actor) {
    byte[] bi = protection.indexer().index(BlindIndexer.Purpose.NUMBER, number);
    byte[] dncBi = protection.indexer().index(BlindIndexer.Purpose.DNC, number);
    UUID row = numbers.ensure(bi, dncBi);
    Payloads.MarkedFor by =
        new Payloads.MarkedFor(
            number.e164(), HexFormat.of().formatHex(bi), HexFormat.of().formatHex(dncBi), why);
    SpareKey spare = SpareKey.unless(hasEvidenceKey(row), protection.keys());
    try {
      return commits.persistently(
          tx -> {
            spare.notCommitted();
            return write(tx, tx.lock(row), type, said, by, spare, actor);
          });
    } catch (LockBusy e) {
      spare.notCommitted();
      throw new StoreUnavailable("the mark could not be set in time", e);
    } finally {
      spare.discard();
    }
  }

  private boolean hasEvidenceKey(UUID number) {
    return commits
        .database()
        .transaction(
            sql ->
                sql.first(
                    "SELECT p.evidence_key FROM number x JOIN person p ON p.id = x.person_id"
                        + " WHERE x.id = ?",
                    row -> Optional.ofNullable(Sql.longOrNull(row, "evidence_key")),
                    number))
        .flatMap(key -> key)
        .isPresent();
  }

  private Set<UUID> write(
      Tx tx,
      Tx.Locked locked,
      EntryType type,
      String said,
      Payloads.MarkedFor by,
      SpareKey spare,
      String actor)
      throws SQLException {
    UUID id = source.id();
    tx.write(
        new JournalEntry(
            id,
            type,
            source.now(),
            actor,
            locked.next(),
            locked.person(),
            Optional.of(
                PersonPayload.seal(
                    protection.cipher(), spare.or(locked.evidenceKey()), id, Json.write(by))),
            Optional.empty(),
            Optional.of(said)));
    return MergedPersons.together(tx, locked);
  }
}
