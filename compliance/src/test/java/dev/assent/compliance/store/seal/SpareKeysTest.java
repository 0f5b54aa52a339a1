package dev.assent.compliance.store.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.store.Evidence;
import dev.assent.compliance.store.Tables;
import dev.assent.compliance.store.TestDatabase;
import dev.assent.compliance.store.TestHome;
import dev.assent.compliance.store.sql.Quarantine;
import dev.assent.compliance.store.sql.StoreSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** First calls take keys made ahead; none is used twice and none is lost. */
@Timeout(120)
class SpareKeysTest {
  private static final int PEOPLE = 5;

  @ParameterizedTest
  @EnumSource
  void firstCallsDoNotWaitForTheLedgerAndNobodySharesAKey(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      home.open();
      home.register(PEOPLE);
      List<UUID> contacts = IntStream.range(0, PEOPLE).mapToObj(home::contact).toList();
      home.redeem(contacts.getFirst());
      int made = home.keys.count();
      contacts.subList(1, PEOPLE).forEach(home::redeem);
      assertThat(home.keys.count()).as("keys made by the later calls").isEqualTo(made);
      home.redeem(contacts.getFirst());
      assertThat(keysUsed(home)).hasSize(PEOPLE);
      assertThat(spare(home)).doesNotContainAnyElementsOf(keysUsed(home));
    }
  }

  /** After a crash, and after a proper end. */
  @ParameterizedTest
  @EnumSource
  void whatNobodyUsedIsUsedTheNextTime(TestDatabase database) throws Exception {
    TestHome home = TestHome.on(database);
    home.open();
    home.register(PEOPLE);
    List<UUID> contacts = IntStream.range(0, PEOPLE).mapToObj(home::contact).toList();
    home.redeem(contacts.get(0));
    int made = home.keys.count();
    home.kill();
    home.open();
    home.redeem(contacts.get(1));
    home.close();
    home.open();
    home.redeem(contacts.get(2));
    assertThat(home.keys.count()).isEqualTo(made);
    assertThat(keysUsed(home)).hasSize(3);
    home.close();
  }

  @ParameterizedTest
  @EnumSource
  void oneThatIsGoneIsNotUsed(TestDatabase database) throws Exception {
    TestHome home = TestHome.on(database);
    home.open();
    home.register(PEOPLE);
    List<UUID> contacts = IntStream.range(0, PEOPLE).mapToObj(home::contact).toList();
    home.redeem(contacts.get(0));
    home.close();
    home.open();
    home.keys.destroy(spare(home));
    home.redeem(contacts.get(1));
    assertThat(keysUsed(home)).hasSize(2);
    assertThat(home.facts(contacts.get(1)).contact().number()).isEqualTo(TestHome.number(1));
    home.close();
  }

  /** The database's file is some moments older than the journal, and lists it still. */
  @Test
  void oneThatSealedAWordBeforeAKillIsNobodyElses(@TempDir Path directory) throws Exception {
    Path database = directory.resolve("data/assent");
    TestHome home =
        new TestHome(
            StoreSettings.h2(
                database, directory.resolve("quarantine"), TestDatabase.CONTROLLER, false));
    home.open();
    home.register(2);
    UUID attempt = home.redeem(home.contact(0)).attemptId();
    home.store().checkpoint();
    Path before = directory.resolve("before");
    Files.copy(Quarantine.file(database), before);
    home.store().consents().agreed(attempt, Evidence.agreed(attempt, home.now.get()));
    home.close();
    Files.copy(before, Quarantine.file(database), StandardCopyOption.REPLACE_EXISTING);

    home.open();
    assertThat(
            Tables.longs(
                home.settings, "SELECT evidence_key FROM person WHERE evidence_key IS NOT NULL"))
        .as("the yes came back from the journal")
        .hasSize(1)
        .doesNotContainAnyElementsOf(spare(home));
    home.close();
  }

  private static Set<Long> keysUsed(TestHome home) throws Exception {
    List<Long> attempts = Tables.longs(home.settings, "SELECT DISTINCT key_row FROM attempt");
    assertThat(attempts)
        .containsExactlyInAnyOrderElementsOf(
            Tables.longs(home.settings, "SELECT call_key FROM person WHERE call_key IS NOT NULL"));
    return new HashSet<>(attempts);
  }

  private static List<Long> spare(TestHome home) throws Exception {
    return Tables.longs(home.settings, "SELECT key_row FROM spare_key");
  }
}
