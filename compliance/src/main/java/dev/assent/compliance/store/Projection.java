package dev.assent.compliance.store;

import dev.assent.compliance.access.Access;
import dev.assent.compliance.access.Approval;
import dev.assent.compliance.consent.DncReach;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.store.attempt.AttemptRows;
import dev.assent.compliance.store.attempt.TestNumberRows;
import dev.assent.compliance.store.campaign.CampaignRows;
import dev.assent.compliance.store.commit.Applier;
import dev.assent.compliance.store.commit.Identities;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.consent.GrantRows;
import dev.assent.compliance.store.contact.PersonRows;
import dev.assent.compliance.store.nodes.NodeRows;
import dev.assent.compliance.store.person.MergedPersons;
import dev.assent.compliance.store.person.PersonMarks;
import dev.assent.compliance.store.person.SubjectRows;
import dev.assent.compliance.store.privacy.ErasureRows;
import dev.assent.compliance.store.privacy.LegalHoldRows;
import dev.assent.compliance.store.privacy.RightsRows;
import dev.assent.compliance.store.register.GapRows;
import dev.assent.compliance.store.register.Standing;
import dev.assent.compliance.store.review.AccessRows;
import dev.assent.compliance.store.review.ExportRows;
import dev.assent.compliance.store.review.ReconciliationRows;
import dev.assent.compliance.store.review.ReviewRows;
import dev.assent.compliance.store.sql.Sql;
import dev.assent.compliance.store.suppression.DncRows;
import dev.assent.compliance.store.suppression.InboxRows;
import dev.assent.compliance.store.suppression.ListRows;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.UUID;

/** Which rows of which tables an entry changes. */
final class Projection implements Applier {
  private final Sql sql;
  private final UUID controllerId;
  private final boolean outOfOrder;
  private final SubjectRows subjects;
  private final AttemptRows attempts;
  private final CampaignRows campaigns;
  private final PersonMarks marks;
  private final PersonRows persons;
  private final RightsRows rights;
  private final ErasureRows erasures;
  private final LegalHoldRows cases;
  private final ExportRows exports;

  Projection(Sql sql, UUID controllerId, Identities identities) {
    this(sql, controllerId, identities, false);
  }

  /**
   * @param outOfOrder whether another node may have told a later fact already
   */
  Projection(Sql sql, UUID controllerId, Identities identities, boolean outOfOrder) {
    this.outOfOrder = outOfOrder;
    this.sql = sql;
    this.controllerId = controllerId;
    this.subjects = new SubjectRows(sql, controllerId, identities);
    this.campaigns = new CampaignRows(sql);
    this.marks = new PersonMarks(sql);
    this.persons = new PersonRows(sql, campaigns);
    this.rights = new RightsRows(sql, controllerId, marks, campaigns);
    this.erasures = new ErasureRows(sql, controllerId);
    this.cases = new LegalHoldRows(sql, controllerId);
    this.exports = new ExportRows(sql);
    this.attempts = new AttemptRows(sql, controllerId, campaigns);
  }

  /** Whether anything in the database follows from entries of that type. */
  static boolean concerns(EntryType type) {
    return switch (type) {
      case ENGINE_STARTED,
          NOTE,
          MARKER,
          PLAIN_REVEALED,
          EVIDENCE_GATHERED,
          CHECKPOINT,
          OPT_OUT_PENDING,
          RING_BACK,
          REC_OPEN,
          REC_SEALED,
          REC_STOPPED,
          REC_MISSING,
          THRESHOLD_CROSSED,
          REC_ACCESSED,
          REC_ALIVE,
          DAILY_LOOK,
          KEYS_DRILLED,
          SESSION_ENDED,
          CODE_NAMED,
          EPOCH_BEGUN,
          HOME_SEEN,
          HOME_MOVED,
          OUTCOME_KEPT,
          BACKUP_TAKEN ->
          false;
      case SOURCE_CHANGED,
          SCRIPT_CHANGED,
          SCRIPT_HEARD,
          CALLER_NUMBER_CHANGED,
          CAMPAIGN_CHANGED,
          APPROVED,
          HOLD_SET,
          HOLD_LIFTED,
          GAP_OPENED,
          GAP_ACCEPTED,
          USER_CHANGED,
          LICENCE_CHANGED,
          LAW_CHANGED,
          BATCH_SWITCHED,
          ATTEMPT_HELD,
          ATTEMPT_INVITED_AGAIN,
          ATTEMPT_ENDED,
          DENIED,
          CONSENT_AGREED,
          CONSENT_NOT_AGREED,
          OPT_OUT,
          PERSON_RESTRICTED,
          PERSON_RELEASED,
          PERSON_FLAGGED,
          PERSON_UNFLAGGED,
          PERSON_ASKED,
          LIST_SWITCHED,
          CONSENT_GRANTED,
          CONSENT_WITHDRAWN,
          PERSON_MERGED,
          PERSON_SPLIT,
          PERSON_SETTLED,
          RIGHT_ASKED,
          RIGHT_ANSWERED,
          ERASURE_ORDERED,
          PERSON_ERASED,
          ERASURE_BEGUN,
          ERASURE_DONE,
          ERASURE_FINAL,
          LEGAL_HOLD_SET,
          LEGAL_HOLD_APPROVED,
          LEGAL_HOLD_LIFTED,
          EXPORT_REQUESTED,
          EXPORT_DECIDED,
          EXPORT_OPENED,
          EXPORT_MADE,
          INBOX_HELD,
          INBOX_SETTLED,
          INBOX_TAKEN,
          TEST_NUMBER_ADDED,
          TEST_NUMBER_REMOVED,
          CALL_CHECKED,
          REVIEW_SEEDED,
          REVIEW_ASSIGNED,
          REVIEW_NOTED,
          REVIEW_SCORED,
          REVIEW_HEARD,
          ACCESS,
          SESSION_BEGUN,
          SESSION_STEPPED_UP,
          SIGN_IN_REFUSED,
          ACCOUNT_FROZEN,
          ACCOUNT_RELEASED,
          RECONCILIATION_PROPOSED,
          ATTEMPT_RECONCILED,
          RECONCILIATION_DROPPED,
          KEYS_GRANTED,
          NODE_FENCED,
          NODE_LEFT ->
          true;
    };
  }

