package dev.assent.compliance.store.attempt;

import dev.assent.compliance.AbandonedCalls.Period;
import dev.assent.compliance.store.sql.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How the answered calls of each campaign began (R09). Read from the database when first asked for
 * and kept up from then on: no decision counts a campaign's calls again. Every call of a campaign
 * is ended after its first decision, so none is missed or taken twice. Any thread.
 */
public final class ConnectCounts {
  private static final Duration KEPT = Duration.ofDays(400);
  private static final long SECONDS_AN_HOUR = 3600;

  /** Every pack allows a second: what is quicker is in time everywhere. */
  private static final long IN_TIME_MILLIS = 1000;

  /** Where other nodes end calls too, their count is read again. */
  private static final Duration OTHERS_KNOWN_AFTER = Duration.ofSeconds(10);

  private final Map<UUID, Counted> campaigns = new ConcurrentHashMap<>();
  private final boolean shared;

  public ConnectCounts(boolean shared) {
    this.shared = shared;
  }

  private record Slow(Instant at, long millis) {}

  /** Calls answered in the hour {@code from}, since 1970, and after it. */
  private record Lately(long from, long answered) {
    Lately and(long hour) {
      return hour < from ? this : new Lately(from, answered + 1);
    }
  }

  /** Of one campaign; guarded by itself. */
  private static final class Counted {
    private final TreeMap<Long, Long> answeredByHour = new TreeMap<>();
    private final List<Slow> slow = new ArrayList<>();

    /** By days: hundreds of hours are not added up for each decision. */
    private final Map<Integer, Lately> lately = new HashMap<>();

    private final Instant readAt;

    private Counted(Instant readAt) {
      this.readAt = readAt;
    }

    boolean olderThan(Duration age, Instant now) {
      return readAt.plus(age).isBefore(now);
    }

    synchronized void add(Instant at, long millis) {
      long hour = at.getEpochSecond() / SECONDS_AN_HOUR;
      answeredByHour.merge(hour, 1L, Long::sum);
      lately.replaceAll((_, known) -> known.and(hour));
      if (millis < 0 || millis > IN_TIME_MILLIS) {
        slow.add(new Slow(at, millis));
      }
    }

    synchronized Period within(int days, Instant now, long mostMillis) {
      Instant since = now.minus(Duration.ofDays(days));
      long answered = answered(days, since.getEpochSecond() / SECONDS_AN_HOUR);
      List<Instant> abandoned =
          slow.stream()
              .filter(call -> call.at().isAfter(since))
              .filter(call -> call.millis() < 0 || call.millis() > mostMillis)
              .map(Slow::at)
              .sorted()
              .toList();
      return new Period(
          days, answered, abandoned.size(), abandoned.isEmpty() ? null : abandoned.getFirst());
    }

    private long answered(int days, long from) {
      Lately known = lately.get(days);
      if (known == null || known.from() != from) {
        known =
            new Lately(
                from,
                answeredByHour.tailMap(from).values().stream().mapToLong(Long::longValue).sum());
        lately.put(days, known);
      }
      return known.answered();
    }
  }

  /**
   * @param periods in days
   * @param within what our first sound may take
   */
  List<Period> of(Sql sql, UUID campaignId, Set<Integer> periods, Duration within, Instant now)
      throws SQLException {
    Counted counted = campaigns.get(campaignId);
    if (counted != null && shared && counted.olderThan(OTHERS_KNOWN_AFTER, now)) {
      campaigns.remove(campaignId, counted);
      counted = null;
    }
    if (counted == null) {
      Counted read = read(sql, campaignId, now);
      Counted other = campaigns.putIfAbsent(campaignId, read);
      counted = other == null ? read : other;
    }
    List<Period> all = new ArrayList<>();
    for (int days : periods) {
      all.add(counted.within(days, now, within.toMillis()));
    }
    return all;
  }

  private static Counted read(Sql sql, UUID campaignId, Instant now) throws SQLException {
    Counted counted = new Counted(now);
    sql.each(
        "SELECT placed_at, connect_ms FROM attempt"
            + " WHERE campaign_id = ? AND connect_ms IS NOT NULL AND placed_at >= ?",
        row -> counted.add(Sql.at(row, "placed_at"), row.getLong("connect_ms")),
        campaignId,
        now.minus(KEPT));
    return counted;
  }

  /** A call of the campaign that was answered has ended. */
  void ended(UUID campaignId, Instant placedAt, long connectMillis) {
    Counted counted = campaigns.get(campaignId);
    if (counted != null) {
      counted.add(placedAt, connectMillis);
    }
  }
}
