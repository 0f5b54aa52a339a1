package dev.assent.compliance.store.review;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.TestCall;
import dev.assent.compliance.consent.ConsentEvidence;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.review.Finding;
import dev.assent.compliance.review.Flag;
import dev.assent.compliance.review.Sample;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.PersonPayload;
import dev.assent.compliance.store.seal.Protection;
import dev.assent.compliance.store.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which answered calls are over and were not looked at yet, and what was found of those that were
 * (R46). Any thread.
 */
public final class Reviews {
  private final Commits commits;
  private final Commits.Source source;
  private final Protection protection;

  public Reviews(Commits commits, Commits.Source source, Protection protection) {
    this.commits = commits;
    this.source = source;
    this.protection = protection;
  }

  /**
   * A call that is over.
   *
   * @param choices the oldest first; empty also when their key was destroyed
   */
  public record Over(
      UUID attemptId,
      UUID campaignId,
      Outcome outcome,
      Instant placedAt,
      Optional<Instant> answeredAt,
      Instant endedAt,
      Optional<Duration> firstSound,
      List<ConsentEvidence> choices) {
    public Over {
      choices = List.copyOf(choices);
    }
  }

  /**
   * What was found of one call.
   *
   * @param assignee who must listen to it; null for nobody
   */
  public record Checked(
      Over call,
      @Nullable UUID recordingId,
      long seconds,
      long voiceMs,
      String scriptHash,
      List<Finding> findings,
      boolean sampled,
      @Nullable String assignee) {
    public Checked {
      findings = List.copyOf(findings);
    }
  }

  /** Answered calls that ended and were not looked at, the oldest first: what a crash left. */
  public List<UUID> unchecked(int limit) {
    return commits
        .database()
        .transaction(
            sql ->
                sql.list(
                    "SELECT a.id FROM attempt a WHERE a.outcome IS NOT NULL AND a.campaign_id <> ?"
                        + " AND (a.answered_at IS NOT NULL OR EXISTS"
                        + " (SELECT 1 FROM evidence e WHERE e.attempt_id = a.id))"
                        + " AND NOT EXISTS (SELECT 1 FROM review r WHERE r.attempt_id = a.id)"
                        + " ORDER BY a.placed_at, a.id LIMIT "
                        + limit,
                    row -> Sql.id(row, "id"),
                    TestCall.CAMPAIGN));
  }

  /** Of these attempts, those that are over, were answered and were not looked at yet. */
  public List<Over> over(Collection<UUID> attempts) {
    if (attempts.isEmpty()) {
      return List.of();
    }
    UUID[] ids = attempts.toArray(UUID[]::new);
    return commits
        .database()
        .transaction(
            sql -> {
              Map<UUID, List<ConsentEvidence>> choices = new java.util.HashMap<>();
              sql.each(
                  "SELECT id, attempt_id, key_row, sealed FROM evidence WHERE attempt_id = ANY (?)"
                      + " ORDER BY at, id",
                  row ->
                      choice(row)
                          .ifPresent(
                              choice ->
                                  choices
                                      .computeIfAbsent(choice.attemptId(), _ -> new ArrayList<>())
                                      .add(choice)),
                  (Object) ids);
              return sql.list(
                  "SELECT id, campaign_id, outcome, placed_at, answered_at, ended_at, connect_ms"
                      + " FROM attempt a WHERE id = ANY (?) AND outcome IS NOT NULL"
                      + " AND campaign_id <> ? AND NOT EXISTS"
                      + " (SELECT 1 FROM review r WHERE r.attempt_id = a.id)"
                      + " ORDER BY placed_at, id",
                  row -> over(row, choices.getOrDefault(Sql.id(row, "id"), List.of())),
                  ids,
                  TestCall.CAMPAIGN);
            });
  }

