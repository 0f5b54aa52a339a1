package dev.assent.compliance.store;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.store.commit.RegisterKind;
import dev.assent.compliance.store.register.Registered;
import dev.assent.compliance.store.sql.KeptStatements;
import dev.assent.compliance.store.sql.Quarantine;
import dev.assent.compliance.store.sql.Sql;
import dev.assent.compliance.store.sql.StoreSettings;
import dev.assent.compliance.store.sql.StoreUnavailable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * What an embedded database tells whoever has none of the home's keys: nothing about people. For an
 * engine that nobody unlocked yet.
 */
public final class Glance {
  private Glance() {}

  /**
   * Every campaign as the database knows it, which is at most what the journal knows.
   *
   * @param file of the database, without {@code .mv.db}; not open in another process
   * @throws StoreUnavailable when it cannot be read
   */
  public static List<Campaign> campaigns(Path file) {
    if (Files.notExists(Quarantine.file(file))) {
      return List.of();
    }
    String url = StoreSettings.h2Url("file:" + file.toAbsolutePath());
    try (Connection connection = DriverManager.getConnection(url, "assent", "")) {
      Sql sql = new Sql(connection, new KeptStatements(connection, new LongAdder()));
      return new Registered().all(sql, RegisterKind.CAMPAIGN, Campaign.class);
    } catch (SQLException e) {
      throw new StoreUnavailable("the database cannot be read, error " + e.getSQLState(), e);
    }
  }
}
