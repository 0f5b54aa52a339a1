package dev.assent.compliance.store.review;

import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.review.Answer;
import dev.assent.compliance.review.Scorecard;
import dev.assent.compliance.review.Seconds;
import dev.assent.compliance.review.Verdict;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.commit.PersonPayload;
import dev.assent.compliance.store.commit.Tx;
import dev.assent.compliance.store.person.ContactCells;
import dev.assent.compliance.store.seal.Protection;
import dev.assent.compliance.store.sql.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What QA people do with recordings: find, take, note, score, and say what they heard. Every change
 * is durable on return. Any thread.
 */
public final class ReviewDesk {
  /** Characters of a note or a comment. */
  public static final int LONGEST_TEXT = 4_000;

  private final Commits commits;
  private final Commits.Source source;
  private final Journal journal;
  private final Protection protection;

  public ReviewDesk(
      Commits commits, Commits.Source source, Journal journal, Protection protection) {
    this.commits = commits;
    this.source = source;
    this.journal = journal;
    this.protection = protection;
  }

  /**
   * Some of the queue, in its order: drawn or flagged recordings in which the person speaks and
   * that nobody has heard, then others in which they speak, then the drawn and the flagged, then
   * the rest, then those that are scored; the oldest first in each.
   *
   * @param next where to go on; empty at the end
   */
  public record Page(List<ReviewItem> items, Optional<String> next) {
    public Page {
      items = List.copyOf(items);
    }
  }

  /**
   * @param limit 1 and up
   * @throws IllegalArgumentException when the filter's cursor is none of ours
   */
  public Page queue(ReviewFilter filter, int limit) {
    List<Object> parameters = new ArrayList<>();
    String where = filter.where(parameters);
    record Placed(ReviewItem item, ReviewFilter.Cursor cursor) {}
    List<Placed> found =
        commits
            .database()
            .transaction(
                sql ->
                    sql.list(
                        "SELECT "
                            + ReviewItem.COLUMNS
                            + " FROM review r JOIN attempt a ON a.id = r.attempt_id WHERE "
                            + where
                            + " ORDER BY r.queue_rank, r.started_at, r.attempt_id LIMIT "
                            + (limit + 1),
                        row ->
                            new Placed(
                                item(row),
                                new ReviewFilter.Cursor(
                                    row.getInt("queue_rank"),
                                    Sql.at(row, "started_at"),
                                    Sql.id(row, "attempt_id"))),
                        parameters.toArray()));
    boolean more = found.size() > limit;
    return new Page(
        found.stream().limit(limit).map(Placed::item).toList(),
        more ? Optional.of(found.get(limit - 1).cursor().text()) : Optional.empty());
  }

  /**
   * How much there is.
   *
   * @param unheard in which somebody speaks and that nobody has heard
   */
  public record Totals(long recordings, long unheard) {}

  /** Of all pages together. */
  public Totals totals(ReviewFilter filter) {
    List<Object> parameters = new ArrayList<>();
    String where = filter.whole(parameters);
    return commits
        .database()
        .transaction(
            sql ->
                sql.first(
                    "SELECT COUNT(*) AS recordings, COALESCE(SUM(CASE WHEN r.heard_seconds = 0"
                        + " AND r.voice_ms > 0 THEN 1 ELSE 0 END), 0) AS unheard"
                        + " FROM review r WHERE "
                        + where,
                    row -> new Totals(row.getLong("recordings"), row.getLong("unheard")),
                    parameters.toArray()))
        .orElseThrow();
  }

  /** One recording; empty when no call with it was looked at. */
  public Optional<ReviewItem> find(UUID recordingId) {
    return commits.database().transaction(sql -> find(sql, recordingId));
  }

  private Optional<ReviewItem> find(Sql sql, UUID recordingId) throws SQLException {
    return sql.first(
        "SELECT "
            + ReviewItem.COLUMNS
            + " FROM review r JOIN attempt a ON a.id = r.attempt_id WHERE r.recording_id = ?",
        this::item,
        recordingId);
  }

  private ReviewItem item(ResultSet row) throws SQLException {
    return ReviewItem.of(row, called(row).map(PhoneNumber::toString).orElse(""));
  }

  /** The number of an attempt; empty when its key was destroyed. */
  private Optional<PhoneNumber> called(ResultSet row) throws SQLException {
    return protection
        .cipher()
        .open(
            row.getLong("key_row"),
            PersonPayload.cell(Sql.id(row, "attempt_id")),
            row.getBytes("sealed"))
        .map(json -> PersonPayload.read(json, Payloads.Called.class))
        .map(called -> PhoneNumber.ofE164(called.e164()));
  }

  /**
   * Somebody wants to listen to it.
   *
   * @throws NotAllowed when it is unknown, scored, or taken by somebody else
   */
  public ReviewItem take(UUID recordingId, String user) throws NotAllowed {
    return assign(recordingId, user, user);
  }

  /**
   * Gives it back.
   *
   * @throws NotAllowed when it is not theirs, or scored
   */
  public ReviewItem release(UUID recordingId, String user) throws NotAllowed {
    return assign(recordingId, user, null);
  }

