package dev.assent.compliance.store.register;

import dev.assent.compliance.CallHistory;
import dev.assent.compliance.CallHistory.PastCall;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Found;
import dev.assent.compliance.Gap;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Gaps as rows, and as what they mean for whoever may have been called in one. */
public final class GapRows {
  private static final String SELECT =
      "SELECT id, epoch, hold_id, from_at, until_at, cause, accepted_by, accepted_at FROM gap";
  private static final Duration ONE_CALL = Duration.ofDays(1);
  private static final UUID NO_CAMPAIGN = new UUID(0, 0);

  private GapRows() {}

  public static void opened(Sql sql, JournalEntry entry, Payloads.GapOpened gap)
      throws SQLException {
    sql.update(
        "INSERT INTO gap (id, epoch, hold_id, from_at, until_at, cause) VALUES (?, ?, ?, ?, ?, ?)",
        entry.about(),
        gap.epoch(),
        gap.holdId(),
        gap.from(),
        gap.until(),
        gap.cause());
    Standing.changed(sql, entry.id());
  }

  public static void accepted(Sql sql, JournalEntry entry) throws SQLException {
    sql.update(
        "UPDATE gap SET accepted_by = ?, accepted_at = ? WHERE id = ? AND accepted_at IS NULL",
        entry.actor(),
        entry.at(),
        entry.about());
  }

  /** The oldest first. */
  public static List<Gap> all(Sql sql) throws SQLException {
    return sql.list(SELECT + " ORDER BY epoch", GapRows::gap);
  }

  static Optional<Gap> find(Sql sql, UUID id) throws SQLException {
    return sql.first(SELECT + " WHERE id = ?", GapRows::gap, id);
  }

  /** That a hold stands for, if nobody has accepted it. */
  static Optional<Gap> ofHold(Sql sql, UUID holdId) throws SQLException {
    return sql.first(SELECT + " WHERE hold_id = ? AND accepted_at IS NULL", GapRows::gap, holdId);
  }

  /**
   * The history with the calls that may have been made in a gap: one a day, of which nobody knows
   * how it ended. In the campaign asked about, if it could run then.
   */
  public static CallHistory counted(
      List<Gap> gaps, Found<Campaign> campaign, UUID contactId, Instant since, CallHistory known) {
    if (gaps.isEmpty()) {
      return known;
    }
    List<PastCall> maybe = new ArrayList<>();
    for (Gap gap : gaps) {
      UUID campaignId = couldRun(campaign, gap);
      Instant at = gap.until();
      do {
        maybe.add(
            new PastCall(gap.id(), campaignId, contactId, at, true, false, Outcome.UNKNOWN, null));
        at = at.minus(ONE_CALL);
      } while (at.isAfter(gap.from()) && at.isAfter(since));
    }
    return new CallHistory(with(known.person(), maybe), with(known.number(), maybe));
  }

  private static UUID couldRun(Found<Campaign> campaign, Gap gap) {
    return campaign instanceof Found.Present(Campaign c) && c.from().isBefore(gap.until())
        ? c.id()
        : NO_CAMPAIGN;
  }

  private static List<PastCall> with(List<PastCall> known, List<PastCall> maybe) {
    List<PastCall> all = new ArrayList<>(known);
    all.addAll(maybe);
    return all;
  }

  private static Gap gap(ResultSet row) throws SQLException {
    @Nullable String acceptedBy = row.getString("accepted_by");
    return new Gap(
        Sql.id(row, "id"),
        row.getInt("epoch"),
        Sql.id(row, "hold_id"),
        Sql.at(row, "from_at"),
        Sql.at(row, "until_at"),
        row.getString("cause"),
        acceptedBy,
        Sql.atOrNull(row, "accepted_at"));
  }
}
