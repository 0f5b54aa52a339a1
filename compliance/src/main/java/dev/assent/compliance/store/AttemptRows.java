package dev.assent.compliance.store;

import dev.assent.compliance.journal.JournalEntry;
import java.sql.SQLException;
import java.util.UUID;

/** Attempts: HELD when reserved, COUNTED or RELEASED when their end is known (spec 2.4). */
final class AttemptRows {
  private final Sql sql;
  private final UUID controllerId;
  private final CampaignRows campaigns;

  AttemptRows(Sql sql, UUID controllerId, CampaignRows campaigns) {
    this.sql = sql;
    this.controllerId = controllerId;
    this.campaigns = campaigns;
  }

  void held(JournalEntry entry, Payloads.Held held) throws SQLException {
    JournalEntry.Sealed number = entry.person().orElseThrow();
    sql.update(
        "INSERT INTO attempt (id, controller_id, campaign_id, contact_id, number_id, person_id,"
            + " key_row, sealed, decision_id, trunk, caller_number, sip_call_id, placed_at, invites,"
            + " state)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 'HELD')",
        entry.about(),
        controllerId,
        held.campaignId(),
        held.contactId(),
        entry.subject().number(),
        entry.subject().person(),
        number.keyRow(),
        number.bytes().toByteArray(),
        held.decision().id(),
        held.trunk(),
        held.callerNumber(),
        held.sipCallId(),
        entry.at());
    campaigns.calling(held.campaignId(), held.contactId(), entry.subject().person());
  }

  void ended(JournalEntry entry, Payloads.Ended end) throws SQLException {
    sql.update(
        "UPDATE attempt SET outcome = ?, state = ?, rang_at = ?, answered_at = ?, ended_at = ?,"
            + " connect_ms = ? WHERE id = ?",
        end.outcome(),
        end.counts() ? "COUNTED" : "RELEASED",
        end.rangAt(),
        end.answeredAt(),
        entry.at(),
        end.connectMillis(),
        entry.about());
    boolean conclusive = end.outcome().conclusive();
    campaigns.put(
        end.campaignId(),
        end.contactId(),
        entry.subject().person(),
        conclusive ? CampaignRows.DONE : CampaignRows.WAITING,
        end.outcome().name(),
        "",
        conclusive ? null : entry.at());
  }
}
