package dev.assent.compliance.store.attempt;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.Threshold;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.journal.JournalUnavailable;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.commit.Tx;
import dev.assent.compliance.store.person.CallsInFlight;
import dev.assent.compliance.store.sql.LockBusy;
import dev.assent.compliance.store.sql.Sql;
import dev.assent.compliance.store.sql.StoreUnavailable;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of reserved calls. Every method returns when its fact is durable. Any thread. */
public final class Attempts {
  private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
  private static final int DETAIL_CHARS = 500;

  /** 90 characters each: an entry takes 300,000. */
  private static final int ALIVE_IN_ONE_ENTRY = 2000;

  private static final Payloads.OutcomeKept STOPPED =
      new Payloads.OutcomeKept(Outcome.UNKNOWN, Map.of("cause", "the engine stopped"));

  private static final int SETTLED_AT_ONCE = 64;

  private final Commits commits;
  private final Commits.Source source;
  private final Journal journal;
  private final CallsInFlight inFlight;
  private final ConnectCounts connects;
  private final List<Consumer<UUID>> listeners = new CopyOnWriteArrayList<>();
  private volatile List<OpenAttempt> openAtStart = List.of();
  private volatile Map<UUID, Payloads.OutcomeKept> keptEnds = Map.of();
  private volatile boolean settled;

