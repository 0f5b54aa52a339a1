package dev.assent.compliance.store.contact;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.store.campaign.CampaignRows;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.commit.RegisterKind;
import dev.assent.compliance.store.person.MergedPersons;
import dev.assent.compliance.store.person.PurposeColumn;
import dev.assent.compliance.store.sql.Sql;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who is one with whom, what they withdrew, and what lists say of them that does not fit. */
public final class PersonRows {
  private final Sql sql;
  private final CampaignRows campaigns;

  public PersonRows(Sql sql, CampaignRows campaigns) {
    this.sql = sql;
    this.campaigns = campaigns;
  }

  public void withdrawn(JournalEntry entry) throws SQLException {
    Payloads.Withdrawn withdrawn =
        Json.read(entry.refusal().orElseThrow(), Payloads.Withdrawn.class);
    UUID person = entry.subject().person();
    sql.update(
        "INSERT INTO withdrawal (id, person_id, scope, purposes, manner, actor, at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        entry.id(),
        person,
        withdrawn.scope(),
        PurposeColumn.text(withdrawn.purposes()),
        withdrawn.manner(),
        entry.actor(),
        entry.at());
    if (withdrawn.scope() == GrantScope.CALL) {
      Set<UUID> concerned = campaigns(withdrawn);
      for (UUID together : MergedPersons.together(sql, person)) {
        campaigns.cancelFor(together, ReasonCode.CONSENT_WITHDRAWN.name(), concerned);
      }
    }
  }

  private Set<UUID> campaigns(Payloads.Withdrawn withdrawn) throws SQLException {
    Set<UUID> concerned = new LinkedHashSet<>();
    for (Campaign campaign :
        sql.list(
            "SELECT body FROM register WHERE kind = ?",
            row -> Json.read(row.getString("body"), Campaign.class),
            RegisterKind.CAMPAIGN)) {
      if (withdrawn.purposes().isEmpty() || withdrawn.purposes().contains(campaign.purpose())) {
        concerned.add(campaign.id());
      }
    }
    return concerned;
  }

  public void joined(JournalEntry entry, Payloads.Joined joined) throws SQLException {
    UUID person = entry.subject().person();
    @Nullable UUID root = joined.root();
    boolean alone = root == null || root.equals(person);
    sql.update(
        "UPDATE person SET merged_into = ?, merged_by = ? WHERE id = ?",
        alone ? null : root,
        alone ? null : entry.actor(),
        person);
  }

  public void settled(JournalEntry entry, Payloads.Settled settled) throws SQLException {
    for (UUID person : settled.persons()) {
      sql.update(
          "UPDATE dispute SET settled_by = ?, settled_at = ? WHERE person_id = ?"
              + " AND settled_at IS NULL AND found_at <= ?",
          entry.actor(),
          entry.at(),
          person,
          entry.at());
    }
  }
}
