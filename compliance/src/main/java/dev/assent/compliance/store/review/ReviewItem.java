package dev.assent.compliance.store.review;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.review.Finding;
import dev.assent.compliance.review.Flag;
import dev.assent.compliance.review.Verdict;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A recorded call as it stands in the queue.
 *
 * @param startedAt when it was answered
 * @param voiceMs how long the called person speaks
 * @param number masked; empty when its key was destroyed
 * @param callerNumber that was shown, E.164; null of calls older than it was kept
 * @param scriptHash that was played; empty when unknown
 * @param sampled whether it was drawn for somebody to listen to
 * @param assignee who listens, or listened; null for nobody yet
 * @param heardSeconds of it somebody has heard, whoever that was
 * @param score 0–100; null before it was scored, or when no checkpoint applies
 */
public record ReviewItem(
    UUID recordingId,
    UUID attemptId,
    UUID campaignId,
    Outcome outcome,
    Instant startedAt,
    long seconds,
    long voiceMs,
    String number,
    @Nullable String callerNumber,
    String scriptHash,
    List<Finding> findings,
    boolean sampled,
    State state,
    @Nullable String assignee,
    long heardSeconds,
    @Nullable Integer score,
    @Nullable Verdict verdict) {

  static final String COLUMNS =
      "r.attempt_id, r.recording_id, r.campaign_id, r.outcome, r.started_at, r.seconds, r.voice_ms,"
          + " r.script_hash, r.findings, r.sampled, r.state, r.assignee, r.heard_seconds, r.score,"
          + " r.verdict, r.queue_rank, a.key_row, a.sealed, a.caller_number";

  /** How far somebody is with it. */
  public enum State {
    OPEN,
    /** Somebody is listening. */
    TAKEN,
    /** It was scored. */
    DONE
  }

  public ReviewItem {
    findings = List.copyOf(findings);
  }

  static Set<Flag> flags(String column) {
    return Arrays.stream(column.split(","))
        .filter(code -> !code.isEmpty())
        .map(Flag::valueOf)
        .collect(Collectors.toSet());
  }

  static ReviewItem of(ResultSet row, String number) throws SQLException {
    String verdict = row.getString("verdict");
    return new ReviewItem(
        Sql.id(row, "recording_id"),
        Sql.id(row, "attempt_id"),
        Sql.id(row, "campaign_id"),
        Outcome.valueOf(row.getString("outcome")),
        Sql.at(row, "started_at"),
        row.getLong("seconds"),
        row.getLong("voice_ms"),
        number,
        row.getString("caller_number"),
        row.getString("script_hash"),
        List.of(Json.read(row.getString("findings"), Finding[].class)),
        row.getBoolean("sampled"),
        State.valueOf(row.getString("state")),
        row.getString("assignee"),
        row.getLong("heard_seconds"),
        row.getObject("score", Integer.class),
        verdict == null ? null : Verdict.valueOf(verdict));
  }
}
