package dev.assent.compliance.store.campaign;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where contacts stand in campaigns. */
public final class CampaignRows {
  static final String CALLING = "CALLING";
  public static final String WAITING = "WAITING";

  /** Denied as things stood; looked at again when the campaign is run again. */
  static final String BLOCKED = "BLOCKED";

  public static final String DONE = "DONE";

  private final Sql sql;

  public CampaignRows(Sql sql) {
    this.sql = sql;
  }

  public void denied(Payloads.Denied denial) throws SQLException {
    put(
        denial.campaignId(),
        denial.contactId(),
        denial.personId(),
        denial.state(),
        denial.code(),
        denial.reasonsHash(),
        denial.nextAt());
  }

  public void runAgain(UUID campaignId, Instant at) throws SQLException {
    sql.update(
        "UPDATE campaign_contact SET state = 'WAITING', next_at = ?"
            + " WHERE campaign_id = ? AND state = 'BLOCKED'",
        at,
        campaignId);
  }

  /** A call begins. */
  public void calling(UUID campaignId, UUID contactId, UUID personId) throws SQLException {
    put(campaignId, contactId, personId, CALLING, CALLING, "", null);
  }

  /** Whether the contact has a row already, which waits from now on. */
  boolean waitOn(UUID campaignId, UUID contactId, String code, Instant nextAt) throws SQLException {
    return update(campaignId, contactId, WAITING, code, "", nextAt) == 1;
  }

  /** For whoever has no row yet: it waits from now on. */
  void waitFirst(UUID campaignId, UUID contactId, UUID personId, String code, Instant nextAt)
      throws SQLException {
    make(campaignId, contactId, personId, WAITING, code, "", nextAt);
  }

  /** The row is looked for first: an insert that finds one costs H2 an error made and caught. */
  public void put(
      UUID campaignId,
      UUID contactId,
      UUID personId,
      String state,
      String code,
      String reasons,
      @Nullable Instant nextAt)
      throws SQLException {
    if (update(campaignId, contactId, state, code, reasons, nextAt) == 0) {
      make(campaignId, contactId, personId, state, code, reasons, nextAt);
    }
  }

  /** Somebody else may make the row meanwhile. */
  private void make(
      UUID campaignId,
      UUID contactId,
      UUID personId,
      String state,
      String code,
      String reasons,
      @Nullable Instant nextAt)
      throws SQLException {
    if (insert(campaignId, contactId, personId, state, code, reasons, nextAt) == 0) {
      update(campaignId, contactId, state, code, reasons, nextAt);
    }
  }

  private int insert(
      UUID campaignId,
      UUID contactId,
      UUID personId,
      String state,
      String code,
      String reasons,
      @Nullable Instant nextAt)
      throws SQLException {
    return sql.update(
        "INSERT INTO campaign_contact (campaign_id, contact_id, person_id, state, code, reasons,"
            + " next_at) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        campaignId,
        contactId,
        personId,
        state,
        code,
        reasons,
        nextAt);
  }

  private int update(
      UUID campaignId,
      UUID contactId,
      String state,
      String code,
      String reasons,
      @Nullable Instant nextAt)
      throws SQLException {
    return sql.update(
        "UPDATE campaign_contact SET state = ?, code = ?, reasons = ?, next_at = ?"
            + " WHERE campaign_id = ? AND contact_id = ?",
        state,
        code,
        reasons,
        nextAt,
        campaignId,
        contactId);
  }

  /** Nobody waits in a queue on a consent that is withdrawn; a new run looks at them anew. */
  public void cancelFor(UUID personId, String code, Set<UUID> campaigns) throws SQLException {
    for (UUID campaign : campaigns) {
      sql.update(
          "UPDATE campaign_contact SET state = 'BLOCKED', code = ?, next_at = NULL"
              + " WHERE person_id = ? AND campaign_id = ? AND state = 'WAITING'",
          code,
          personId,
          campaign);
    }
  }

  /** Nobody waits in a queue whose data may not be used; a new run looks at them anew. */
  public void block(UUID personId, String code) throws SQLException {
    sql.update(
        "UPDATE campaign_contact SET state = 'BLOCKED', code = ?, next_at = NULL"
            + " WHERE person_id = ? AND state = 'WAITING'",
        code,
        personId);
  }

  /** An unknown call got its end: what its person waited for is over. A refusal stays one. */
  public void reconciled(
      UUID campaignId, UUID contactId, UUID personId, Outcome outcome, Instant at)
      throws SQLException {
    if (outcome.conclusive()) {
      update(campaignId, contactId, DONE, outcome.name(), "", null);
      return;
    }
    sql.update(
        "UPDATE campaign_contact SET state = 'WAITING', code = ?, reasons = '', next_at = ?"
            + " WHERE campaign_id = ? AND person_id = ? AND (state = 'WAITING'"
            + " OR (state = 'BLOCKED' AND code = 'ATTEMPTS_EXHAUSTED'))",
        outcome.name(),
        at,
        campaignId,
        personId);
  }

  /** No campaign calls this person again. A call that is up ends by itself. */
  public void cancelRetries(UUID personId) throws SQLException {
    sql.update(
        "UPDATE campaign_contact SET state = 'DONE', code = 'DNC_INTERNAL', next_at = NULL"
            + " WHERE person_id = ? AND state IN ('WAITING', 'BLOCKED')",
        personId);
  }
}
