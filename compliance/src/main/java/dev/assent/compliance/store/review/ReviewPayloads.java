package dev.assent.compliance.store.review;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.review.Answer;
import dev.assent.compliance.review.Finding;
import dev.assent.compliance.review.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The payloads of entries about looked-at calls, as JSON. Fields may be added, never renamed or
 * reused.
 */
final class ReviewPayloads {
  private ReviewPayloads() {}

  /**
   * Operational: an answered call was looked at.
   *
   * @param recordingId null when it has none
   * @param voiceMs how long the called person speaks
   * @param sampled whether somebody must listen
   * @param assignee who; null for nobody
   */
  record CallChecked(
      UUID campaignId,
      @Nullable UUID recordingId,
      Outcome outcome,
      Instant startedAt,
      long seconds,
      long voiceMs,
      String scriptHash,
      List<Finding> findings,
      boolean sampled,
      @Nullable String assignee) {}

  /** Operational: by what a campaign's sample is drawn from now on. */
  record ReviewSeeded(String seed, int percent) {}

  /**
   * Operational.
   *
   * @param assignee null when it was given back
   */
  record ReviewAssigned(UUID recordingId, @Nullable String assignee) {}

  /** Operational; the words are the person payload. */
  record ReviewNoted(UUID attemptId, UUID recordingId, int second) {}

  /** Operational; the comment is the person payload. */
  record ReviewScored(
      UUID attemptId,
      UUID recordingId,
      Map<String, Answer> answers,
      Verdict verdict,
      @Nullable Integer score) {}

  /** Person: what a QA person wrote. */
  record Words(String text) {}

  /** Operational. */
  record ReviewHeard(UUID recordingId, String seconds) {}

  /** Operational: somebody was shown one field in plain. */
  record PlainRevealed(UUID recordingId, String field) {}
}
