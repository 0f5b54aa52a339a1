package dev.assent.compliance.store.commit;

import dev.assent.compliance.DecisionRecord;
import dev.assent.compliance.Hold;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.Reason;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.consent.DncReach;
import dev.assent.compliance.consent.Grant;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.privacy.HeldKind;
import dev.assent.compliance.privacy.Medium;
import dev.assent.compliance.privacy.RequestChannel;
import dev.assent.compliance.privacy.RightKind;
import dev.assent.compliance.reconcile.Finding;
import dev.assent.compliance.reconcile.Proposal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The payloads of journal entries, as JSON. Fields may be added, never renamed or reused. */
public final class Payloads {
  private Payloads() {}

  /**
   * Operational.
   *
   * @param body the record as JSON
   * @param batches of a campaign: whose contacts it calls, in addition to those named before
   * @param running of a campaign: it was set running
   */
  public record Registered(
      RegisterKind kind, String id, String body, List<UUID> batches, boolean running) {}

  /** Operational. */
  public record HoldSet(Hold.Scope scope, String target, String reason) {}

  /** Operational. */
  public record GapOpened(int epoch, UUID holdId, Instant from, Instant until, String cause) {}

  /** Operational. */
  public record BatchSwitched(UUID sourceId, String fileSha256, UUID loadId, long rows) {}

  /**
   * Operational.
   *
   * @param callerNumber that was shown, as it is filed; null in entries older than it
   * @param callerWritten the same as it stood in From; null in entries older than it
   * @param zones where the callee may have been, by name; null in entries older than it
   */
  public record Held(
      UUID campaignId,
      UUID contactId,
      String trunk,
      String sipCallId,
      DecisionRecord decision,
      @Nullable String callerNumber,
      @Nullable String callerWritten,
      @Nullable List<String> zones) {}

  /**
   * Person: the number that was called, with its blind indexes in hex.
   *
   * @param written the number as it stood in To; null in entries older than it
   */
  public record Called(String e164, String bi, String dncBi, @Nullable String written) {}

  /** Operational: why an attempt was invited again. */
  public record Again(String cause) {}

  /**
   * Operational: when a person asked not to be called, in place of what they asked before.
   *
   * @param quiet as {@link dev.assent.compliance.policy.QuietTimes} is written; empty for none
   * @param request id of what it follows from
   */
  public record Asked(String quiet, String request) {}

  /**
   * Operational: what was set or lifted of a person, as the names of the marks.
   *
   * @param request the request or case it follows from; empty when none
   */
  public record Marked(List<String> marks, String request) {}

  /**
   * Person: by which number, and why.
   *
   * @param e164 empty when only its indexes are known
   */
  public record MarkedFor(String e164, String bi, String dncBi, String reason) {}

  /**
   * Operational.
   *
   * @param rangAt when the first 18x came
   * @param answeredAt when a 2xx came
   * @param connectMillis from the answer to our first sound; -1 when none left; null when nobody
   *     answered
   */
  public record Ended(
      UUID campaignId,
      UUID contactId,
      Outcome outcome,
      boolean counts,
      @Nullable Instant rangAt,
      @Nullable Instant answeredAt,
      @Nullable Long connectMillis,
      Map<String, String> details) {}

  /**
   * Operational: how a call ended that the database could not take the end of; the next start tells
   * it.
   *
   * @param details as given to the end
   */
  public record OutcomeKept(Outcome outcome, Map<String, String> details) {}

  /**
   * Operational. What a carrier's records say of unknown calls; its id is what it is about.
   *
   * @param from of the time of which all calls stand in the document; null when nobody says so
   * @param findings how many there were of each kind
   */
  public record ReconciliationProposed(
      UUID campaignId,
      String trunk,
      String documentSha256,
      String mapSha256,
      long toleranceSeconds,
      boolean everyCall,
      @Nullable Instant from,
      @Nullable Instant to,
      long lines,
      Map<Finding.Kind, Long> findings,
      List<Proposal> proposals) {}

  /**
   * Operational. An unknown call got its end.
   *
   * @param line of the document; 0: that it stands on none of them
   */
  public record AttemptReconciled(
      UUID reconciliationId,
      UUID campaignId,
      UUID contactId,
      Outcome outcome,
      boolean counts,
      @Nullable Instant answeredAt,
      String documentSha256,
      long line,
      String code) {}

  /** Operational. The evidence itself is the person payload. */
  public record Chosen(UUID attemptId, String evidenceSha256, @Nullable Grant grant) {}

  /**
   * Refusal.
   *
   * @param reach null in entries that stop every call
   */
  public record Refused(
      String dncBi,
      int pepper,
      Manner manner,
      String source,
      @Nullable UUID attemptId,
      @Nullable String callId,
      @Nullable String scriptHash,
      @Nullable DncReach reach) {

    public static Refused of(JournalEntry entry) {
      return Json.read(entry.refusal().orElseThrow(), Refused.class);
    }

    /** The same word about another number. */
    public Refused of(String otherDncBi) {
      return new Refused(otherDncBi, pepper, manner, source, attemptId, callId, scriptHash, reach);
    }
  }

  /**
   * Operational.
   *
   * @param decision what it was made on, its reasons left out; null in older entries
   */
  public record Denied(
      UUID campaignId,
      UUID contactId,
      UUID personId,
      String state,
      String code,
      String reasonsHash,
      List<Reason> reasons,
      @Nullable Instant nextAt,
      @Nullable DecisionRecord decision) {}

