package dev.assent.compliance.store;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What becomes of reserved calls. Every method returns when its fact is durable. Any thread. */
public final class Attempts {
  private static final int DETAIL_CHARS = 500;

  private final Commits commits;
  private final Commits.Source source;
  private final Journal journal;
  private final CallsInFlight inFlight;
  private final ConnectCounts connects;
  private volatile List<OpenAttempt> openAtStart = List.of();

  Attempts(
      Commits commits,
      Commits.Source source,
      Journal journal,
      CallsInFlight inFlight,
      ConnectCounts connects) {
    this.connects = connects;
    this.commits = commits;
    this.source = source;
    this.journal = journal;
    this.inFlight = inFlight;
  }

  /** An attempt that was not ended when the engine stopped. */
  public record OpenAttempt(UUID attemptId, UUID campaignId, UUID contactId, String sipCallId) {}

  /** To be called before a further INVITE of the attempt leaves. */
  public void inviteAgain(UUID attemptId, String cause) {
    about(attemptId, EntryType.ATTEMPT_INVITED_AGAIN, Json.write(new Payloads.Again(cut(cause))));
  }

  private void about(UUID attemptId, EntryType type, String json) {
    UUID number = number(attemptId);
    Instant at = source.now();
    commits.persistently(
        tx -> {
          tx.write(entry(tx.lock(number).next(), type, at, attemptId, json));
          return true;
        });
  }

  private record Open(UUID campaignId, UUID contactId, Instant placedAt, boolean ended) {}

  /**
   * Closes the attempt; it counts or is released. A second end changes nothing.
   *
   * @param details figures and codes, never personal data; {@code rang=true} says that an 18x came,
   *     {@code rangAt} and {@code answeredAt} when it and the answer did (ISO 8601), {@code
   *     connectMs} how long after the answer our first sound left, -1 for none
   */
  public void ended(UUID attemptId, Outcome outcome, Map<String, String> details) {
    UUID number = number(attemptId);
    Instant at = source.now();
    Map<String, String> kept = new TreeMap<>();
    details.forEach((name, value) -> kept.put(cut(name), cut(value)));
    Long connectMillis = connectMillis(details);
    Open ended =
        commits.persistently(
            tx -> {
              Tx.Locked locked = tx.lock(number);
              Open open = open(tx.sql(), attemptId);
              if (!open.ended()) {
                Instant rangAt = instant(details, "rangAt");
                Instant answeredAt = instant(details, "answeredAt");
                boolean rang =
                    rangAt != null || answeredAt != null || "true".equals(details.get("rang"));
                Payloads.Ended end =
                    new Payloads.Ended(
                        open.campaignId(),
                        open.contactId(),
                        outcome,
                        Outcomes.counts(outcome, rang),
                        rangAt,
                        answeredAt,
                        connectMillis,
                        kept);
                tx.write(
                    entry(locked.next(), EntryType.ATTEMPT_ENDED, at, attemptId, Json.write(end)));
              }
              return open;
            });
    inFlight.remove(attemptId);
    if (connectMillis != null && !ended.ended()) {
      connects.ended(ended.campaignId(), ended.placedAt(), connectMillis);
    }
  }

  private static @Nullable Instant instant(Map<String, String> details, String name) {
    String at = details.get(name);
    return at == null ? null : Instant.parse(at);
  }

  private static @Nullable Long connectMillis(Map<String, String> details) {
    String millis = details.get("connectMs");
    return millis == null ? null : Long.valueOf(millis);
  }

  private static String cut(String text) {
    return text.length() <= DETAIL_CHARS ? text : text.substring(0, DETAIL_CHARS);
  }

  private JournalEntry entry(
      JournalEntry.Subject subject, EntryType type, Instant at, UUID about, String json) {
    return new JournalEntry(
        source.id(),
        type,
        at,
        "engine",
        subject,
        about,
        Optional.empty(),
        Optional.empty(),
        Optional.of(json));
  }

