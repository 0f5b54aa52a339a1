package dev.assent.compliance.store.privacy;

import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.SubjectState.Restriction;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.privacy.Deadline;
import dev.assent.compliance.privacy.RequestChannel;
import dev.assent.compliance.privacy.RightKind;
import dev.assent.compliance.privacy.RightsRequest;
import dev.assent.compliance.store.campaign.CampaignRows;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.person.MergedPersons;
import dev.assent.compliance.store.person.PersonMarks;
import dev.assent.compliance.store.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Requests as rows; taking one in restricts the person in the same transaction (R15). */
public record RightsRows(Sql sql, UUID controllerId, PersonMarks marks, CampaignRows campaigns) {

  public void asked(JournalEntry entry, Payloads.RightAsked asked) throws SQLException {
    sql.update(
        "INSERT INTO rights_request (id, controller_id, person_id, kind, channel, received_at,"
            + " identity_check, due, outer_due, zone, calendars, state, taken_by)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'OPEN', ?)",
        asked.id(),
        controllerId,
        entry.subject().person(),
        asked.kind(),
        asked.channel(),
        asked.receivedAt(),
        asked.identityCheck(),
        asked.due(),
        asked.outer(),
        asked.zone(),
        asked.calendars(),
        entry.actor());
    Optional<Restriction> restriction = asked.kind().restriction();
    if (restriction.isPresent()) {
      marks.restrict(entry.subject().person(), restriction.get());
      for (UUID person : MergedPersons.together(sql, entry.subject().person())) {
        campaigns.block(person, ReasonCode.SUBJECT_RESTRICTED.name());
      }
    }
  }

  public void answered(JournalEntry entry, Payloads.RightAnswered answered) throws SQLException {
    sql.update(
        "UPDATE rights_request SET state = ?, result = ?, replied_at = ?, answered_by = ?"
            + " WHERE id = ? AND state = 'OPEN'",
        answered.refused() ? RightsRequest.State.REFUSED : RightsRequest.State.ANSWERED,
        answered.result(),
        entry.at(),
        entry.actor(),
        entry.about());
  }

  private static final String SELECT =
      "SELECT id, person_id, kind, channel, received_at, identity_check, due, outer_due, zone,"
          + " calendars, state, result, replied_at, answered_by, taken_by FROM rights_request";

  static List<RightsRequest> list(Sql sql, boolean openOnly) throws SQLException {
    return sql.list(
        SELECT + (openOnly ? " WHERE state = 'OPEN'" : "") + " ORDER BY due, received_at, id",
        RightsRows::row);
  }

  static Optional<RightsRequest> find(Sql sql, UUID id) throws SQLException {
    return sql.first(SELECT + " WHERE id = ?", RightsRows::row, id);
  }

  private static RightsRequest row(ResultSet row) throws SQLException {
    @Nullable String result = row.getString("result");
    @Nullable String answeredBy = row.getString("answered_by");
    return new RightsRequest(
        Sql.id(row, "id"),
        Sql.id(row, "person_id"),
        RightKind.valueOf(row.getString("kind")),
        RequestChannel.valueOf(row.getString("channel")),
        Sql.at(row, "received_at"),
        row.getString("identity_check"),
        new Deadline(
            row.getObject("due", LocalDate.class),
            row.getObject("outer_due", LocalDate.class),
            ZoneId.of(row.getString("zone")),
            row.getString("calendars")),
        RightsRequest.State.valueOf(row.getString("state")),
        result,
        Sql.atOrNull(row, "replied_at"),
        answeredBy,
        row.getString("taken_by"));
  }
}
