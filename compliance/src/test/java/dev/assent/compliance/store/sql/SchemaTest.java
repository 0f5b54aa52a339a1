package dev.assent.compliance.store.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.store.TestDatabase;
import dev.assent.compliance.store.TestHome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database of an older release is brought further, or left as it was; a newer one is refused. */
@Timeout(60)
class SchemaTest {
  /** As an older release left it. */
  private static final String OLDER = "872";

  @TempDir Path directory;
  private Path database;

  @BeforeEach
  void place() throws Exception {
    database = Files.createDirectory(directory.resolve("data")).resolve("assent");
  }

  private TestHome home() {
    return new TestHome(
        StoreSettings.h2(
            database, directory.resolve("data/quarantine"), TestDatabase.CONTROLLER, false));
  }

  private void older(String more) throws SQLException {
    String url = StoreSettings.h2Url("file:" + database);
    Flyway.configure()
        .dataSource(url, "assent", "")
        .locations("classpath:dev/assent/compliance/store/sql/migration")
        .target(OLDER)
        .load()
        .migrate();
    run(more);
  }

  private void run(String statement) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(StoreSettings.h2Url("file:" + database), "assent", "");
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    }
  }

  @Test
  void anOlderDatabaseIsBroughtFurtherAndKeptAsItWas() throws Exception {
    older("CREATE TABLE left_alone (n INTEGER)");
    Schema.State before = Schema.of(database);
    assertThat(before.version()).hasValue(OLDER);
    assertThat(before.pending()).isNotEmpty();
    TestHome home = home();
    home.open();
    home.register(1);
    home.close();
    assertThat(Schema.of(database).pending()).isEmpty();
    assertThat(Schema.of(directory.resolve("data/before-upgrade/872-assent")).version())
        .hasValue(OLDER);
    run("DROP TABLE left_alone"); // it is the same database
  }

  @Test
  void oneThatCannotBeBroughtFurtherIsLeftAsItWas() throws Exception {
    older("CREATE TABLE gap (n INTEGER)");
    TestHome home = home();
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(home::open)
          .isInstanceOf(StoreUnavailable.class)
          .hasMessageContaining("as it was");
      assertThat(Schema.of(database).version()).hasValue(OLDER);
    }
    try (var names = Files.list(directory.resolve("data"))) {
      assertThat(names.map(name -> name.getFileName().toString()))
          .isEqualTo(List.of("assent.mv.db"));
    }
  }

  /** What a kill within the first changes left is made anew, not gone on with. */
  @Test
  void oneThatWasNotMadeWholeIsMadeAnew() throws Exception {
    older("CREATE TABLE gap (n INTEGER)");
    Files.move(
        directory.resolve("data/assent.mv.db"), directory.resolve("data/assent.upgrade.mv.db"));
    TestHome home = home();
    home.open();
    home.register(1);
    home.close();
    assertThat(Schema.of(database).pending()).isEmpty();
    assertThat(directory.resolve("data/assent.upgrade.mv.db")).doesNotExist();
  }

  @Test
  void aNewerOneIsRefusedAndNotTakenForBroken() throws Exception {
    TestHome home = home();
    home.open();
    home.register(1);
    home.close();
    run(
        "INSERT INTO \"flyway_schema_history\" VALUES (9999, '99999', 'later', 'SQL', 'V99999.sql',"
            + " 1, 'assent', CURRENT_TIMESTAMP, 1, TRUE)");
    assertThatThrownBy(home::open)
        .isInstanceOf(StoreUnavailable.class)
        .hasMessageContaining("a newer release made this database (schema 99999)");
    assertThat(Schema.of(database).newer()).containsExactly("99999");
    assertThat(directory.resolve("data/quarantine")).doesNotExist();
  }
}
