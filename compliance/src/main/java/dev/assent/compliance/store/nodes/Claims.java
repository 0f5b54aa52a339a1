package dev.assent.compliance.store.nodes;

import dev.assent.compliance.store.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which contacts of a campaign this node looks at: only whoever claimed a contact may reserve it,
 * put it off or block it, and each of these uses the claim up. A claim is as good as its node's
 * lease: whoever takes over from a dead node drops its claims, and its token lets no late write
 * through.
 */
public record Claims(Cluster cluster) {

  /** Contacts nobody has decided about yet, claimed or not. */
  @FunctionalInterface
  public interface Untouched {
    List<UUID> of(int limit) throws SQLException;
  }

  /** In the transaction that decides about the contact: whether it was this node's to decide. */
  public boolean use(Sql sql, UUID campaign, UUID contact) throws SQLException {
    return sql.update(
            "DELETE FROM claim WHERE campaign_id = ? AND contact_id = ? AND node_id = ?",
            campaign,
            contact,
            cluster.id())
        == 1;
  }

  /** Claims more until this node has that many, and gives all that are its own. */
  public List<UUID> claim(Sql sql, UUID campaign, Instant now, int limit, Untouched untouched)
      throws SQLException {
    cluster.guard(sql);
    List<UUID> mine = mine(sql, campaign);
    if (mine.size() >= limit) {
      return mine;
    }
    sql.update("INSERT INTO claim_turn (campaign_id) VALUES (?) ON CONFLICT DO NOTHING", campaign);
    sql.list(
        "SELECT campaign_id FROM claim_turn WHERE campaign_id = ? FOR UPDATE",
        row -> Sql.id(row, "campaign_id"),
        campaign);
    List<UUID> wanted = new ArrayList<>(waiting(sql, campaign, now, limit - mine.size()));
    if (wanted.size() < limit - mine.size()) {
      Set<UUID> claimed = claimed(sql, campaign);
      claimed.addAll(wanted);
      int more = limit - mine.size() - wanted.size();
      untouched.of(more + claimed.size()).stream()
          .filter(contact -> !claimed.contains(contact))
          .limit(more)
          .forEach(wanted::add);
    }
    take(sql, campaign, wanted);
    dropUndue(sql, campaign, now);
    return mine(sql, campaign);
  }

  private List<UUID> mine(Sql sql, UUID campaign) throws SQLException {
    return sql.list(
        "SELECT contact_id FROM claim WHERE campaign_id = ? AND node_id = ?",
        row -> Sql.id(row, "contact_id"),
        campaign,
        cluster.id());
  }

  /** Whoever is being decided about elsewhere is passed over. */
  private static List<UUID> waiting(Sql sql, UUID campaign, Instant now, int limit)
      throws SQLException {
    return sql.list(
        "SELECT cc.contact_id FROM campaign_contact cc WHERE cc.campaign_id = ?"
            + " AND cc.state = 'WAITING' AND cc.next_at <= ? AND EXISTS (SELECT 1 FROM contact c"
            + " JOIN batch b ON b.id = c.batch_id AND b.load_id = c.load_id"
            + " WHERE c.id = cc.contact_id) AND NOT EXISTS (SELECT 1 FROM claim k"
            + " WHERE k.campaign_id = cc.campaign_id AND k.contact_id = cc.contact_id)"
            + " ORDER BY cc.next_at, cc.contact_id LIMIT "
            + limit
            + " FOR UPDATE OF cc SKIP LOCKED",
        row -> Sql.id(row, "contact_id"),
        campaign,
        now);
  }

  private static Set<UUID> claimed(Sql sql, UUID campaign) throws SQLException {
    return new HashSet<>(
        sql.list(
            "SELECT contact_id FROM claim WHERE campaign_id = ?",
            row -> Sql.id(row, "contact_id"),
            campaign));
  }

  private void take(Sql sql, UUID campaign, List<UUID> contacts) throws SQLException {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (UUID contact : contacts) {
      rows.add(new @Nullable Object[] {campaign, contact, cluster.id()});
    }
    sql.batch(
        "INSERT INTO claim (campaign_id, contact_id, node_id) VALUES (?, ?, ?)"
            + " ON CONFLICT DO NOTHING",
        rows);
  }

  /**
   * A claim of another node may have been used up between the look and the claim: what stands there
   * now, read by a new statement, decides.
   */
  private void dropUndue(Sql sql, UUID campaign, Instant now) throws SQLException {
    sql.update(
        "DELETE FROM claim k WHERE k.campaign_id = ? AND k.node_id = ? AND EXISTS"
            + " (SELECT 1 FROM campaign_contact cc WHERE cc.campaign_id = k.campaign_id"
            + " AND cc.contact_id = k.contact_id AND NOT (cc.state = 'WAITING'"
            + " AND cc.next_at <= ?))",
        campaign,
        cluster.id(),
        now);
  }

  /** Nobody is looked at here any more. */
  public void release(Sql sql, UUID campaign) throws SQLException {
    sql.update("DELETE FROM claim WHERE campaign_id = ? AND node_id = ?", campaign, cluster.id());
  }

  /** Whether other nodes look at or call people of the campaign. */
  public boolean elsewhere(Sql sql, UUID campaign) throws SQLException {
    return sql.first(
                "SELECT contact_id FROM claim WHERE campaign_id = ? AND node_id <> ? LIMIT 1",
                row -> Sql.id(row, "contact_id"),
                campaign,
                cluster.id())
            .isPresent()
        || sql.first(
                "SELECT id FROM attempt WHERE state = 'HELD' AND campaign_id = ?"
                    + " AND node_id <> ? LIMIT 1",
                row -> Sql.id(row, "id"),
                campaign,
                cluster.id())
            .isPresent();
  }
}