  @Override
  public void apply(JournalEntry entry) throws SQLException {
    if (entry.subject().n() > 0) {
      subjects.raise(entry);
    }
    switch (entry.type()) {
      case SOURCE_CHANGED,
          SCRIPT_CHANGED,
          SCRIPT_HEARD,
          CALLER_NUMBER_CHANGED,
          CAMPAIGN_CHANGED,
          LICENCE_CHANGED,
          USER_CHANGED,
          LAW_CHANGED ->
          registered(entry, read(entry, Payloads.Registered.class));
      case APPROVED -> approved(entry, read(entry, Approval.class));
      case HOLD_SET -> held(entry, read(entry, Payloads.HoldSet.class));
      case HOLD_LIFTED ->
          sql.update(
              "UPDATE hold SET lifted_by = ?, lifted_at = ? WHERE id = ? AND lifted_at IS NULL",
              entry.actor(),
              entry.at(),
              entry.about());
      case GAP_OPENED -> GapRows.opened(sql, entry, read(entry, Payloads.GapOpened.class));
      case GAP_ACCEPTED -> GapRows.accepted(sql, entry);
      case BATCH_SWITCHED -> switched(entry, read(entry, Payloads.BatchSwitched.class));
      case ATTEMPT_HELD -> attempts.held(entry, read(entry, Payloads.Held.class));
      case ATTEMPT_INVITED_AGAIN ->
          sql.update("UPDATE attempt SET invites = invites + 1 WHERE id = ?", entry.about());
      case ATTEMPT_ENDED -> attempts.ended(entry, read(entry, Payloads.Ended.class));
      case RECONCILIATION_PROPOSED ->
          ReconciliationRows.proposed(
              sql, controllerId, entry, read(entry, Payloads.ReconciliationProposed.class));
      case ATTEMPT_RECONCILED ->
          attempts.reconciled(entry, read(entry, Payloads.AttemptReconciled.class));
      case RECONCILIATION_DROPPED ->
          ReconciliationRows.ended(sql, entry.about(), ReconciliationRows.State.DROPPED, entry);
      case DENIED -> campaigns.denied(read(entry, Payloads.Denied.class));
      case CONSENT_AGREED, CONSENT_NOT_AGREED -> insert(entry, read(entry, Payloads.Chosen.class));
      case OPT_OUT -> refused(entry, Payloads.Refused.of(entry));
      case PERSON_RESTRICTED, PERSON_RELEASED, PERSON_FLAGGED, PERSON_UNFLAGGED ->
          marks.apply(entry, read(entry, Payloads.Marked.class));
      case PERSON_ASKED -> marks.asked(entry, read(entry, Payloads.Asked.class));
      case RIGHT_ASKED -> rights.asked(entry, read(entry, Payloads.RightAsked.class));
      case RIGHT_ANSWERED -> rights.answered(entry, read(entry, Payloads.RightAnswered.class));
      case ERASURE_ORDERED -> erasures.ordered(entry, read(entry, Payloads.ErasureOrdered.class));
      case PERSON_ERASED -> erasures.personErased(entry, read(entry, Payloads.PersonErased.class));
      case ERASURE_BEGUN -> erasures.begun(entry, read(entry, Payloads.ErasureBegun.class));
      case ERASURE_DONE -> erasures.done(entry, read(entry, Payloads.ErasureDone.class));
      case ERASURE_FINAL -> erasures.finished(entry);
      case LEGAL_HOLD_SET -> cases.set(entry, read(entry, Payloads.LegalHoldSet.class));
      case LEGAL_HOLD_APPROVED -> cases.approved(entry);
      case LEGAL_HOLD_LIFTED -> cases.lifted(entry);
      case EXPORT_REQUESTED ->
          exports.requested(controllerId, entry, read(entry, Payloads.ExportRequested.class));
      case EXPORT_DECIDED -> exports.decided(entry, read(entry, Payloads.ExportDecided.class));
      case EXPORT_OPENED -> exports.opened(entry);
      case EXPORT_MADE -> exports.made(entry, read(entry, Payloads.ExportMade.class));
      case INBOX_HELD -> InboxRows.held(sql, entry, read(entry, Payloads.InboxHeld.class));
      case INBOX_SETTLED -> InboxRows.settled(sql, entry, read(entry, Payloads.InboxSettled.class));
      case INBOX_TAKEN -> InboxRows.taken(sql, entry, read(entry, Payloads.InboxTaken.class));
      case TEST_NUMBER_ADDED ->
          TestNumberRows.added(
              sql, controllerId, entry, read(entry, Payloads.TestNumberAdded.class));
      case TEST_NUMBER_REMOVED -> TestNumberRows.removed(sql, entry);
      case ACCESS -> AccessRows.accessed(sql, entry, read(entry, Access.class));
      case SESSION_BEGUN, SESSION_STEPPED_UP ->
          AccessRows.codeUsed(sql, entry, read(entry, Payloads.CodeUsed.class));
      case SIGN_IN_REFUSED ->
          AccessRows.failed(sql, entry, read(entry, Payloads.SignInRefused.class));
      case ACCOUNT_FROZEN -> AccessRows.frozen(sql, entry, read(entry, Payloads.Frozen.class));
      case ACCOUNT_RELEASED ->
          AccessRows.released(sql, entry, read(entry, Payloads.Released.class));
      case KEYS_GRANTED ->
          new NodeRows(sql).grant(entry.about(), read(entry, Payloads.KeysGranted.class).name());
      case NODE_FENCED -> {} // who was fenced out may be back since
      // A database restored from before needs what only its journal knows: it is asked to leave
      // anew.
      case NODE_LEFT -> {}
      case LIST_SWITCHED ->
          ListRows.switched(sql, controllerId, entry, read(entry, Payloads.ListSwitched.class));
      case CONSENT_GRANTED ->
          GrantRows.insert(
              sql, read(entry, Payloads.Granted.class).grant(), entry.subject().number(), null);
      case CONSENT_WITHDRAWN -> persons.withdrawn(entry);
      case PERSON_MERGED, PERSON_SPLIT -> persons.joined(entry, read(entry, Payloads.Joined.class));
      case PERSON_SETTLED -> persons.settled(entry, read(entry, Payloads.Settled.class));
      case CALL_CHECKED,
          REVIEW_SEEDED,
          REVIEW_ASSIGNED,
          REVIEW_NOTED,
          REVIEW_SCORED,
          REVIEW_HEARD ->
          new ReviewRows(sql).apply(entry);
      case ENGINE_STARTED,
          NOTE,
          MARKER,
          PLAIN_REVEALED,
          EVIDENCE_GATHERED,
          CHECKPOINT,
          OPT_OUT_PENDING,
          RING_BACK,
          REC_OPEN,
          REC_SEALED,
          REC_STOPPED,
          REC_MISSING,
          THRESHOLD_CROSSED,
          REC_ACCESSED,
          REC_ALIVE,
          DAILY_LOOK,
          KEYS_DRILLED,
          SESSION_ENDED,
          CODE_NAMED,
          EPOCH_BEGUN,
          HOME_SEEN,
          HOME_MOVED,
          OUTCOME_KEPT,
          BACKUP_TAKEN ->
          throw new IllegalArgumentException("nothing follows from " + entry.type());
    }
  }

