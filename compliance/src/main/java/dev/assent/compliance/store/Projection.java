package dev.assent.compliance.store;

import dev.assent.compliance.access.Approval;
import dev.assent.compliance.consent.DncReach;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * What an entry changes in the database: the one code for a live fact, for one that a broken
 * database lost, and for all of them after it was rebuilt. Owned by the thread of its transaction.
 */
final class Projection {
  private final Sql sql;
  private final UUID controllerId;
  private final SubjectRows subjects;
  private final AttemptRows attempts;
  private final CampaignRows campaigns;
  private final PersonMarks marks;
  private final PersonRows persons;

  Projection(Sql sql, UUID controllerId, Identities identities) {
    this.sql = sql;
    this.controllerId = controllerId;
    this.subjects = new SubjectRows(sql, controllerId, identities);
    this.campaigns = new CampaignRows(sql);
    this.marks = new PersonMarks(sql);
    this.persons = new PersonRows(sql, campaigns);
    this.attempts = new AttemptRows(sql, controllerId, campaigns);
  }

  /** Whether anything in the database follows from entries of that type. */
  static boolean concerns(EntryType type) {
    return switch (type) {
      case ENGINE_STARTED,
          NOTE,
          MARKER,
          CHECKPOINT,
          OPT_OUT_PENDING,
          RING_BACK,
          REC_OPEN,
          REC_SEALED,
          REC_ACCESSED,
          DAILY_LOOK ->
          false;
      case SOURCE_CHANGED,
          SCRIPT_CHANGED,
          SCRIPT_HEARD,
          CALLER_NUMBER_CHANGED,
          CAMPAIGN_CHANGED,
          APPROVED,
          HOLD_SET,
          HOLD_LIFTED,
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
          INBOX_HELD,
          INBOX_SETTLED,
          INBOX_TAKEN,
          TEST_NUMBER_ADDED,
          TEST_NUMBER_REMOVED ->
          true;
    };
  }

  void apply(JournalEntry entry) throws SQLException {
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
      case APPROVED -> approved(read(entry, Approval.class));
      case HOLD_SET -> held(entry, read(entry, Payloads.HoldSet.class));
      case HOLD_LIFTED ->
          sql.update(
              "UPDATE hold SET lifted_by = ?, lifted_at = ? WHERE id = ? AND lifted_at IS NULL",
              entry.actor(),
              entry.at(),
              entry.about());
      case BATCH_SWITCHED -> switched(entry, read(entry, Payloads.BatchSwitched.class));
      case ATTEMPT_HELD -> attempts.held(entry, read(entry, Payloads.Held.class));
      case ATTEMPT_INVITED_AGAIN ->
          sql.update("UPDATE attempt SET invites = invites + 1 WHERE id = ?", entry.about());
      case ATTEMPT_ENDED -> attempts.ended(entry, read(entry, Payloads.Ended.class));
      case DENIED -> campaigns.denied(read(entry, Payloads.Denied.class));
      case CONSENT_AGREED, CONSENT_NOT_AGREED -> chosen(entry, read(entry, Payloads.Chosen.class));
      case OPT_OUT -> refused(entry, refusal(entry));
      case PERSON_RESTRICTED, PERSON_RELEASED, PERSON_FLAGGED, PERSON_UNFLAGGED ->
          marks.apply(entry, read(entry, Payloads.Marked.class));
      case PERSON_ASKED -> marks.asked(entry, read(entry, Payloads.Asked.class));
      case INBOX_HELD -> InboxRows.held(sql, entry, read(entry, Payloads.InboxHeld.class));
      case INBOX_SETTLED -> InboxRows.settled(sql, entry, read(entry, Payloads.InboxSettled.class));
      case INBOX_TAKEN -> InboxRows.taken(sql, entry, read(entry, Payloads.InboxTaken.class));
      case TEST_NUMBER_ADDED ->
          TestNumberRows.added(
              sql, controllerId, entry, read(entry, Payloads.TestNumberAdded.class));
      case TEST_NUMBER_REMOVED -> TestNumberRows.removed(sql, entry);
      case LIST_SWITCHED ->
          ListRows.switched(sql, controllerId, entry, read(entry, Payloads.ListSwitched.class));
      case CONSENT_GRANTED ->
          GrantRows.insert(
              sql, read(entry, Payloads.Granted.class).grant(), entry.subject().number(), null);
      case CONSENT_WITHDRAWN -> persons.withdrawn(entry);
      case PERSON_MERGED, PERSON_SPLIT -> persons.joined(entry, read(entry, Payloads.Joined.class));
      case PERSON_SETTLED -> persons.settled(entry, read(entry, Payloads.Settled.class));
      case ENGINE_STARTED,
          NOTE,
          MARKER,
          CHECKPOINT,
          OPT_OUT_PENDING,
          RING_BACK,
          REC_OPEN,
          REC_SEALED,
          REC_ACCESSED,
          DAILY_LOOK ->
          throw new IllegalArgumentException("nothing follows from " + entry.type());
    }
  }

  /** The same as {@link #apply} of an entry with that payload. */
  void held(JournalEntry entry, Payloads.Held held) throws SQLException {
    subjects.raise(entry);
    attempts.held(entry, held);
  }

  private static <T> T read(JournalEntry entry, Class<T> payload) {
    return Json.read(entry.operational().orElseThrow(), payload);
  }

  static Payloads.Refused refusal(JournalEntry entry) {
    return Json.read(entry.refusal().orElseThrow(), Payloads.Refused.class);
  }

  private void registered(JournalEntry entry, Payloads.Registered change) throws SQLException {
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
    for (UUID batch : change.batches()) {
      sql.update(
          "INSERT INTO campaign_batch (campaign_id, batch_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
          UUID.fromString(change.id()),
          batch);
    }
    if (change.running()) {
      campaigns.runAgain(UUID.fromString(change.id()), entry.at());
    }
    Standing.changed(sql, entry.id());
  }

  private void approved(Approval approval) throws SQLException {
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

  private void chosen(JournalEntry entry, Payloads.Chosen choice) throws SQLException {
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
