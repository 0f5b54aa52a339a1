package dev.assent.compliance.store.campaign;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.nodes.Cluster;
import dev.assent.compliance.store.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How far campaigns are, and what came of them, in figures. Any thread. */
public final class CampaignFigures {
  /** Attempts an estimate is made of: what was before says less of today. */
  private static final int NEWEST = 20_000;

  private static final String AGREED =
      "SELECT DISTINCT e.attempt_id FROM evidence e JOIN attempt a ON a.id = e.attempt_id"
          + " WHERE a.campaign_id = ? AND e.agreed";

  private final Commits commits;

  public CampaignFigures(Commits commits) {
    this.commits = commits;
  }

  /** The campaign in figures, all of one moment. */
  public Report report(UUID campaignId) {
    return commits.database().transaction(sql -> report(sql, campaignId));
  }

  /** Its calls in figures, by hour and by what the carrier answered. */
  public CallFigures calls(UUID campaignId) {
    return commits
        .database()
        .transaction(
            sql -> {
              CallFigures.Sum sum = new CallFigures.Sum();
              sql.each(CallFigures.Sum.ROWS, sum::row, campaignId);
              return sum.figures();
            });
  }

  /**
   * How a call of a campaign ended.
   *
   * @param talk from answer to end; null when nobody answered
   */
  public record EndedCall(Outcome outcome, @Nullable Duration talk) {}

  /** Its last calls since it was set running or otherwise changed, the oldest first. */
  public List<EndedCall> endedSinceSetRunning(UUID campaignId, int most) {
    return commits
        .database()
        .transaction(
            sql ->
                sql.list(
                        "SELECT a.outcome, a.answered_at, a.ended_at FROM attempt a JOIN register r"
                            + " ON r.kind = 'CAMPAIGN' AND r.id = ? WHERE a.campaign_id = ? AND"
                            + " a.outcome IS NOT NULL AND a.placed_at >= r.changed_at"
                            + " ORDER BY a.placed_at DESC, a.id DESC LIMIT "
                            + most,
                        CampaignFigures::ended,
                        campaignId.toString(),
                        campaignId)
                    .reversed());
  }

  private static EndedCall ended(ResultSet row) throws SQLException {
    Instant answered = Sql.atOrNull(row, "answered_at");
    Instant ended = Sql.atOrNull(row, "ended_at");
    return new EndedCall(
        Outcome.valueOf(row.getString("outcome")),
        answered == null || ended == null ? null : Duration.between(answered, ended));
  }

  /**
   * How likely its calls are answered.
   *
   * @param zone whose hours of the day are meant
   */
  public AnswerRates answerRates(UUID campaignId, ZoneId zone) {
    Map<Integer, AnswerRates.Count> hours = new HashMap<>();
    commits
        .database()
        .transaction(
            sql -> {
              hours.clear();
              sql.each(
                  "SELECT placed_at, answered_at FROM attempt WHERE campaign_id = ?"
                      + " AND outcome IS NOT NULL"
                      + " AND outcome NOT IN ('NOT_SENT', 'CANCELLED', 'CANCELLED_DNC')"
                      + " ORDER BY placed_at DESC LIMIT "
                      + NEWEST,
                  row -> {
                    int hour = Sql.at(row, "placed_at").atZone(zone).getHour();
                    boolean answered = row.getObject("answered_at") != null;
                    AnswerRates.Count before =
                        hours.getOrDefault(hour, new AnswerRates.Count(0, 0));
                    hours.put(hour, before.and(answered));
                  },
                  campaignId);
              return true;
            });
    return AnswerRates.of(hours);
  }

  /**
   * Where its contacts stand now.
   *
   * @param lately since when placed calls are counted
   */
  public Standings standings(UUID campaignId, Instant now, Instant lately) {
    return commits
        .database()
        .transaction(
            sql -> {
              Map<String, Long> counts = new HashMap<>();
              sql.list(
                      "SELECT CASE WHEN cc.state = 'WAITING' AND cc.next_at <= ? THEN 'DUE'"
                          + " ELSE cc.state END AS standing, COUNT(*) AS n"
                          + " FROM campaign_contact cc WHERE cc.campaign_id = ?"
                          + ListedContacts.STILL_LISTED
                          + " GROUP BY 1",
                      row -> Map.entry(row.getString("standing"), row.getLong("n")),
                      now,
                      campaignId)
                  .forEach(count -> counts.merge(count.getKey(), count.getValue(), Long::sum));
              long imported = ListedContacts.imported(sql, campaignId);
              long touched = counts.values().stream().mapToLong(n -> n).sum();
              return new Standings(
                  imported,
                  Math.max(0, imported - touched),
                  counts.getOrDefault("DUE", 0L),
                  counts.getOrDefault(CampaignRows.WAITING, 0L),
                  counts.getOrDefault(CampaignRows.CALLING, 0L),
                  counts.getOrDefault(CampaignRows.BLOCKED, 0L),
                  counts.getOrDefault(CampaignRows.DONE, 0L),
                  sql.first(
                          "SELECT COUNT(*) AS n FROM attempt WHERE campaign_id = ?"
                              + " AND placed_at >= ? AND (outcome IS NULL OR outcome <> 'NOT_SENT')",
                          row -> row.getLong("n"),
                          campaignId,
                          lately)
                      .orElse(0L),
                  lately);
            });
  }