  @Override
  public void held(JournalEntry entry, Payloads.Held held) throws SQLException {
    subjects.raise(entry);
    attempts.held(entry, held);
  }

  @Override
  public void chosen(JournalEntry entry, Payloads.Chosen choice) throws SQLException {
    subjects.raise(entry);
    insert(entry, choice);
  }

  @Override
  public void ended(JournalEntry entry, Payloads.Ended end) throws SQLException {
    subjects.raise(entry);
    attempts.ended(entry, end);
  }

  private static <T> T read(JournalEntry entry, Class<T> payload) {
    return Json.read(entry.operational().orElseThrow(), payload);
  }

  private void registered(JournalEntry entry, Payloads.Registered change) throws SQLException {
    boolean superseded = outOfOrder && changedAfter(entry, change);
    if (!superseded) {
      put(entry, change);
    }
    for (UUID batch : change.batches()) {
      sql.update(
          "INSERT INTO campaign_batch (campaign_id, batch_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
          UUID.fromString(change.id()),
          batch);
    }
    if (change.running() && !superseded) {
      campaigns.runAgain(UUID.fromString(change.id()), entry.at());
    }
    Standing.changed(sql, entry.id());
  }

  private boolean changedAfter(JournalEntry entry, Payloads.Registered change) throws SQLException {
    return sql.first(
            "SELECT id FROM register WHERE kind = ? AND id = ? AND changed_at > ?",
            row -> row.getString("id"),
            change.kind(),
            change.id(),
            entry.at())
        .isPresent();
  }

