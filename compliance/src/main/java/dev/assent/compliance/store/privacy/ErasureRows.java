package dev.assent.compliance.store.privacy;

import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.privacy.HeldKind;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.sql.Sql;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What erasures leave in the rows of a person, and what is remembered of them. */
public record ErasureRows(Sql sql, UUID controllerId) {
  private static final byte[] NOTHING = {};

  public void ordered(JournalEntry entry, Payloads.ErasureOrdered order) throws SQLException {
    sql.update("DELETE FROM erasure_order WHERE request_id = ?", entry.about());
    sql.update(
        "INSERT INTO erasure_order (request_id, plan_hash, operator, at) VALUES (?, ?, ?, ?)",
        entry.about(),
        order.planHash(),
        entry.actor(),
        entry.at());
  }

  /** Takes out of the rows of one number's person what the keys about to go made readable. */
  public void personErased(JournalEntry entry, Payloads.PersonErased erased) throws SQLException {
    UUID person = entry.subject().person();
    forgetKeys(person, erased.keyRows());
    if (erased.kinds().contains(HeldKind.CONTACT)) {
      sql.update(
          "DELETE FROM contact WHERE number_id IN (SELECT id FROM number WHERE person_id = ?)",
          person);
      sql.update("DELETE FROM dispute WHERE person_id = ?", person);
    }
    if (erased.kinds().contains(HeldKind.EVIDENCE)) {
      sql.update(
          "DELETE FROM consent_grant WHERE person_id = ? AND granted_at <= ?", person, entry.at());
    }
    if (erased.tombstone()) {
      sql.update(
          "UPDATE person SET tombstone_at = COALESCE(tombstone_at, ?), flags = NULL, quiet = NULL"
              + " WHERE id = ?",
          entry.at(),
          person);
    }
    number(entry, erased);
  }

  private void forgetKeys(UUID person, List<Long> rows) throws SQLException {
    for (long row : rows) {
      for (String column : List.of("contact_key", "call_key", "evidence_key")) {
        sql.update(
            "UPDATE person SET " + column + " = NULL WHERE id = ? AND " + column + " = ?",
            person,
            row);
      }
      sql.update(
          "UPDATE attempt SET sealed = ? WHERE person_id = ? AND key_row = ?",
          NOTHING,
          person,
          row);
      sql.update(
          "UPDATE evidence SET sealed = ? WHERE person_id = ? AND key_row = ?",
          NOTHING,
          person,
          row);
    }
  }

  /** The hash a refusal or a tombstone is known by stays; nothing else does. */
  private void number(JournalEntry entry, Payloads.PersonErased erased) throws SQLException {
    byte @Nullable [] kept =
        entry
            .refusal()
            .map(json -> Json.read(json, Payloads.Forgotten.class))
            .map(forgotten -> HexFormat.of().parseHex(forgotten.dncBi()))
            .orElse(null);
    if (erased.last()) {
      sql.update(
          "UPDATE number SET bi = NULL, dnc_bi = ? WHERE id = ?", kept, entry.subject().number());
    } else if (kept != null) {
      sql.update(
          "UPDATE number SET dnc_bi = ? WHERE id = ? AND dnc_bi IS NULL",
          kept,
          entry.subject().number());
    }
  }

  public void begun(JournalEntry entry, Payloads.ErasureBegun begun) throws SQLException {
    sql.update(
        "INSERT INTO erasure (id, controller_id, cause, request_id, operator, approver,"
            + " self_approved, begun_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        entry.about(),
        controllerId,
        begun.cause(),
        begun.request(),
        begun.operator(),
        begun.approver(),
        begun.selfApproved(),
        entry.at());
    List<@Nullable Object[]> items = new ArrayList<>();
    for (Payloads.Doomed item : begun.items()) {
      items.add(
          new @Nullable Object[] {
            entry.about(),
            item.kind().name(),
            item.person(),
            item.keyRow(),
            item.recording(),
            item.records(),
            item.from(),
            item.floorUntil(),
            item.figure(),
            item.proofs().stream().map(UUID::toString).collect(Collectors.joining(","))
          });
    }
    sql.batch(
        "INSERT INTO erasure_item (erasure_id, kind, person_id, key_row, recording_id, records,"
            + " kept_from, floor_until, figure, proofs) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        items);
  }

  public void done(JournalEntry entry, Payloads.ErasureDone done) throws SQLException {
    sql.update(
        "UPDATE erasure SET done_at = ?, files = ?, overwritten = ?, medium = ?, copies_until = ?"
            + " WHERE id = ? AND done_at IS NULL",
        entry.at(),
        done.files(),
        done.overwritten(),
        done.medium(),
        done.copiesUntil(),
        entry.about());
  }

  public void finished(JournalEntry entry) throws SQLException {
    sql.update(
        "UPDATE erasure SET final_at = ? WHERE id = ? AND final_at IS NULL",
        entry.at(),
        entry.about());
  }
}
