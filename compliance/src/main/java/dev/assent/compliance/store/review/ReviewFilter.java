package dev.assent.compliance.store.review;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.review.Flag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Which recorded calls somebody wants to see; everything empty for all.
 *
 * @param from the first instant
 * @param to the first instant that is too late
 * @param assigned to whom; an empty name for those nobody has
 * @param done only those that are scored, or only the others
 * @param after where the page before ended, as {@link ReviewDesk.Page#next} told
 */
public record ReviewFilter(
    Optional<UUID> campaign,
    Optional<Outcome> outcome,
    Optional<Instant> from,
    Optional<Instant> to,
    Optional<Flag> flag,
    Optional<String> assigned,
    Optional<Boolean> done,
    Optional<String> after) {
  public static final ReviewFilter ALL =
      new ReviewFilter(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** Only those with this flag. */
  public ReviewFilter with(Flag wanted) {
    return new ReviewFilter(
        campaign, outcome, from, to, Optional.of(wanted), assigned, done, after);
  }

  /** The next page. */
  public ReviewFilter after(String cursor) {
    return new ReviewFilter(campaign, outcome, from, to, flag, assigned, done, Optional.of(cursor));
  }

  /** Conditions on table {@code r}. */
  String where(List<Object> parameters) {
    List<String> conditions = conditions(parameters);
    after.ifPresent(
        cursor -> {
          Cursor place = Cursor.parse(cursor);
          conditions.add(
              "(r.queue_rank > ? OR r.queue_rank = ? AND (r.started_at > ?"
                  + " OR r.started_at = ? AND r.attempt_id > ?))");
          parameters.addAll(
              List.of(place.rank(), place.rank(), place.at(), place.at(), place.attempt()));
        });
    return String.join(" AND ", conditions);
  }

  /** The same of all pages. */
  String whole(List<Object> parameters) {
    return String.join(" AND ", conditions(parameters));
  }

  private List<String> conditions(List<Object> parameters) {
    List<String> conditions = new ArrayList<>(List.of("r.recording_id IS NOT NULL"));
    campaign.ifPresent(id -> and(conditions, parameters, "r.campaign_id = ?", id));
    outcome.ifPresent(which -> and(conditions, parameters, "r.outcome = ?", which));
    from.ifPresent(at -> and(conditions, parameters, "r.started_at >= ?", at));
    to.ifPresent(at -> and(conditions, parameters, "r.started_at < ?", at));
    flag.ifPresent(
        which -> and(conditions, parameters, "r.flags LIKE ?", "%," + which.name() + ",%"));
    assigned.ifPresent(
        name -> {
          if (name.isEmpty()) {
            conditions.add("r.assignee IS NULL");
          } else {
            and(conditions, parameters, "r.assignee = ?", name);
          }
        });
    done.ifPresent(is -> conditions.add(is ? "r.state = 'DONE'" : "r.state <> 'DONE'"));
    return conditions;
  }

  private static void and(
      List<String> conditions, List<Object> parameters, String condition, Object value) {
    conditions.add(condition);
    parameters.add(value);
  }

  /** Where a page ended. */
  record Cursor(int rank, Instant at, UUID attempt) {
    String text() {
      return rank + "_" + at + "_" + attempt;
    }

    static Cursor parse(String text) {
      String[] parts = text.split("_", -1);
      if (parts.length != 3) {
        throw new IllegalArgumentException("no cursor of ours: " + text);
      }
      return new Cursor(
          Integer.parseInt(parts[0]), Instant.parse(parts[1]), UUID.fromString(parts[2]));
    }
  }
}