  public Attempts(
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

  /** Told each answered attempt when its end is durable; must not block. */
  public void onAnsweredEnded(Consumer<UUID> attempts) {
    listeners.add(attempts);
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
    try {
      end(attemptId, outcome, details);
    } catch (StoreUnavailable | LockBusy e) {
      keep(attemptId, outcome, details);
      throw e;
    }
  }

  /** In the journal alone: else the next start would know only that the call was begun. */
  private void keep(UUID attemptId, Outcome outcome, Map<String, String> details) {
    try {
      journal.append(
          List.of(
              JournalEntry.operational(
                  source.id(),
                  EntryType.OUTCOME_KEPT,
                  source.now(),
                  "engine",
                  attemptId,
                  Json.write(new Payloads.OutcomeKept(outcome, cut(details))))));
    } catch (JournalUnavailable e) {
      LOG.warn("how a call ended is lost: {}", e.getMessage());
    }
  }

  private static Map<String, String> cut(Map<String, String> details) {
    Map<String, String> kept = new TreeMap<>();
    details.forEach((name, value) -> kept.put(cut(name), cut(value)));
    return kept;
  }

  private void end(UUID attemptId, Outcome outcome, Map<String, String> details) {
    Ending ending = new Ending(attemptId, outcome, details);
    UUID number = number(attemptId);
    Instant at = source.now();
    Open ended = commits.persistently(tx -> write(tx, tx.lock(number), ending, at));
    told(ending, ended);
  }

  /** What is to be written down of an attempt that is over. */
  private record Ending(UUID attempt, Outcome outcome, Map<String, String> details) {}

  /**
   * @return as it was before
   */
  private Open write(Tx tx, Tx.Locked locked, Ending ending, Instant at) throws SQLException {
    Map<String, String> details = ending.details();
    Open open = open(tx.sql(), ending.attempt());
    if (!open.ended()) {
      Instant rangAt = instant(details, "rangAt");
      Instant answeredAt = instant(details, "answeredAt");
      boolean rang = rangAt != null || answeredAt != null || "true".equals(details.get("rang"));
      Payloads.Ended end =
          new Payloads.Ended(
              open.campaignId(),
              open.contactId(),
              ending.outcome(),
              Outcomes.counts(ending.outcome(), rang),
              rangAt,
              answeredAt,
              connectMillis(details),
              cut(details));
      tx.write(
          entry(locked.next(), EntryType.ATTEMPT_ENDED, at, ending.attempt(), Json.write(end)),
          end);
    }
    return open;
  }

  private void told(Ending ending, Open before) {
    inFlight.remove(ending.attempt());
    if (before.ended()) {
      return;
    }
    if (ending.details().containsKey("answeredAt")) {
      listeners.forEach(listener -> listener.accept(ending.attempt()));
    }
    Long connectMillis = connectMillis(ending.details());
    if (connectMillis != null) {
      connects.ended(before.campaignId(), before.placedAt(), connectMillis);
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

  /**
   * Recordings had to stop before their calls ended: they will be cut short, or lost.
   *
   * @param seconds sealed until then, by recording
   */
  public void recordingsStopped(Map<UUID, Long> seconds, String why) {
    journal.append(
        seconds.entrySet().stream()
            .map(
                stopped ->
                    JournalEntry.operational(
                        source.id(),
                        EntryType.REC_STOPPED,
                        source.now(),
                        "recorder",
                        stopped.getKey(),
                        Json.write(
                            Map.of("seconds", Long.toString(stopped.getValue()), "why", cut(why)))))
            .toList());
  }

  /** Calls of a campaign that were agreed to be recorded have no recording that can be heard. */
  public void recordingsMissing(UUID campaignId, Map<UUID, String> whyByAttempt) {
    journal.append(
        whyByAttempt.entrySet().stream()
            .map(
                missing ->
                    JournalEntry.operational(
                        source.id(),
                        EntryType.REC_MISSING,
                        source.now(),
                        "recorder",
                        missing.getKey(),
                        Json.write(
                            Map.of(
                                "campaignId",
                                campaignId.toString(),
                                "why",
                                cut(missing.getValue())))))
            .toList());
  }

  /** A campaign's calls are not as its threshold expects; durable on return. */
  public void thresholdCrossed(UUID campaignId, Threshold threshold, String figure) {
    journal.append(
        List.of(
            JournalEntry.operational(
                source.id(),
                EntryType.THRESHOLD_CROSSED,
                source.now(),
                "engine",
                campaignId,
                Json.write(
                    Map.of(
                        "expected",
                        threshold.toString(),
                        "figure",
                        cut(figure),
                        "action",
                        threshold.otherwise().name())))));
  }

  /** These recordings are finished and their files complete as far as they go. */
  public void recordingsSealed(List<RecordingFacts> recordings) {
    journal.append(recordings.stream().map(this::recordingSealed).toList());
  }

  private JournalEntry recordingSealed(RecordingFacts facts) {
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("fileSha256", HexFormat.of().formatHex(facts.fileSha256()));
    told.put("seconds", Long.toString(facts.seconds()));
    told.put("lostSeconds", Long.toString(facts.lostSeconds()));
    told.put("endCause", cut(facts.endCause()));
    told.put("complete", Boolean.toString(facts.complete()));
    told.put("sound", facts.sound());
    return JournalEntry.operational(
        source.id(),
        EntryType.REC_SEALED,
        source.now(),
        "recorder",
        facts.recordingId(),
        Json.write(told));
  }

  /**
   * How far the recordings that are being made have come on disk: a file that is shorter later was
   * cut by somebody.
   *
   * @param lastFrames by recording: number and tag of its last forced frame
   */
  public void recordingsAlive(SortedMap<UUID, String> lastFrames) {
    List<JournalEntry> entries = new ArrayList<>();
    SortedMap<UUID, String> some = new TreeMap<>();
    for (Map.Entry<UUID, String> frame : lastFrames.entrySet()) {
      some.put(frame.getKey(), frame.getValue());
      if (some.size() == ALIVE_IN_ONE_ENTRY || frame.getKey().equals(lastFrames.lastKey())) {
        entries.add(
            JournalEntry.operational(
                source.id(),
                EntryType.REC_ALIVE,
                source.now(),
                "recorder",
                JournalEntry.NO_ID,
                Json.write(Map.of("recordings", some))));
        some.clear();
      }
    }
    if (!entries.isEmpty()) {
      journal.append(entries);
    }
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

  /** Of these attempts those of this node: what became of their recordings is in its journal. */
  public Set<UUID> ofThisNode(Set<UUID> attempts) {
    if (commits.cluster().isEmpty()) {
      return attempts;
    }
    UUID self = commits.cluster().get().id();
    return commits
        .database()
        .transaction(
            sql -> {
              Set<UUID> own = new HashSet<>();
              for (UUID attempt : attempts) {
                own.addAll(
                    sql.list(
                        "SELECT id FROM attempt WHERE id = ? AND node_id = ?",
                        row -> Sql.id(row, "id"),
                        attempt,
                        self));
              }
              return own;
            });
  }

  /** Attempts the last process left open. They are UNKNOWN now, and count. */
  public List<OpenAttempt> openAtStart() {
    return openAtStart;
  }

  /**
   * Before this process calls anybody.
   *
   * @param endsKept by attempt, of those whose end the database could not take
   */
  public void findOpen(Map<UUID, Payloads.OutcomeKept> endsKept) {
    keptEnds = Map.copyOf(endsKept);
    openAtStart = commits.database().transaction(this::open);
  }

  /** Whose end nobody told since. */
  public void settleOpen() {
    if (settled) {
      return;
    }
    for (int from = 0; from < openAtStart.size(); from += SETTLED_AT_ONCE) {
      settle(
          openAtStart.subList(from, Math.min(openAtStart.size(), from + SETTLED_AT_ONCE)).stream()
              .map(this::asItStopped)
              .toList());
    }
    settled = true;
  }

  private Ending asItStopped(OpenAttempt attempt) {
    Payloads.OutcomeKept end = keptEnds.getOrDefault(attempt.attemptId(), STOPPED);
    return new Ending(attempt.attemptId(), end.outcome(), end.details());
  }

  /** Hundreds were up: one by one, the next call would wait for as many turns of the disk. */
  private void settle(List<Ending> endings) {
    Instant at = source.now();
    Map<UUID, List<Ending>> byNumber =
        endings.stream().collect(Collectors.groupingBy(ending -> number(ending.attempt())));
    Map<Ending, Open> before =
        commits.persistently(
            tx -> {
              Map<Ending, Open> written = new LinkedHashMap<>();
              for (Tx.Locked locked : tx.lockAll(byNumber.keySet())) {
                for (Ending ending : byNumber.getOrDefault(locked.number(), List.of())) {
                  written.put(ending, write(tx, locked, ending, at));
                }
              }
              return written;
            });
    if (before.size() != endings.size()) {
      throw new IllegalStateException("an attempt without a number");
    }
    before.forEach(this::told);
  }

  /** Of several nodes each ends its own. */
  private List<OpenAttempt> open(Sql sql) throws SQLException {
    String open =
        "SELECT id, campaign_id, contact_id, sip_call_id FROM attempt WHERE state = 'HELD'";
    String inOrder = " ORDER BY placed_at, id";
    return commits.cluster().isEmpty()
        ? sql.list(open + inOrder, Attempts::openAttempt)
        : sql.list(
            open + " AND node_id = ?" + inOrder,
            Attempts::openAttempt,
            commits.cluster().get().id());
  }

  private static OpenAttempt openAttempt(ResultSet row) throws SQLException {
    return new OpenAttempt(
        Sql.id(row, "id"),
        Sql.id(row, "campaign_id"),
        Sql.id(row, "contact_id"),
        row.getString("sip_call_id"));
  }
}
