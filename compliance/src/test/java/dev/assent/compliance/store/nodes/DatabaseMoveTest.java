package dev.assent.compliance.store.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.Reservations.Reserved;
import dev.assent.compliance.store.Tables;
import dev.assent.compliance.store.TestDatabase;
import dev.assent.compliance.store.TestHome;
import dev.assent.compliance.store.sql.NodeSettings;
import dev.assent.compliance.store.sql.StoreSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An embedded database becomes a shared one, whole, or stays what it was. */
@Timeout(180)
class DatabaseMoveTest {
  private static final UUID NODE = new UUID(0xDE, 1);

  @TempDir Path directory;

  private static StoreSettings at(StoreSettings target, String place) {
    return target.shared(new NodeSettings(NODE, "first", place, System::nanoTime), "");
  }

  private static void sql(StoreSettings settings, String statement) throws Exception {
    try (Connection admin =
            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
        Statement run = admin.createStatement()) {
      run.execute(statement);
    }
  }

  private static Map<String, Integer> counted(StoreSettings settings) {
    Map<String, Integer> counted = new TreeMap<>();
    Tables.facts(settings).forEach((table, rows) -> counted.put(table, rows.size()));
    return counted;
  }

  @Test
  void everyRowComesOverAndTheHomeGoesOnWhereItWas() throws Exception {
    Path file = directory.resolve("assent");
    StoreSettings embedded =
        StoreSettings.h2(file, directory.resolve("quarantine"), TestDatabase.CONTROLLER, false);
    StoreSettings shared = at(TestDatabase.POSTGRES.fresh(), "machine 1");
    TestHome home = new TestHome(embedded);
    home.open();
    home.register(4);
    List<UUID> contacts = IntStream.range(0, 4).mapToObj(home::contact).toList();
    Reserved called = home.redeem(contacts.getFirst());
    home.store().attempts().ended(called.attemptId(), Outcome.NO_ANSWER, Map.of());
    home.store()
        .refusals()
        .add(
            home.facts(contacts.get(1)).contact().number(),
            TestHome.optOut(TestHome.START),
            "anna");
    UUID journal = home.journal().id();
    home.close();

    DatabaseMove.copy(file, shared, journal);
    // The move was cut off before it counted: the old home went on, and is moved again.
    home.open();
    home.store()
        .refusals()
        .add(
            home.facts(contacts.get(2)).contact().number(),
            TestHome.optOut(TestHome.START),
            "anna");
    home.close();
    Map<String, Integer> facts = counted(embedded);
    List<DatabaseMove.Table> tables = DatabaseMove.copy(file, shared, journal);
    assertThat(counted(shared)).isEqualTo(facts).containsEntry("attempt", 1);
    assertThat(tables)
        .filteredOn(table -> table.name().equals("dnc"))
        .singleElement()
        .satisfies(table -> assertThat(table.rows()).isEqualTo(2));
    assertThat(tables).hasSizeGreaterThan(45);

    assertThatThrownBy(() -> DatabaseMove.copy(file, at(shared, "machine 2"), journal))
        .as("a copy of the home")
        .hasMessageContaining("in use");

    home.settings = shared;
    home.open();
    assertThat(home.store().opening().applied()).as("nothing is missing there").isZero();
    home.store().cluster().orElseThrow().look(Duration.ofMillis(1));
    assertThat(home.store().killSwitches().inForce().toString()).doesNotContain("GLOBAL");
    assertThat(home.store().lists().due(TestHome.CAMPAIGN, TestHome.START, 10))
        .contains(contacts.get(3));
    home.redeem(contacts.get(3));
    home.close();
    assertThatThrownBy(() -> DatabaseMove.copy(file, shared, journal))
        .as("engines have used it")
        .hasMessageContaining("in use");
  }

  @Test
  void whatCannotComeOverLeavesNothing() throws Exception {
    Path file = directory.resolve("assent");
    StoreSettings embedded =
        StoreSettings.h2(file, directory.resolve("quarantine"), TestDatabase.CONTROLLER, false);
    StoreSettings shared = at(TestDatabase.POSTGRES.fresh(), "machine 1");
    TestHome home = new TestHome(embedded);
    home.open();
    home.register(2);
    UUID journal = home.journal().id();
    home.close();

    sql(embedded, "ALTER TABLE dnc ADD COLUMN newer VARCHAR(10)");
    assertThatThrownBy(() -> DatabaseMove.copy(file, shared, journal))
        .hasMessageContaining("one release");
    sql(embedded, "ALTER TABLE dnc DROP COLUMN newer");
    // It says it stored a row and did not.
    sql(
        shared,
        "CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';"
            + " CREATE TRIGGER loses BEFORE INSERT ON contact FOR EACH ROW EXECUTE FUNCTION lose()");
    assertThatThrownBy(() -> DatabaseMove.copy(file, shared, journal))
        .hasMessageContaining("contact did not come over whole");
    assertThat(counted(shared).values()).as("nothing of it is there").containsOnly(0);
    sql(shared, "DROP TRIGGER loses ON contact");
    DatabaseMove.copy(file, shared, journal);
    assertThat(counted(shared)).isEqualTo(counted(embedded));
  }
}
