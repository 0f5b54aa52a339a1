package dev.assent.compliance.store.register;

import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.RegisterKind;
import dev.assent.compliance.store.nodes.Cluster;
import dev.assent.compliance.store.sql.Sql;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Which nodes have a run of a campaign now, whether it calls or waits. An engine that is alone with
 * its database knows by itself: nothing is kept there. Any thread.
 */
public final class CampaignRuns {
  private final Commits commits;
  private final Optional<Cluster> cluster;

  public CampaignRuns(Commits commits) {
    this.commits = commits;
    this.cluster = commits.cluster();
  }

  /** This node has one. Whoever changes the campaign's words waits for it, or was before it. */
  public void begins(UUID campaignId) {
    cluster.ifPresent(
        self ->
            commits
                .database()
                .transaction(
                    sql -> {
                      self.guard(sql);
                      Registered.lock(sql, RegisterKind.CAMPAIGN, campaignId.toString());
                      return sql.update(
                          "INSERT INTO campaign_run (campaign_id, node_id) VALUES (?, ?)"
                              + " ON CONFLICT DO NOTHING",
                          campaignId,
                          self.id());
                    }));
  }

  /** This node's has ended, or never came to call. */
  public void ends(UUID campaignId) {
    cluster.ifPresent(
        self ->
            commits
                .database()
                .transaction(
                    sql ->
                        sql.update(
                            "DELETE FROM campaign_run WHERE campaign_id = ? AND node_id = ?",
                            campaignId,
                            self.id())));
  }

  /**
   * Takes back what an end could not write down, the database being away.
   *
   * @param has whether this node has a run of that campaign now; asked while its entry is locked,
   *     so that one which begins meanwhile is written down afterwards
   */
  public void forgetAllBut(Predicate<UUID> has) {
    cluster.ifPresent(
        self ->
            commits
                .database()
                .transaction(
                    sql -> {
                      for (UUID campaignId : of(sql, self.id())) {
                        if (!has.test(campaignId)) {
                          forget(sql, self.id(), campaignId, has);
                        }
                      }
                      return true;
                    }));
  }

  private static List<UUID> of(Sql sql, UUID node) throws SQLException {
    return sql.list(
        "SELECT campaign_id FROM campaign_run WHERE node_id = ? ORDER BY campaign_id",
        row -> Sql.id(row, "campaign_id"),
        node);
  }

  private static void forget(Sql sql, UUID node, UUID campaignId, Predicate<UUID> has)
      throws SQLException {
    Registered.lock(sql, RegisterKind.CAMPAIGN, campaignId.toString());
    if (!has.test(campaignId)) {
      sql.update(
          "DELETE FROM campaign_run WHERE campaign_id = ? AND node_id = ?", campaignId, node);
    }
  }

  /** Whether any node has one, this one too. */
  public boolean any(UUID campaignId) {
    return cluster.isPresent() && commits.database().transaction(sql -> any(sql, campaignId));
  }

  /** The same in a transaction; no row where an engine is alone. */
  public static boolean any(Sql sql, UUID campaignId) throws SQLException {
    return sql.first(
            "SELECT node_id FROM campaign_run WHERE campaign_id = ? LIMIT 1",
            row -> Sql.id(row, "node_id"),
            campaignId)
        .isPresent();
  }

  /** Whether any node has one, or a call of it is open: also a dead node's, not yet UNKNOWN. */
  public boolean atWork(UUID campaignId) {
    return commits
        .database()
        .transaction(
            sql ->
                any(sql, campaignId)
                    || sql.first(
                            "SELECT id FROM attempt WHERE state = 'HELD' AND campaign_id = ?"
                                + " LIMIT 1",
                            row -> Sql.id(row, "id"),
                            campaignId)
                        .isPresent());
  }
}
