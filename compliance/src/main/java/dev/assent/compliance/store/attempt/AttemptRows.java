package dev.assent.compliance.store.attempt;

import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.store.campaign.CampaignRows;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.sql.Sql;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Attempts: HELD when reserved, COUNTED or RELEASED when their end is known (spec 2.4). */
public final class AttemptRows {
  private static final int CAUSE_CHARS = 200;

  private final Sql sql;
  private final UUID controllerId;
  private final CampaignRows campaigns;

  public AttemptRows(Sql sql, UUID controllerId, CampaignRows campaigns) {
    this.sql = sql;
    this.controllerId = controllerId;
    this.campaigns = campaigns;
  }

  public void held(JournalEntry entry, Payloads.Held held) throws SQLException {
    JournalEntry.Sealed number = entry.person().orElseThrow();
    sql.update(
        "INSERT INTO attempt (id, controller_id, campaign_id, contact_id, number_id, person_id,"
            + " key_row, sealed, decision_id, trunk, caller_number, sip_call_id, placed_at,"
            + " invites, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, 'HELD')",
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

  public void ended(JournalEntry entry, Payloads.Ended end) throws SQLException {
    sql.update(
        "UPDATE attempt SET outcome = ?, state = ?, rang_at = ?, answered_at = ?, ended_at = ?,"
            + " connect_ms = ?, cause = ? WHERE id = ?",
        end.outcome(),
        end.counts() ? "COUNTED" : "RELEASED",
        end.rangAt(),
        end.answeredAt(),
        entry.at(),
        end.connectMillis(),
        cause(end.details()),
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

  /** Whoever waited for it may be called again, as far as the law lets them be. */
  public void reconciled(JournalEntry entry, Payloads.AttemptReconciled end) throws SQLException {
    sql.update(
        "UPDATE attempt SET outcome = ?, state = ?, answered_at = COALESCE(answered_at, ?),"
            + " reconciliation_id = ? WHERE id = ?",
        end.outcome(),
        end.counts() ? "COUNTED" : "RELEASED",
        end.answeredAt(),
        end.reconciliationId(),
        entry.about());
    campaigns.reconciled(
        end.campaignId(), end.contactId(), entry.subject().person(), end.outcome(), entry.at());
  }

  private static @Nullable String cause(Map<String, String> details) {
    String cause = details.get("cause");
    return cause == null || cause.length() <= CAUSE_CHARS ? cause : cause.substring(0, CAUSE_CHARS);
  }
}