  private ReviewItem assign(UUID recordingId, String user, @Nullable String assignee)
      throws NotAllowed {
    Optional<String> refused =
        commits.run(
            tx -> {
              ReviewItem item = locked(tx, recordingId);
              Optional<String> why = whyNot(item, user);
              boolean changes =
                  assignee == null
                      ? item.state() == ReviewItem.State.TAKEN
                      : item.state() != ReviewItem.State.TAKEN || !assignee.equals(item.assignee());
              if (why.isEmpty() && changes) {
                tx.write(
                    entry(
                        EntryType.REVIEW_ASSIGNED,
                        user,
                        item.attemptId(),
                        new ReviewPayloads.ReviewAssigned(recordingId, assignee)));
              }
              return why;
            });
    if (refused.isPresent()) {
      throw new NotAllowed(refused.get());
    }
    return find(recordingId).orElseThrow();
  }

  private static Optional<String> whyNot(ReviewItem item, String user) {
    if (item.state() == ReviewItem.State.DONE) {
      return Optional.of("this recording is scored already");
    }
    return item.state() == ReviewItem.State.TAKEN && !user.equals(item.assignee())
        ? Optional.of(item.assignee() + " has taken this recording")
        : Optional.empty();
  }

  /** The row, locked: of two who take it at once one is told so. */
  private ReviewItem locked(Tx tx, UUID recordingId) throws SQLException {
    tx.sql()
        .list(
            "SELECT attempt_id FROM review WHERE recording_id = ? FOR UPDATE",
            row -> Sql.id(row, "attempt_id"),
            recordingId);
    return find(tx.sql(), recordingId)
        .orElseThrow(() -> new IllegalArgumentException("no such recording"));
  }

  /**
   * What somebody wrote about a second.
   *
   * @param text empty when the person's key was destroyed
   */
  public record Note(int second, String text, String by, Instant at) {}

  /**
   * @param text 1–{@value #LONGEST_TEXT} characters
   * @throws NotAllowed when the key of the call was destroyed: nothing personal can be kept of it
   */
  public void note(UUID recordingId, int second, String text, String user) throws NotAllowed {
    if (second < 0 || text.isBlank() || text.length() > LONGEST_TEXT) {
      throw new IllegalArgumentException("a note has 1 to " + LONGEST_TEXT + " characters");
    }
    UUID attempt = attemptOf(recordingId);
    write(
        EntryType.REVIEW_NOTED,
        attempt,
        text,
        user,
        new ReviewPayloads.ReviewNoted(attempt, recordingId, second));
  }

  /** In the order of the recording. */
  public List<Note> notes(UUID recordingId) {
    return commits
        .database()
        .transaction(
            sql ->
                sql.list(
                    "SELECT n.id, n.at_second, n.key_row, n.sealed, n.written_by, n.written_at"
                        + " FROM review_note n JOIN review r ON r.attempt_id = n.attempt_id"
                        + " WHERE r.recording_id = ? ORDER BY n.at_second, n.written_at, n.id",
                    row ->
                        new Note(
                            row.getInt("at_second"),
                            words(row),
                            row.getString("written_by"),
                            Sql.at(row, "written_at")),
                    recordingId));
  }

  /** Where a recording stands in somebody's judgement. */
  public record Scored(Scorecard card, @Nullable Integer score, String by, Instant at) {}

  /**
   * A judgement; a later one stands beside the earlier, and counts.
   *
   * @throws NotAllowed when the key of the call was destroyed, or somebody else has taken it
   */
  public void score(UUID recordingId, Scorecard card, String user) throws NotAllowed {
    if (card.comment().length() > LONGEST_TEXT) {
      throw new IllegalArgumentException("a comment has up to " + LONGEST_TEXT + " characters");
    }
    ReviewItem item =
        find(recordingId).orElseThrow(() -> new IllegalArgumentException("no such recording"));
    if (item.state() == ReviewItem.State.TAKEN && !user.equals(item.assignee())) {
      throw new NotAllowed(item.assignee() + " has taken this recording");
    }
    Integer score = card.score().isPresent() ? (Integer) card.score().getAsInt() : null;
    write(
        EntryType.REVIEW_SCORED,
        item.attemptId(),
        card.comment(),
        user,
        new ReviewPayloads.ReviewScored(
            item.attemptId(), recordingId, card.answers(), card.verdict(), score));
  }

  /** The newest judgement. */
  public Optional<Scored> scored(UUID recordingId) {
    return commits
        .database()
        .transaction(
            sql ->
                sql.first(
                    "SELECT s.id, s.answers, s.verdict, s.score, s.key_row, s.sealed, s.scored_by,"
                        + " s.scored_at FROM review_score s JOIN review r"
                        + " ON r.attempt_id = s.attempt_id WHERE r.recording_id = ?"
                        + " ORDER BY s.scored_at DESC, s.id LIMIT 1",
                    row ->
                        new Scored(
                            new Scorecard(
                                answers(row.getString("answers")),
                                words(row),
                                Verdict.valueOf(row.getString("verdict"))),
                            row.getObject("score", Integer.class),
                            row.getString("scored_by"),
                            Sql.at(row, "scored_at")),
                    recordingId));
  }

