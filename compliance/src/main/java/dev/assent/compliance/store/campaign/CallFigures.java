package dev.assent.compliance.store.campaign;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.store.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The calls of a campaign, each attempt once: a contact that was called three times counts three
 * times here, and once in {@link Report}.
 *
 * @param placed attempts of which anything left
 * @param answered of them, by a person or a machine
 * @param talk from the answer to the end, all together
 * @param hours by the hour in which they were placed, UTC
 * @param responses by the class of the final answer, {@code 2xx} to {@code 6xx}, or {@code none}
 */
public record CallFigures(
    long placed,
    long answered,
    Duration talk,
    SortedMap<Instant, Hour> hours,
    SortedMap<String, Long> responses) {
  public CallFigures {
    hours = new TreeMap<>(hours);
    responses = new TreeMap<>(responses);
  }

  /** What was placed within an hour, and what became of it. */
  public record Hour(long placed, long answered, long agreed) {
    private Hour and(boolean isAnswered, boolean isAgreed) {
      return new Hour(placed + 1, answered + (isAnswered ? 1 : 0), agreed + (isAgreed ? 1 : 0));
    }
  }

  /** Answered of those placed, 0 to 1 (ITU-T E.411); empty sums are 0. */
  public double answerSeizureRatio() {
    return placed == 0 ? 0 : (double) answered / placed;
  }

  /** How long an answered call lasts on average. */
  public Duration averageCallDuration() {
    return answered == 0 ? Duration.ZERO : talk.dividedBy(answered);
  }

  /** Adds them up, one attempt after the other. */
  static final class Sum {
    static final String ROWS =
        "SELECT placed_at, answered_at, ended_at, outcome, cause FROM attempt WHERE campaign_id = ?";

    private static final Pattern STATUS = Pattern.compile("(?:^|, )([2-6])\\d\\d(?: |$)");

    private final Map<Instant, Hour> hours = new TreeMap<>();
    private final Map<String, Long> responses = new TreeMap<>();
    private long placed;
    private long answered;
    private Duration talk = Duration.ZERO;

    void row(ResultSet row) throws SQLException {
      String outcome = row.getString("outcome");
      if (Outcome.NOT_SENT.name().equals(outcome)) {
        return;
      }
      Instant placedAt = Sql.at(row, "placed_at");
      Instant answeredAt = time(row, "answered_at");
      Instant endedAt = time(row, "ended_at");
      placed++;
      if (answeredAt != null) {
        answered++;
        if (endedAt != null && endedAt.isAfter(answeredAt)) {
          talk = talk.plus(Duration.between(answeredAt, endedAt));
        }
      }
      boolean agreed = Outcome.AGREED.name().equals(outcome);
      hours.merge(
          placedAt.truncatedTo(ChronoUnit.HOURS),
          new Hour(0, 0, 0).and(answeredAt != null, agreed),
          (before, one) ->
              new Hour(
                  before.placed() + one.placed(),
                  before.answered() + one.answered(),
                  before.agreed() + one.agreed()));
      if (outcome != null) {
        responses.merge(
            answeredAt != null ? "2xx" : responseClass(row.getString("cause")), 1L, Long::sum);
      }
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
      return row.getObject(column) == null ? null : Sql.at(row, column);
    }

    /** A cause is a word of ours and the status line that led to it. */
    private static String responseClass(@Nullable String cause) {
      if (cause == null) {
        return "none";
      }
      Matcher status = STATUS.matcher(cause);
      return status.find() ? status.group(1) + "xx" : "none";
    }

    CallFigures figures() {
      return new CallFigures(
          placed, answered, talk, new TreeMap<>(hours), new TreeMap<>(responses));
    }
  }
}