  private static Over over(ResultSet row, List<ConsentEvidence> choices) throws SQLException {
    return new Over(
        Sql.id(row, "id"),
        Sql.id(row, "campaign_id"),
        Outcome.valueOf(row.getString("outcome")),
        Sql.at(row, "placed_at"),
        Optional.ofNullable(Sql.atOrNull(row, "answered_at")),
        Sql.at(row, "ended_at"),
        Optional.ofNullable(Sql.longOrNull(row, "connect_ms")).map(Duration::ofMillis),
        choices);
  }

  private Optional<ConsentEvidence> choice(ResultSet row) throws SQLException {
    UUID id = Sql.id(row, "id");
    return protection
        .cipher()
        .open(row.getLong("key_row"), PersonPayload.cell(id), row.getBytes("sealed"))
        .map(json -> PersonPayload.read(json, ConsentEvidence.class));
  }

  /**
   * By what the campaign's sample is drawn; made and journalled when there is none for this
   * percentage.
   */
  public Sample sample(UUID campaignId, int percent) {
    return commits.run(
        tx -> {
          Optional<Sample> known =
              tx.sql()
                  .first(
                      "SELECT seed, percent FROM review_seed WHERE campaign_id = ?",
                      row -> new Sample(row.getString("seed"), row.getInt("percent")),
                      campaignId);
          if (known.filter(sample -> sample.percent() == percent).isPresent()) {
            return known.get();
          }
          ReviewPayloads.ReviewSeeded seeded =
              new ReviewPayloads.ReviewSeeded(source.id().toString(), percent);
          tx.write(entry(EntryType.REVIEW_SEEDED, source.now(), campaignId, seeded));
          return new Sample(seeded.seed(), percent);
        });
  }

  /** Keeps what was found, once for each call: a second look at one changes nothing. */
  public void checked(List<Checked> all) {
    if (all.isEmpty()) {
      return;
    }
    Instant at = source.now();
    commits.persistently(
        tx -> {
          UUID[] ids = all.stream().map(one -> one.call().attemptId()).toArray(UUID[]::new);
          Set<UUID> known =
              Set.copyOf(
                  tx.sql()
                      .list(
                          "SELECT attempt_id FROM review WHERE attempt_id = ANY (?)",
                          row -> Sql.id(row, "attempt_id"),
                          (Object) ids));
          for (Checked one : all) {
            if (!known.contains(one.call().attemptId())) {
              tx.write(entry(EntryType.CALL_CHECKED, at, one.call().attemptId(), payload(one)));
            }
          }
          return true;
        });
  }

  private static ReviewPayloads.CallChecked payload(Checked one) {
    return new ReviewPayloads.CallChecked(
        one.call().campaignId(),
        one.recordingId(),
        one.call().outcome(),
        one.call().answeredAt().orElse(one.call().placedAt()),
        one.seconds(),
        one.voiceMs(),
        one.scriptHash(),
        one.findings(),
        one.sampled(),
        one.assignee());
  }

  private JournalEntry entry(EntryType type, Instant at, UUID about, Object payload) {
    return JournalEntry.operational(source.id(), type, at, "engine", about, Json.write(payload));
  }

  /**
   * A campaign's calls as they were looked at.
   *
   * @param checked how many
   * @param flags how many have each; flags nobody has are left out
   */
  public record Counts(long checked, Map<Flag, Long> flags) {
    public Counts {
      flags = Map.copyOf(flags);
    }
  }

  /** How many of a campaign's calls have which flag. */
  public Counts counts(UUID campaignId) {
    return commits
        .database()
        .transaction(
            sql -> {
              Map<Flag, Long> flags = new EnumMap<>(Flag.class);
              long[] checked = {0};
              sql.each(
                  "SELECT flags, COUNT(*) AS calls FROM review WHERE campaign_id = ?"
                      + " GROUP BY flags",
                  row -> {
                    long calls = row.getLong("calls");
                    checked[0] += calls;
                    ReviewItem.flags(row.getString("flags"))
                        .forEach(flag -> flags.merge(flag, calls, Long::sum));
                  },
                  campaignId);
              return new Counts(checked[0], flags);
            });
  }
}
