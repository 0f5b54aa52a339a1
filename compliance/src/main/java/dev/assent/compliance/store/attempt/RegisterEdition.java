package dev.assent.compliance.store.attempt;

import dev.assent.compliance.CallerNumber;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Found;
import dev.assent.compliance.Gap;
import dev.assent.compliance.Licence;
import dev.assent.compliance.SourceProof;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.store.commit.RegisterKind;
import dev.assent.compliance.store.register.CallerNumbers;
import dev.assent.compliance.store.register.GapRows;
import dev.assent.compliance.store.register.Registered;
import dev.assent.compliance.store.register.Standing;
import dev.assent.compliance.store.sql.Sql;
import dev.assent.compliance.store.suppression.ListInForce;
import dev.assent.compliance.store.suppression.ListRows;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What calls share, as it stood at one change of the registers: each part is read when first asked
 * for and then kept. Whoever reads here has read {@link Standing} before, in a statement of its
 * own, and writes to no register in the same transaction. Any thread.
 */
final class RegisterEdition {
  private final UUID id;
  private final Registered registered;
  private final Map<UUID, CampaignFacts> campaigns = new ConcurrentHashMap<>();
  private final Map<UUID, Found<SourceProof>> sources = new ConcurrentHashMap<>();
  private volatile @Nullable Found<List<Licence>> licences;
  private volatile @Nullable List<ListInForce> lists;
  private volatile @Nullable List<Gap> gaps;

  /** A campaign and what it names, the filings by the number that is shown. */
  record CampaignFacts(
      Found<Campaign> campaign, Found<Script> script, Map<String, Found<CallerNumber>> filings) {}

  RegisterEdition(UUID id, Registered registered) {
    this.id = id;
    this.registered = registered;
  }

  UUID id() {
    return id;
  }

  CampaignFacts campaign(Sql sql, UUID campaignId) throws SQLException {
    CampaignFacts known = campaigns.get(campaignId);
    if (known == null) {
      known = read(sql, campaignId);
      campaigns.put(campaignId, known);
    }
    return known;
  }

  private CampaignFacts read(Sql sql, UUID campaignId) throws SQLException {
    Found<Campaign> found =
        registered.find(sql, RegisterKind.CAMPAIGN, Campaign.class, campaignId.toString());
    if (!(found instanceof Found.Present<Campaign>(Campaign campaign))) {
      return new CampaignFacts(found, Found.absent(), Map.of());
    }
    Map<String, Found<CallerNumber>> filings = new LinkedHashMap<>();
    for (String number : campaign.callerNumbers()) {
      filings.put(number, CallerNumbers.filing(sql, registered, number));
    }
    return new CampaignFacts(
        found,
        registered.find(sql, RegisterKind.SCRIPT, Script.class, campaign.scriptHash()),
        filings);
  }

  Found<SourceProof> source(Sql sql, UUID sourceId) throws SQLException {
    Found<SourceProof> known = sources.get(sourceId);
    if (known == null) {
      known = registered.find(sql, RegisterKind.SOURCE, SourceProof.class, sourceId.toString());
      sources.put(sourceId, known);
    }
    return known;
  }

  /** Unreadable when one of them is. */
  Found<List<Licence>> licences(Sql sql) throws SQLException {
    Found<List<Licence>> known = licences;
    if (known == null) {
      known = registered.every(sql, RegisterKind.LICENCE, Licence.class);
      licences = known;
    }
    return known;
  }

  /** In the order of their names. */
  List<ListInForce> lists(Sql sql) throws SQLException {
    List<ListInForce> known = lists;
    if (known == null) {
      known = List.copyOf(ListRows.inForce(sql));
      lists = known;
    }
    return known;
  }

  /** The oldest first. */
  List<Gap> gaps(Sql sql) throws SQLException {
    List<Gap> known = gaps;
    if (known == null) {
      known = List.copyOf(GapRows.all(sql));
      gaps = known;
    }
    return known;
  }
}
