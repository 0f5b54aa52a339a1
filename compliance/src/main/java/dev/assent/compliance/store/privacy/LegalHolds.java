package dev.assent.compliance.store.privacy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assent.compliance.SubjectState;
import dev.assent.compliance.access.Approval;
import dev.assent.compliance.access.FourEyes;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.access.User;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.privacy.LegalHold;
import dev.assent.compliance.store.commit.ApprovalEntry;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.person.MergedPersons;
import dev.assent.compliance.store.person.PersonMarks;
import dev.assent.compliance.store.seal.BlindIndexer;
import dev.assent.compliance.store.seal.Sha256;
import dev.assent.compliance.store.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Cases that need data kept (R56). A hold counts from the moment it is set, so that nothing is
 * destroyed meanwhile; a second person approves it, and lifting it takes whoever approves. Each
 * change is durable on return. Any thread.
 */
public final class LegalHolds {
  private static final int LONGEST_CASE = 100;

  private final Commits commits;
  private final Commits.Source source;
  private final BlindIndexer indexer;
  private final FourEyes fourEyes;

  public LegalHolds(
      Commits commits, Commits.Source source, BlindIndexer indexer, FourEyes fourEyes) {
    this.commits = commits;
    this.source = source;
    this.indexer = indexer;
    this.fourEyes = fourEyes;
  }

  /**
   * Keeps everything of the person of this number.
   *
   * @throws NotAllowed when nothing is known of the number, or case or end is missing
   */
  public LegalHold set(PhoneNumber number, String caseId, Instant until, String actor)
      throws NotAllowed {
    byte[] bi = indexer.index(BlindIndexer.Purpose.NUMBER, number);
    byte[] dncBi = indexer.index(BlindIndexer.Purpose.DNC, number);
    UUID person =
        commits
            .database()
            .transaction(
                sql ->
                    sql.first(
                        "SELECT person_id FROM number WHERE bi = ? UNION"
                            + " SELECT person_id FROM number WHERE dnc_bi = ?",
                        row -> Sql.id(row, "person_id"),
                        bi,
                        dncBi))
            .orElseThrow(() -> new NotAllowed("nothing is known of this number"));
    return keep(person, null, caseId, until, actor);
  }

  /**
   * Keeps a recording, and the proof of the call it is of.
   *
   * @throws NotAllowed when the call is not known, or case or end is missing
   */
  public LegalHold set(UUID recording, UUID attempt, String caseId, Instant until, String actor)
      throws NotAllowed {
    UUID person =
        commits
            .database()
            .transaction(sql -> Holdings.callsBy(sql, Set.of(attempt)))
            .values()
            .stream()
            .findFirst()
            .map(Holdings.Call::person)
            .orElseThrow(() -> new NotAllowed("the call of this recording is not known"));
    return keep(person, recording, caseId, until, actor);
  }

  private LegalHold keep(
      UUID person, @Nullable UUID recording, String caseId, Instant until, String actor)
      throws NotAllowed {
    if (caseId.isBlank() || caseId.length() > LONGEST_CASE) {
      throw new NotAllowed("a legal hold needs the id of its case, at most " + LONGEST_CASE);
    }
    if (!until.isAfter(source.now())) {
      throw new NotAllowed("a legal hold needs an end that is still to come");
    }
    UUID id = source.id();
    write(
        EntryType.LEGAL_HOLD_SET,
        id,
        actor,
        Json.write(new Payloads.LegalHoldSet(caseId, person, recording, until)));
    return find(id).orElseThrow();
  }

  private void write(EntryType type, UUID hold, String actor, String json) {
    commits.run(
        tx -> {
          tx.write(JournalEntry.operational(source.id(), type, source.now(), actor, hold, json));
          return true;
        });
  }

  /** What an approver signs. */
  public String subject(LegalHold hold) {
    return Sha256.of(
        Json.write(
                new Payloads.LegalHoldSet(
                    hold.caseId(), hold.person(), hold.recording(), hold.until()))
            .getBytes(UTF_8));
  }

  /**
   * A second person agrees.
   *
   * @throws NotAllowed when there is none waiting, or they may not
   */
  public LegalHold approve(UUID id, User approver, byte[] signature) throws NotAllowed {
    LegalHold hold = inForce(id);
    if (hold.approvedBy() != null) {
      throw new NotAllowed("this hold is approved already");
    }
    Approval approval =
        fourEyes.approve(
            source.id(),
            Approval.Kind.LEGAL_HOLD,
            subject(hold),
            hold.setBy(),
            approver,
            signature,
            source.now());
    commits.run(
        tx -> {
          tx.write(ApprovalEntry.of(source.id(), approval));
          tx.write(
              JournalEntry.operational(
                  source.id(),
                  EntryType.LEGAL_HOLD_APPROVED,
                  source.now(),
                  approver.name(),
                  id,
                  "{}"));
          return true;
        });
    return find(id).orElseThrow();
  }

  /**
   * The case is over; what was due meanwhile goes with the next sweep.
   *
   * @throws NotAllowed when there is none, or the user may not
   */
  public LegalHold lift(UUID id, User by) throws NotAllowed {
    if (!by.mayApprove()) {
      throw new NotAllowed("only COMPLIANCE and LEGAL lift a legal hold");
    }
    inForce(id);
    write(EntryType.LEGAL_HOLD_LIFTED, id, by.name(), "{}");
    return find(id).orElseThrow();
  }

  private LegalHold inForce(UUID id) throws NotAllowed {
    return find(id)
        .filter(hold -> hold.inForce(source.now()))
        .orElseThrow(() -> new NotAllowed("no legal hold " + id + " is in force"));
  }

  /** Every one there was, the oldest first. */
  public List<LegalHold> all() {
    return commits.database().transaction(LegalHoldRows::all);
  }

  public Optional<LegalHold> find(UUID id) {
    return all().stream().filter(hold -> hold.id().equals(id)).findFirst();
  }

  /**
   * Whether what comes from a call may be used for anything but a case: what stands against its
   * person, or a hold on them (R15, R56).
   *
   * @param attempt unknown ones are nobody's, and free
   */
  public Set<SubjectState.Restriction> against(UUID attempt, UUID recording) {
    return commits.database().transaction(sql -> against(sql, attempt, recording));
  }

  private Set<SubjectState.Restriction> against(Sql sql, UUID attempt, UUID recording)
      throws SQLException {
    Optional<UUID> person =
        Holdings.callsBy(sql, Set.of(attempt)).values().stream()
            .map(Holdings.Call::person)
            .findFirst();
    if (person.isEmpty()) {
      return Set.of();
    }
    MergedPersons merged = MergedPersons.of(sql, Set.of(person.get()));
    SubjectState own =
        sql.first(
                "SELECT " + PersonMarks.COLUMNS + " FROM person p WHERE p.id = ?",
                PersonMarks::state,
                person.get())
            .orElseThrow();
    Set<SubjectState.Restriction> all =
        new HashSet<>(merged.with(person.get(), own).restrictions());
    all.remove(SubjectState.Restriction.DISPUTED); // about lists, not about what was said
    for (LegalHold hold : LegalHoldRows.inForce(sql, merged.all(), source.now())) {
      if (hold.recording() == null || hold.recording().equals(recording)) {
        all.add(SubjectState.Restriction.LEGAL_HOLD);
      }
    }
    return Set.copyOf(all);
  }
}