  /** Attempts of the campaign in which a recording was agreed to. */
  public Set<UUID> agreedAttempts(UUID campaignId) {
    return commits
        .database()
        .transaction(sql -> Set.copyOf(sql.list(AGREED, CampaignFigures::attempt, campaignId)));
  }

  /**
   * Of these, those placed at that time or later whose recordings are looked for here: not those of
   * another node that lives. That one looks for them itself when its calls have ended.
   */
  public Set<UUID> agreedHere(UUID campaignId, Instant from) {
    return commits
        .database()
        .transaction(
            sql ->
                Set.copyOf(
                    sql.list(
                        AGREED
                            + " AND a.placed_at >= ? AND (a.node_id IS NULL OR a.node_id = ?"
                            + " OR a.node_id NOT IN (SELECT id FROM node WHERE state = 'UP'))",
                        CampaignFigures::attempt,
                        campaignId,
                        from,
                        commits.cluster().map(Cluster::id).orElse(null))));
  }

  private static UUID attempt(ResultSet row) throws SQLException {
    return Sql.id(row, "attempt_id");
  }

  /** People called in this campaign with a complaint that is not settled. */
  public long complaints(UUID campaignId) {
    return commits
        .database()
        .transaction(
            sql ->
                ListedContacts.count(
                    sql,
                    "SELECT COUNT(*) AS n FROM person p WHERE p.flags LIKE '%COMPLAINT_OPEN%' AND"
                        + " EXISTS (SELECT 1 FROM attempt a WHERE a.person_id = p.id AND"
                        + " a.campaign_id = ?)",
                    campaignId));
  }

  private record Count(String state, @Nullable String code, long contacts) {}

  private static Report report(Sql sql, UUID campaignId) throws SQLException {
    long imported = ListedContacts.imported(sql, campaignId);
    long attempts =
        ListedContacts.count(
            sql, "SELECT COUNT(*) AS n FROM attempt WHERE campaign_id = ?", campaignId);
    Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
    long inProgress = 0;
    long attempted = 0;
    for (Count count : lastOutcomes(sql, campaignId)) {
      attempted += count.contacts();
      if (count.code() == null) {
        inProgress += count.contacts();
      } else {
        outcomes.put(Outcome.valueOf(count.code()), count.contacts());
      }
    }
    Map<String, Long> blocked = new TreeMap<>();
    Map<String, Long> deferred = new TreeMap<>();
    long touched = 0;
    for (Count count : neverAttempted(sql, campaignId)) {
      touched += count.contacts();
      boolean waits = count.state().equals(CampaignRows.WAITING);
      (waits ? deferred : blocked).merge(String.valueOf(count.code()), count.contacts(), Long::sum);
    }
    return new Report(
        imported,
        attempted,
        attempts,
        inProgress,
        outcomes,
        causes(sql, campaignId),
        blocked,
        deferred,
        Math.max(0, imported - attempted - touched));
  }

  private static List<Count> lastOutcomes(Sql sql, UUID campaignId) throws SQLException {
    return sql.list(
        "SELECT outcome, COUNT(*) AS n FROM (SELECT outcome, ROW_NUMBER() OVER (PARTITION BY"
            + " contact_id ORDER BY placed_at DESC, id) AS newest FROM attempt"
            + " WHERE campaign_id = ?) last_attempt WHERE newest = 1 GROUP BY outcome",
        row -> new Count("", row.getString("outcome"), row.getLong("n")),
        campaignId);
  }

  private static Map<String, Long> causes(Sql sql, UUID campaignId) throws SQLException {
    Map<String, Long> causes = new TreeMap<>();
    sql.list(
            "SELECT outcome, cause, COUNT(*) AS n FROM (SELECT outcome, cause, ROW_NUMBER() OVER"
                + " (PARTITION BY contact_id ORDER BY placed_at DESC, id) AS newest FROM attempt"
                + " WHERE campaign_id = ?) last_attempt WHERE newest = 1 AND cause IS NOT NULL"
                + " GROUP BY outcome, cause",
            row ->
                Map.entry(
                    row.getString("outcome") + ": " + row.getString("cause"), row.getLong("n")),
            campaignId)
        .forEach(count -> causes.put(count.getKey(), count.getValue()));
    return causes;
  }

  /**
   * All of them less those attempted. Never by a NOT IN: H2 makes its set anew for every row, which
   * for 12,000 people took ten seconds and would take an hour for 200,000.
   */
  private static List<Count> neverAttempted(Sql sql, UUID campaignId) throws SQLException {
    String onTheList = ListedContacts.STILL_LISTED + " GROUP BY cc.state, cc.code";
    return sql.list(
        "SELECT state, code, SUM(people) AS n FROM (SELECT cc.state, cc.code, COUNT(*) AS people"
            + " FROM campaign_contact cc WHERE cc.campaign_id = ?"
            + onTheList
            + " UNION ALL SELECT cc.state, cc.code, -COUNT(DISTINCT cc.contact_id) AS people"
            + " FROM attempt a JOIN campaign_contact cc"
            + " ON cc.campaign_id = a.campaign_id AND cc.contact_id = a.contact_id"
            + " WHERE a.campaign_id = ?"
            + onTheList
            + ") looked_at GROUP BY state, code HAVING SUM(people) > 0",
        row -> new Count(row.getString("state"), row.getString("code"), row.getLong("n")),
        campaignId,
        campaignId);
  }
}
