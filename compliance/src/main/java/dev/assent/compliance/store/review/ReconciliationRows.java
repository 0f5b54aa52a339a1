package dev.assent.compliance.store.review;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.seal.Sha256;
import dev.assent.compliance.store.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Proposals out of a carrier's records, as rows. */
public final class ReconciliationRows {
  private static final String SELECT =
      "SELECT id, campaign_id, subject, body, state, proposed_by, proposed_at, ended_by, ended_at"
          + " FROM reconciliation";

  private ReconciliationRows() {}

  public enum State {
    /** Waits for a second person. */
    OPEN,
    RELEASED,
    DROPPED
  }

  record Row(
      UUID id,
      UUID campaign,
      String subject,
      Payloads.ReconciliationProposed body,
      State state,
      String proposedBy,
      Instant proposedAt,
      @Nullable String endedBy,
      @Nullable Instant endedAt) {}

  /** What an approver signs: this proposal, and no other of the same words. */
  static String subject(UUID id, String body) {
    return Sha256.of((id + "\n" + body).getBytes(UTF_8));
  }

  public static void proposed(
      Sql sql, UUID controllerId, JournalEntry entry, Payloads.ReconciliationProposed proposed)
      throws SQLException {
    String body = entry.operational().orElseThrow();
    sql.update(
        "INSERT INTO reconciliation (id, controller_id, campaign_id, subject, body, state,"
            + " proposed_by, proposed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        entry.about(),
        controllerId,
        proposed.campaignId(),
        subject(entry.about(), body),
        body,
        State.OPEN,
        entry.actor(),
        entry.at());
  }

  public static void ended(Sql sql, UUID id, State state, JournalEntry entry) throws SQLException {
    sql.update(
        "UPDATE reconciliation SET state = ?, ended_by = ?, ended_at = ?"
            + " WHERE id = ? AND state = 'OPEN'",
        state,
        entry.actor(),
        entry.at(),
        id);
  }

  public static void released(Sql sql, String subject, JournalEntry entry) throws SQLException {
    sql.update(
        "UPDATE reconciliation SET state = ?, ended_by = ?, ended_at = ?"
            + " WHERE subject = ? AND state = 'OPEN'",
        State.RELEASED,
        entry.actor(),
        entry.at(),
        subject);
  }

  static Optional<Row> find(Sql sql, UUID id) throws SQLException {
    return sql.first(SELECT + " WHERE id = ?", ReconciliationRows::row, id);
  }

  /** The same, locked until the transaction ends. */
  static Optional<Row> lock(Sql sql, UUID id) throws SQLException {
    return sql.first(SELECT + " WHERE id = ? FOR UPDATE", ReconciliationRows::row, id);
  }

  /** Those of a campaign, the oldest first. */
  static List<Row> of(Sql sql, UUID campaign) throws SQLException {
    return sql.list(
        SELECT + " WHERE campaign_id = ? ORDER BY proposed_at, id",
        ReconciliationRows::row,
        campaign);
  }

  private static Row row(ResultSet row) throws SQLException {
    return new Row(
        Sql.id(row, "id"),
        Sql.id(row, "campaign_id"),
        row.getString("subject"),
        Json.read(row.getString("body"), Payloads.ReconciliationProposed.class),
        State.valueOf(row.getString("state")),
        row.getString("proposed_by"),
        Sql.at(row, "proposed_at"),
        row.getString("ended_by"),
        Sql.atOrNull(row, "ended_at"));
  }
}