  private void put(JournalEntry entry, Payloads.Registered change) throws SQLException {
    int updated =
        sql.update(
            "UPDATE register SET body = ?, changed_at = ? WHERE kind = ? AND id = ?",
            change.body(),
            entry.at(),
            change.kind(),
            change.id());
    if (updated == 0) {
      sql.update(
          "INSERT INTO register (kind, id, controller_id, body, changed_at) VALUES (?, ?, ?, ?, ?)",
          change.kind(),
          change.id(),
          controllerId,
          change.body(),
          entry.at());
    }
  }

  private void approved(JournalEntry entry, Approval approval) throws SQLException {
    if (approval.kind() == Approval.Kind.RECONCILIATION) {
      ReconciliationRows.released(sql, approval.subject(), entry);
    }
    sql.update(
        "INSERT INTO approval (id, kind, subject, creator, approver, self_approved, signature, at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        approval.id(),
        approval.kind(),
        approval.subject(),
        approval.creator(),
        approval.approver(),
        approval.selfApproved(),
        HexFormat.of().parseHex(approval.signature()),
        approval.at());
  }

  private void held(JournalEntry entry, Payloads.HoldSet hold) throws SQLException {
    sql.update(
        "INSERT INTO hold (id, scope, target, reason, set_by, set_at) VALUES (?, ?, ?, ?, ?, ?)",
        entry.about(),
        hold.scope(),
        hold.target(),
        hold.reason(),
        entry.actor(),
        entry.at());
  }

  private void switched(JournalEntry entry, Payloads.BatchSwitched batch) throws SQLException {
    int updated =
        sql.update(
            "UPDATE batch SET load_id = ?, row_count = ?, imported_at = ? WHERE id = ?",
            batch.loadId(),
            batch.rows(),
            entry.at(),
            entry.about());
    if (updated == 0) {
      sql.update(
          "INSERT INTO batch (id, controller_id, source_id, file_sha256, load_id, row_count,"
              + " imported_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
          entry.about(),
          controllerId,
          batch.sourceId(),
          batch.fileSha256(),
          batch.loadId(),
          batch.rows(),
          entry.at());
    }
  }

  private void insert(JournalEntry entry, Payloads.Chosen choice) throws SQLException {
    JournalEntry.Sealed evidence = entry.person().orElseThrow();
    sql.update(
        "INSERT INTO evidence (id, attempt_id, person_id, agreed, at, sha256, key_row, sealed)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        entry.about(),
        choice.attemptId(),
        entry.subject().person(),
        choice.grant() != null,
        entry.at(),
        choice.evidenceSha256(),
        evidence.keyRow(),
        evidence.bytes().toByteArray());
    if (choice.grant() != null) {
      GrantRows.insert(sql, choice.grant(), entry.subject().number(), null);
    }
  }

  private void refused(JournalEntry entry, Payloads.Refused refusal) throws SQLException {
    DncReach reach = DncRows.reach(refusal);
    DncRows.insert(sql, controllerId, entry, refusal, reach);
    if (!reach.total()) {
      return; // the person's other consents stand; the entry itself stops what it names
    }
    for (UUID person : MergedPersons.together(sql, entry.subject().person())) {
      sql.update(
          "UPDATE consent_grant SET withdrawn_at = ? WHERE person_id = ? AND withdrawn_at IS NULL",
          entry.at(),
          person);
      sql.update("UPDATE person SET grants_withdrawn_at = ? WHERE id = ?", entry.at(), person);
      campaigns.cancelRetries(person);
    }
  }
}