  private static Map<String, Answer> answers(String json) {
    Map<String, Answer> answers = new TreeMap<>();
    Map<?, ?> kept = Json.read(json, Map.class);
    kept.forEach((id, answer) -> answers.put(String.valueOf(id), Answer.valueOf(answer + "")));
    return answers;
  }

  /** Somebody heard these seconds. */
  public void heard(UUID recordingId, Seconds seconds, String user) {
    if (seconds.ranges().isEmpty()) {
      return;
    }
    UUID attempt = attemptOf(recordingId);
    commits.run(
        tx -> {
          locked(tx, recordingId);
          tx.write(
              entry(
                  EntryType.REVIEW_HEARD,
                  user,
                  attempt,
                  new ReviewPayloads.ReviewHeard(recordingId, seconds.text())));
          return true;
        });
  }

  /** What anybody has heard of it. */
  public Seconds heard(UUID recordingId) {
    UUID attempt = attemptOf(recordingId);
    return commits.database().transaction(sql -> ReviewRows.byAnybody(sql, attempt));
  }

  /** What may be shown in plain, one at a time. */
  public enum Field {
    NUMBER,
    NAME
  }

  /**
   * One field in plain (R51). The entry stands in the journal before anything is opened.
   *
   * @return empty when it is not kept, or its key was destroyed
   */
  public Optional<String> reveal(UUID recordingId, Field field, String user) {
    UUID attempt = attemptOf(recordingId);
    journal.append(
        List.of(
            entry(
                EntryType.PLAIN_REVEALED,
                user,
                attempt,
                new ReviewPayloads.PlainRevealed(recordingId, field.name()))));
    return commits
        .database()
        .transaction(sql -> field == Field.NUMBER ? number(sql, attempt) : name(sql, attempt));
  }

  private Optional<String> number(Sql sql, UUID attempt) throws SQLException {
    return sql.first(
            "SELECT id AS attempt_id, key_row, sealed FROM attempt WHERE id = ?",
            this::called,
            attempt)
        .flatMap(number -> number)
        .map(PhoneNumber::e164);
  }

  private Optional<String> name(Sql sql, UUID attempt) throws SQLException {
    return sql.first(
            "SELECT c.id, c.sealed_name, p.contact_key FROM attempt a"
                + " JOIN contact c ON c.id = a.contact_id"
                + " JOIN batch b ON b.id = c.batch_id AND b.load_id = c.load_id"
                + " JOIN person p ON p.id = c.person_id"
                + " WHERE a.id = ? AND c.sealed_name IS NOT NULL AND p.contact_key IS NOT NULL",
            row ->
                protection
                    .cipher()
                    .open(
                        row.getLong("contact_key"),
                        ContactCells.name(Sql.id(row, "id")),
                        row.getBytes("sealed_name")),
            attempt)
        .flatMap(opened -> opened)
        .map(plain -> new String(plain, StandardCharsets.UTF_8));
  }

  private UUID attemptOf(UUID recordingId) {
    return commits
        .database()
        .transaction(
            sql ->
                sql.first(
                    "SELECT attempt_id FROM review WHERE recording_id = ?",
                    row -> Sql.id(row, "attempt_id"),
                    recordingId))
        .orElseThrow(() -> new IllegalArgumentException("no such recording"));
  }

  private String words(ResultSet row) throws SQLException {
    return protection
        .cipher()
        .open(row.getLong("key_row"), PersonPayload.cell(Sql.id(row, "id")), row.getBytes("sealed"))
        .map(json -> PersonPayload.read(json, ReviewPayloads.Words.class).text())
        .orElse("");
  }

  /** An entry about the called number whose words only the key of the call opens. */
  private void write(EntryType type, UUID attempt, String text, String user, Object payload)
      throws NotAllowed {
    record Call(UUID number, long key, boolean readable) {}
    Call call =
        commits
            .database()
            .transaction(
                sql ->
                    sql.first(
                        "SELECT id AS attempt_id, number_id, key_row, sealed FROM attempt"
                            + " WHERE id = ?",
                        row ->
                            new Call(
                                Sql.id(row, "number_id"),
                                row.getLong("key_row"),
                                called(row).isPresent()),
                        attempt))
            .orElseThrow(() -> new IllegalArgumentException("no such recording"));
    if (!call.readable()) {
      throw new NotAllowed("the person was erased: nothing is written about them any more");
    }
    UUID id = source.id();
    Instant at = source.now();
    commits.persistently(
        tx -> {
          tx.write(
              new JournalEntry(
                  id,
                  type,
                  at,
                  user,
                  tx.lock(call.number()).next(),
                  attempt,
                  Optional.of(
                      PersonPayload.seal(
                          protection.cipher(),
                          call.key(),
                          id,
                          Json.write(new ReviewPayloads.Words(text)))),
                  Optional.empty(),
                  Optional.of(Json.write(payload))));
          return true;
        });
  }

  private JournalEntry entry(EntryType type, String actor, UUID about, Object payload) {
    return JournalEntry.operational(
        source.id(), type, source.now(), actor, about, Json.write(payload));
  }
}
