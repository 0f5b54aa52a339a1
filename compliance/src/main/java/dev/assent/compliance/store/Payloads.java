package dev.assent.compliance.store;

import dev.assent.compliance.DecisionRecord;
import dev.assent.compliance.Hold;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.Reason;
import dev.assent.compliance.consent.DncReach;
import dev.assent.compliance.consent.Grant;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.policy.Purpose;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The payloads of journal entries, as JSON. Fields may be added, never renamed or reused. */
final class Payloads {
  private Payloads() {}

  /**
   * Operational.
   *
   * @param body the record as JSON
   * @param batches of a campaign: whose contacts it calls, in addition to those named before
   * @param running of a campaign: it was set running
   */
  record Registered(
      RegisterKind kind, String id, String body, List<UUID> batches, boolean running) {}

  /** Operational. */
  record HoldSet(Hold.Scope scope, String target, String reason) {}

  /** Operational. */
  record BatchSwitched(UUID sourceId, String fileSha256, UUID loadId, long rows) {}

  /**
   * Operational.
   *
   * @param callerNumber that was shown, as it is filed; null in entries older than it
   * @param callerWritten the same as it stood in From; null in entries older than it
   */
  record Held(
      UUID campaignId,
      UUID contactId,
      String trunk,
      String sipCallId,
      DecisionRecord decision,
      @Nullable String callerNumber,
      @Nullable String callerWritten) {}

  /**
   * Person: the number that was called, with its blind indexes in hex.
   *
   * @param written the number as it stood in To; null in entries older than it
   */
  record Called(String e164, String bi, String dncBi, @Nullable String written) {}

  /** Operational: why an attempt was invited again. */
  record Again(String cause) {}

  /**
   * Operational: when a person asked not to be called, in place of what they asked before.
   *
   * @param quiet as {@link dev.assent.compliance.policy.QuietTimes} is written; empty for none
   * @param request id of what it follows from
   */
  record Asked(String quiet, String request) {}

  /**
   * Operational: what was set or lifted of a person, as the names of the marks.
   *
   * @param request the request or case it follows from; empty when none
   */
  record Marked(List<String> marks, String request) {}

  /**
   * Person: by which number, and why.
   *
   * @param e164 empty when only its indexes are known
   */
  record MarkedFor(String e164, String bi, String dncBi, String reason) {}

  /**
   * Operational.
   *
   * @param rangAt when the first 18x came
   * @param answeredAt when a 2xx came
   * @param connectMillis from the answer to our first sound; -1 when none left; null when nobody
   *     answered
   */
  record Ended(
      UUID campaignId,
      UUID contactId,
      Outcome outcome,
      boolean counts,
      @Nullable Instant rangAt,
      @Nullable Instant answeredAt,
      @Nullable Long connectMillis,
      Map<String, String> details) {}

  /** Operational. The evidence itself is the person payload. */
  record Chosen(UUID attemptId, String evidenceSha256, @Nullable Grant grant) {}

  /**
   * Refusal.
   *
   * @param reach null in entries that stop every call
   */
  record Refused(
      String dncBi,
      int pepper,
      Manner manner,
      String source,
      @Nullable UUID attemptId,
      @Nullable String callId,
      @Nullable String scriptHash,
      @Nullable DncReach reach) {}

  /**
   * Operational.
   *
   * @param decision what it was made on, its reasons left out; null in older entries
   */
  record Denied(
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
  record ListSwitched(ListTerms terms, int pepper, String seal, long entries) {}

  /**
   * Operational. The blind indexes of the number are the person payload.
   *
   * @param supersedes the grant whose proof this one brings; null for a new consent
   */
  record Granted(Grant grant, @Nullable UUID supersedes) {}

  /**
   * Refusal: consents of that scope given up to then no longer count.
   *
   * @param purposes empty for all
   */
  record Withdrawn(
      String dncBi, int pepper, GrantScope scope, Set<Purpose> purposes, Manner manner) {}

  /**
   * Operational, an entry for each number. The blind indexes of the number are the person payload.
   *
   * @param root whom the number's person is one with from now on; null when with nobody
   */
  record Joined(@Nullable UUID root) {}

  /** Operational: what lists said of these people is looked into and no longer stops calls. */
  record Settled(Set<UUID> persons, String reason) {}

  /** Operational: a row of a dropped file nobody could read; nobody is called meanwhile. */
  record InboxHeld(String sha256, long line, String reason, String advice) {}

  /** Operational: a person settled such a row. */
  record InboxSettled(String sha256, long line, String settlement, String note) {}

  /** Operational: every row of a dropped file is listed or settled, and a copy is kept. */
  record InboxTaken(String sha256, long rows) {}

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
  record TestNumberAdded(
      UUID id,
      String language,
      List<String> packs,
      String declarationSha256,
      String signedBy,
      String signature) {}
}