  /** Operational: from now on that list is looked at, and no older one of its name. */
  public record ListSwitched(ListTerms terms, int pepper, String seal, long entries) {}

  /**
   * Operational. The blind indexes of the number are the person payload.
   *
   * @param supersedes the grant whose proof this one brings; null for a new consent
   */
  public record Granted(Grant grant, @Nullable UUID supersedes) {}

  /**
   * Refusal: consents of that scope given up to then no longer count.
   *
   * @param purposes empty for all
   */
  public record Withdrawn(
      String dncBi, int pepper, GrantScope scope, Set<Purpose> purposes, Manner manner) {}

  /**
   * Operational, an entry for each number. The blind indexes of the number are the person payload.
   *
   * @param root whom the number's person is one with from now on; null when with nobody
   */
  public record Joined(@Nullable UUID root) {}

  /** Operational: what lists said of these people is looked into and no longer stops calls. */
  public record Settled(Set<UUID> persons, String reason) {}

  /** Operational: a row of a dropped file nobody could read; nobody is called meanwhile. */
  public record InboxHeld(String sha256, long line, String reason, String advice) {}

  /** Operational: a person settled such a row. */
  public record InboxSettled(String sha256, long line, String settlement, String note) {}

  /** Operational: every row of a dropped file is listed or settled, and a copy is kept. */
  public record InboxTaken(String sha256, long rows) {}

  /**
   * Operational; by which number, and a note, is the person's part ({@link MarkedFor}).
   *
   * @param calendars what the days were counted with
   */
  public record RightAsked(
      UUID id,
      RightKind kind,
      RequestChannel channel,
      Instant receivedAt,
      String identityCheck,
      LocalDate due,
      LocalDate outer,
      String zone,
      String calendars) {}

  /** Operational: what was done, or why not. */
  public record RightAnswered(boolean refused, String result) {}

  /** Operational: what a person asks to be destroyed, until another agrees. */
  public record ErasureOrdered(String planHash) {}

  /**
   * Operational: what is taken out of a person's rows. The hash that stays, if any, is the refusal
   * payload.
   *
   * @param keyRows in the key ledger
   * @param tombstone whether they are remembered as erased
   * @param last whether no key of theirs is left
   */
  public record PersonErased(
      List<HeldKind> kinds, List<Long> keyRows, boolean tombstone, boolean last) {}

  /** Refusal: the number of somebody who was erased. */
  public record Forgotten(String dncBi, int pepper) {}

  /** Operational. From here on the keys it names must not come back, whatever is restored. */
  public record ErasureBegun(
      String cause,
      @Nullable UUID request,
      String operator,
      String approver,
      boolean selfApproved,
      List<Doomed> items) {}

  /**
   * One key about to be destroyed.
   *
   * @param records that it made readable
   * @param from when the youngest of them began to be kept
   * @param floorUntil until when they had to be; null when they never had to
   * @param figure where that stands
   * @param proofs files that go with it
   */
  public record Doomed(
      HeldKind kind,
      UUID person,
      long keyRow,
      @Nullable UUID recording,
      long records,
      Instant from,
      @Nullable Instant floorUntil,
      @Nullable String figure,
      List<UUID> proofs) {}

  /**
   * Operational: keys and files are destroyed here.
   *
   * @param copiesUntil when the last copy of the ledger that holds the keys expires
   */
  public record ErasureDone(int files, int overwritten, Medium medium, Instant copiesUntil) {}

  /** Operational. */
  public record LegalHoldSet(String caseId, UUID person, @Nullable UUID recording, Instant until) {}

  /**
   * Operational.
   *
   * @param body the order as JSON text, whose hash is signed
   * @param mark seed of the noise in its sound, hex
   */
  public record ExportRequested(UUID attemptId, String body, String mark) {}

  /**
   * Operational; of an export.
   *
   * @param place null for a refusal
   */
  public record ExportDecided(
      UUID attemptId,
      @Nullable String place,
      boolean selfApproved,
      String signature,
      String reason) {}

  /** Operational; the files of an export are opened to make it. */
  public record ExportOpened(UUID attemptId) {}

  /** Operational; digest and length of the sealed package, and the digests of what is in it. */
  public record ExportMade(UUID attemptId, String sha256, long bytes, Map<String, String> files) {}

  /** Operational: everything below that position is in the database and on its disk. */
  record Marker(long appliedBelow) {}

  /**
   * Operational; by which number, and who holds it, is the person's part.
   *
   * @param id of the test number
   * @param language of the prompts it is asked with
   * @param packs the policy its caller number is judged by
   * @param declarationSha256 of the paper its holder signed, lower hex
   * @param signature of whoever registered it, lower hex
   */
  public record TestNumberAdded(
      UUID id,
      String language,
      List<String> packs,
      String declarationSha256,
      String signedBy,
      String signature) {}

  /** A code of that time step was used. */
  public record CodeUsed(String user, long step, String device, String address) {}

  public record SessionEnded(String user, String cause) {}

  /**
   * @param user null when nobody has the name that was typed
   */
  public record SignInRefused(@Nullable String user, String address, String cause) {}

  public record CodeNamed(String user) {}

  public record Frozen(String user, String cause) {}

  public record Released(String user, Role role) {}

  /**
   * @param key names the key of the node's machine
   */
  public record KeysGranted(String name, String key) {}
}