  private static Open open(Sql sql, UUID attemptId) throws SQLException {
    return sql.first(
            "SELECT campaign_id, contact_id, placed_at, outcome FROM attempt WHERE id = ?",
            row ->
                new Open(
                    Sql.id(row, "campaign_id"),
                    Sql.id(row, "contact_id"),
                    Sql.at(row, "placed_at"),
                    row.getString("outcome") != null),
            attemptId)
        .orElseThrow(() -> new IllegalArgumentException("no such attempt"));
  }

  private UUID number(UUID attemptId) {
    return inFlight
        .of(attemptId)
        .map(CallsInFlight.Callee::number)
        .or(
            () ->
                commits
                    .database()
                    .transaction(
                        sql ->
                            sql.first(
                                "SELECT number_id FROM attempt WHERE id = ?",
                                row -> Sql.id(row, "number_id"),
                                attemptId)))
        .orElseThrow(() -> new IllegalArgumentException("no such attempt"));
  }

  /**
   * Somebody rang the presented number back and was told who had called. No attempt of ours; names
   * nobody.
   *
   * @param end how it ended, a stable word
   */
  public void rangBack(String trunk, String sipCallId, String scriptHash, String end) {
    journal.append(
        List.of(
            JournalEntry.operational(
                source.id(),
                EntryType.RING_BACK,
                source.now(),
                "engine",
                JournalEntry.NO_ID,
                Json.write(
                    Map.of(
                        "trunk", trunk,
                        "sipCallId", cut(sipCallId),
                        "scriptHash", scriptHash,
                        "end", end)))));
  }

  /** A recording begins; to be called before its first frame is written. */
  public void recordingOpened(UUID recordingId, UUID attemptId, byte[] headerSha256) {
    journal.append(
        List.of(
            JournalEntry.operational(
                source.id(),
                EntryType.REC_OPEN,
                source.now(),
                "recorder",
                recordingId,
                Json.write(
                    Map.of(
                        "attemptId", attemptId.toString(),
                        "headerSha256", HexFormat.of().formatHex(headerSha256))))));
  }

  /** A recording is finished and its file complete as far as it goes. */
  public void recordingSealed(
      UUID recordingId, byte[] fileSha256, long seconds, String endCause, boolean complete) {
    journal.append(
        List.of(
            JournalEntry.operational(
                source.id(),
                EntryType.REC_SEALED,
                source.now(),
                "recorder",
                recordingId,
                Json.write(
                    Map.of(
                        "fileSha256", HexFormat.of().formatHex(fileSha256),
                        "seconds", Long.toString(seconds),
                        "endCause", cut(endCause),
                        "complete", Boolean.toString(complete))))));
  }

  /**
   * Somebody is about to open a recording (R52). Returns the entry's position when it is forced;
   * only then may anything be opened.
   */
  public long recordingAccessed(UUID recordingId, String actor, String reason) {
    return journal.append(
        List.of(
            JournalEntry.operational(
                source.id(),
                EntryType.REC_ACCESSED,
                source.now(),
                actor,
                recordingId,
                Json.write(Map.of("reason", cut(reason))))));
  }

  /** Attempts the last process left open. They are UNKNOWN now, and count. */
  public List<OpenAttempt> openAtStart() {
    return openAtStart;
  }

  void settleOpen() {
    List<OpenAttempt> open =
        commits
            .database()
            .transaction(
                sql ->
                    sql.list(
                        "SELECT id, campaign_id, contact_id, sip_call_id FROM attempt"
                            + " WHERE state = 'HELD' ORDER BY placed_at, id",
                        Attempts::openAttempt));
    for (OpenAttempt attempt : open) {
      ended(attempt.attemptId(), Outcome.UNKNOWN, Map.of("cause", "the engine stopped"));
    }
    openAtStart = open;
  }

  private static OpenAttempt openAttempt(ResultSet row) throws SQLException {
    return new OpenAttempt(
        Sql.id(row, "id"),
        Sql.id(row, "campaign_id"),
        Sql.id(row, "contact_id"),
        row.getString("sip_call_id"));
  }
}
