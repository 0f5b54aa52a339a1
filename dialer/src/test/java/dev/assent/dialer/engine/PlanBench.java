package dev.assent.dialer.engine;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.store.LawfulHome;
import dev.assent.dialer.campaign.CampaignPlan;
import dev.assent.dialer.campaign.CampaignPlanner;
import dev.assent.dialer.campaign.ContactsAhead;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * Figures, no test: {@code PlanBench DIRECTORY ROWS JSON H2|POSTGRES…}. What a plan over a list
 * costs that came in through the real import, keys in a real ledger on disk, beside a bare reading
 * of its contacts page by page. Every tenth has given no consent.
 */
final class PlanBench {
  private static final int WITHOUT_CONSENT = 10;
  private static final int PAGE = 1_000;
  private static final Instant AT = Instant.parse("2026-03-18T04:00:00Z");

  private final BenchMetrics metrics = new BenchMetrics();
  private final SecureRandom random = new SecureRandom();
  private final Path directory;
  private final int rows;

  private PlanBench(Path directory, int rows) {
    this.directory = directory;
    this.rows = rows;
  }

  public static void main(String[] arguments) throws Exception {
    PlanBench bench = new PlanBench(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    Path list = BenchHome.list(bench.directory, bench.rows, WITHOUT_CONSENT);
    for (int i = 3; i < arguments.length; i++) {
      bench.run(arguments[i], list);
    }
    bench.metrics.write("plan", Path.of(arguments[2]));
    System.exit(0);
  }

  private void run(String database, Path list) throws Exception {
    Path own = Files.createDirectories(directory.resolve(database));
    try (BenchHome home = BenchHome.in(own, "home", database, random);
        LawfulHome lawful =
            LawfulHome.on(home.settings(), home.protection(), home.journalFolder())) {
      lawful.at(BenchHome.IMPORTED);
      long begun = System.nanoTime();
      Campaign campaign = lawful.campaignOf(batch -> BenchHome.read(list, batch));
      double imported = (System.nanoTime() - begun) / 1e9;
      lawful.at(AT);
      double bare = bare(home);
      BenchMetrics.forgetHeapPeak();
      long from = System.nanoTime();
      CampaignPlanner planner =
          new CampaignPlanner(
              lawful.gate().timetable(),
              AT,
              campaign,
              lawful.store().figures().answerRates(campaign.id(), ZoneOffset.UTC),
              ZoneOffset.UTC);
      new ContactsAhead(lawful.gate(), lawful.store().lists()).forEach(campaign, AT, planner::add);
      CampaignPlan plan = planner.plan(campaign, new CampaignPlan.Capacity(2_000, 50), "hash");
      double took = (System.nanoTime() - from) / 1e9;
      check(plan);
      String reference = "bare paged reading";
      metrics.atMost(
          database + " plan of " + rows + " contacts",
          took,
          "s",
          reference,
          bare,
          90.0 * rows / 1_000_000);
      metrics.atMost(
          database + " old heap at most used", BenchMetrics.heapPeak(), "MiB", "none", 0, 1024);
      metrics.told(database + " import before it", imported, "s", "none", 0);
    }
  }

  private void check(CampaignPlan plan) {
    int without = (rows + WITHOUT_CONSENT - 1) / WITHOUT_CONSENT;
    int blocked = plan.causes().stream().mapToInt(CampaignPlan.Cause::contacts).sum();
    if (plan.contacts() != rows || blocked != without || plan.allowed() != rows - without) {
      throw new IllegalStateException(
          "of %d: %d allowed, %s".formatted(plan.contacts(), plan.allowed(), plan.causes()));
    }
  }

  /** Seconds. */
  private static double bare(BenchHome home) throws SQLException {
    long from = System.nanoTime();
    try (Connection connection = home.connect();
        PreparedStatement batch = connection.prepareStatement("SELECT load_id FROM batch");
        ResultSet only = batch.executeQuery();
        PreparedStatement page =
            connection.prepareStatement(
                "SELECT id, person_id, number_id, sealed_number, grants FROM contact"
                    + " WHERE load_id = ? AND id > ? ORDER BY load_id, id LIMIT "
                    + PAGE)) {
      only.next();
      page.setObject(1, only.getObject("load_id", UUID.class));
      UUID last = new UUID(0, 0);
      boolean more = true;
      while (more) {
        page.setObject(2, last);
        more = false;
        try (ResultSet row = page.executeQuery()) {
          while (row.next()) {
            last = row.getObject("id", UUID.class);
            row.getBytes("sealed_number");
            row.getString("grants");
            more = true;
          }
        }
      }
    }
    return (System.nanoTime() - from) / 1e9;
  }
}
