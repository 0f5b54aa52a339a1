package dev.assent.compliance.store.review;

import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.review.Finding;
import dev.assent.compliance.review.Seconds;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.sql.Sql;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** What entries about looked-at calls change. Owned by the thread of its transaction. */
public final class ReviewRows {
  /** By what must be listened to first; told in docs/quality.md. */
  private static final String RANK =
      "UPDATE review SET queue_rank = CASE WHEN state = 'DONE' THEN 4"
          + " WHEN heard_seconds = 0 AND voice_ms > 0 AND (sampled OR flags <> '') THEN 0"
          + " WHEN heard_seconds = 0 AND voice_ms > 0 THEN 1"
          + " WHEN sampled OR flags <> '' THEN 2 ELSE 3 END WHERE attempt_id = ?";

  private final Sql sql;

  public ReviewRows(Sql sql) {
    this.sql = sql;
  }

  public void apply(JournalEntry entry) throws SQLException {
    EntryType type = entry.type();
    if (type == EntryType.CALL_CHECKED) {
      checked(entry, read(entry, ReviewPayloads.CallChecked.class));
    } else if (type == EntryType.REVIEW_SEEDED) {
      seeded(entry.about(), read(entry, ReviewPayloads.ReviewSeeded.class));
    } else if (type == EntryType.REVIEW_ASSIGNED) {
      assigned(entry.about(), read(entry, ReviewPayloads.ReviewAssigned.class));
    } else if (type == EntryType.REVIEW_NOTED) {
      noted(entry, read(entry, ReviewPayloads.ReviewNoted.class));
    } else if (type == EntryType.REVIEW_SCORED) {
      scored(entry, read(entry, ReviewPayloads.ReviewScored.class));
    } else {
      heard(entry, read(entry, ReviewPayloads.ReviewHeard.class));
    }
  }

  private static <T> T read(JournalEntry entry, Class<T> payload) {
    return Json.read(entry.operational().orElseThrow(), payload);
  }

  private void checked(JournalEntry entry, ReviewPayloads.CallChecked checked) throws SQLException {
    sql.update(
        "INSERT INTO review (attempt_id, recording_id, campaign_id, outcome, started_at, seconds,"
            + " voice_ms, script_hash, flags, findings, sampled, checked_at, state, assignee,"
            + " heard_seconds, queue_rank)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'OPEN', ?, 0, 3)"
            + " ON CONFLICT DO NOTHING",
        entry.about(),
        checked.recordingId(),
        checked.campaignId(),
        checked.outcome(),
        checked.startedAt(),
        checked.seconds(),
        checked.voiceMs(),
        checked.scriptHash(),
        flags(checked.findings()),
        Json.write(checked.findings()),
        checked.sampled(),
        entry.at(),
        checked.assignee());
    rank(entry.about());
  }

  private static String flags(List<Finding> findings) {
    return findings.isEmpty()
        ? ""
        : findings.stream()
            .map(finding -> finding.flag().name())
            .distinct()
            .collect(Collectors.joining(",", ",", ","));
  }

  private void seeded(UUID campaignId, ReviewPayloads.ReviewSeeded seeded) throws SQLException {
    sql.update("DELETE FROM review_seed WHERE campaign_id = ?", campaignId);
    sql.update(
        "INSERT INTO review_seed (campaign_id, seed, percent) VALUES (?, ?, ?)",
        campaignId,
        seeded.seed(),
        seeded.percent());
  }

  private void assigned(UUID attemptId, ReviewPayloads.ReviewAssigned assigned)
      throws SQLException {
    sql.update(
        "UPDATE review SET assignee = ?, state = ? WHERE attempt_id = ? AND state <> 'DONE'",
        assigned.assignee(),
        assigned.assignee() == null ? "OPEN" : "TAKEN",
        attemptId);
    rank(attemptId);
  }

  private void noted(JournalEntry entry, ReviewPayloads.ReviewNoted noted) throws SQLException {
    JournalEntry.Sealed words = entry.person().orElseThrow();
    sql.update(
        "INSERT INTO review_note (id, attempt_id, at_second, key_row, sealed, written_by,"
            + " written_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        entry.id(),
        noted.attemptId(),
        noted.second(),
        words.keyRow(),
        words.bytes().toByteArray(),
        entry.actor(),
        entry.at());
  }

  private void scored(JournalEntry entry, ReviewPayloads.ReviewScored scored) throws SQLException {
    JournalEntry.Sealed comment = entry.person().orElseThrow();
    sql.update(
        "INSERT INTO review_score (id, attempt_id, answers, verdict, score, key_row, sealed,"
            + " scored_by, scored_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        entry.id(),
        scored.attemptId(),
        Json.write(scored.answers()),
        scored.verdict(),
        scored.score(),
        comment.keyRow(),
        comment.bytes().toByteArray(),
        entry.actor(),
        entry.at());
    sql.update(
        "UPDATE review SET state = 'DONE', assignee = ?, score = ?, verdict = ?"
            + " WHERE attempt_id = ?",
        entry.actor(),
        scored.score(),
        scored.verdict(),
        scored.attemptId());
    rank(scored.attemptId());
  }

  private void heard(JournalEntry entry, ReviewPayloads.ReviewHeard heard) throws SQLException {
    UUID attempt = entry.about();
    Optional<Seconds> before =
        sql.first(
            "SELECT ranges FROM review_heard WHERE attempt_id = ? AND user_name = ?",
            row -> Seconds.parse(row.getString("ranges")),
            attempt,
            entry.actor());
    String all = before.orElse(Seconds.NONE).and(Seconds.parse(heard.seconds())).text();
    sql.update(
        before.isPresent()
            ? "UPDATE review_heard SET ranges = ? WHERE attempt_id = ? AND user_name = ?"
            : "INSERT INTO review_heard (ranges, attempt_id, user_name) VALUES (?, ?, ?)",
        all,
        attempt,
        entry.actor());
    long seconds = byAnybody(sql, attempt).count();
    sql.update("UPDATE review SET heard_seconds = ? WHERE attempt_id = ?", seconds, attempt);
    rank(attempt);
  }

  /** What anybody has heard. */
  static Seconds byAnybody(Sql sql, UUID attemptId) throws SQLException {
    Seconds all = Seconds.NONE;
    for (Seconds one :
        sql.list(
            "SELECT ranges FROM review_heard WHERE attempt_id = ?",
            row -> Seconds.parse(row.getString("ranges")),
            attemptId)) {
      all = all.and(one);
    }
    return all;
  }

  private void rank(UUID attemptId) throws SQLException {
    sql.update(RANK, attemptId);
  }
}
