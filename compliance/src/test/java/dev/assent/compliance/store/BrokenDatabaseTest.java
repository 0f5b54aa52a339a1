package dev.assent.compliance.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.Reservations.Reserved;
import dev.assent.compliance.consent.DncState;
import dev.assent.compliance.store.sql.StoreSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever was done to the database's file, the legal facts come back under the same ids. */
@Timeout(60)
class BrokenDatabaseTest {
  private static final int BLOCK = 4096;

  /** What somebody, or a disk, did to the file. */
  private interface Harm {
    void to(Path file) throws Exception;
  }

  private static Map<String, Harm> harms() {
    Map<String, Harm> all = new LinkedHashMap<>();
    all.put("deleted", Files::delete);
    all.put("empty", file -> Files.write(file, new byte[0]));
    all.put("zeroes", file -> Files.write(file, new byte[(int) Files.size(file)]));
    all.put("half of it", file -> keep(file, (int) Files.size(file) / 2));
    all.put("its first block alone", file -> keep(file, BLOCK));
    all.put("its end cut off", file -> keep(file, (int) Files.size(file) - 1_000));
    all.put("both headers gone", file -> overwrite(file, 0, new byte[2 * BLOCK]));
    all.put("noise in the middle", file -> noise(file, 2 * BLOCK, (int) Files.size(file) / 2));
    all.put("noise from the middle on", file -> noise(file, 2 * BLOCK, (int) Files.size(file)));
    all.put(
        "a text",
        file -> Files.write(file, "no database".repeat(999).getBytes(StandardCharsets.US_ASCII)));
    all.put("another program's", BrokenDatabaseTest::foreign);
    all.put("without a table", file -> run(file, "assent", "DROP TABLE dnc CASCADE"));
    all.put("a bit in every page", BrokenDatabaseTest::everyPage);
    return all;
  }

  private static void keep(Path file, int bytes) throws IOException {
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), bytes));
  }

  private static void overwrite(Path file, int at, byte[] with) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    System.arraycopy(with, 0, bytes, at, with.length);
    Files.write(file, bytes);
  }

  private static void noise(Path file, int from, int to) throws IOException {
    byte[] noise = new byte[to - from];
    new Random(1).nextBytes(noise);
    overwrite(file, from, noise);
  }

  private static void everyPage(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    for (int at = BLOCK / 2; at < bytes.length; at += BLOCK) {
      bytes[at] ^= 0x10;
    }
    Files.write(file, bytes);
  }

  private static void foreign(Path file) throws IOException, SQLException {
    Files.delete(file);
    run(file, "sa", "CREATE TABLE shopping (item VARCHAR)");
  }

  private static void run(Path file, String user, String statement) throws SQLException {
    String url = StoreSettings.h2Url("file:" + file.toString().replace(".mv.db", ""));
    try (Connection other = DriverManager.getConnection(url, user, "");
        var sql = other.createStatement()) {
      sql.execute(statement);
    }
  }

  /** Of lists only the newest import is kept, so theirs differ. */
  private static Map<String, List<String>> facts(TestHome home) {
    Map<String, List<String>> facts = Tables.facts(home.settings);
    facts.remove("batch");
    return facts;
  }

  /** As when old parts of the file are written anew: else each engine would stop at them again. */
  @Test
  void whatStopsTheWritingBecauseItCannotBeReadIsRebuilt(@TempDir Path directory) throws Exception {
    TestHome home =
        new TestHome(
            StoreSettings.h2(
                directory.resolve("data/assent"),
                directory.resolve("quarantine"),
                TestDatabase.CONTROLLER,
                false));
    Store store = home.open();
    home.register(2);
    Reserved called = home.redeem(home.contact(0));
    store.refusals().optOut(called.attemptId(), TestHome.optOut(home.now.get()));
    giveUp(home.settings);
    assertThat(store.trouble()).get().asString().contains("broken: restart the engine");
    home.close();

    store = home.open();
    assertThat(store.opening().quarantined()).isPresent();
    assertThat(store.trouble()).isEmpty();
    assertThat(store.refusals().why(TestHome.number(0))).isNotEmpty();
    home.close();
  }

  private static void giveUp(StoreSettings settings) throws SQLException {
    Connection connection = DriverManager.getConnection(settings.url(), "assent", "");
    var session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
    MVStore file = session.getDatabase().getStore().getMvStore();
    assertThatThrownBy(
            () ->
                file.panic(
                    DataUtils.newMVStoreException(
                        DataUtils.ERROR_FILE_CORRUPT, "a page cannot be read")))
        .isInstanceOf(MVStoreException.class);
    assertThatThrownBy(connection::close).as("whoever comes first is told").isNotNull();
  }

  @Test
  void theFactsComeBackWhateverWasDoneToTheFile(@TempDir Path directory) throws Exception {
    TestHome home =
        new TestHome(
            StoreSettings.h2(
                directory.resolve("data/assent"),
                directory.resolve("quarantine"),
                TestDatabase.CONTROLLER,
                false));
    Store store = home.open();
    home.register(4);
    Reserved called = home.redeem(home.contact(0));
    store.refusals().optOut(called.attemptId(), TestHome.optOut(home.now.get()));
    store.attempts().ended(called.attemptId(), Outcome.OPTED_OUT, Map.of());
    Reserved busy = home.redeem(home.contact(1));
    store.attempts().ended(busy.attemptId(), Outcome.BUSY, Map.of());
    UUID contact = home.contact(1);
    UUID person = home.facts(contact).contact().personId();
    home.close();
    Map<String, List<String>> before = facts(home);
    Path file = directory.resolve("data/assent.mv.db");
    byte[] whole = Files.readAllBytes(file);
    int quarantined = 0;
    for (Map.Entry<String, Harm> harm : harms().entrySet()) {
      String name = harm.getKey();
      Files.write(file, whole);
      harm.getValue().to(file);
      home.tick(Duration.ofSeconds(1));
      store = home.open();
      quarantined += store.opening().quarantined().isPresent() ? 1 : 0;
      assertThat(store.refusals().why(TestHome.number(0))).as(name).isNotEmpty();
      if (home.contact(1) == null) { // gone, or of a moment before they were imported
        home.importContacts(4);
      }
      assertThat(home.contact(1)).as(name).isEqualTo(contact);
      assertThat(home.facts(contact).contact().personId()).as(name).isEqualTo(person);
      assertThat(home.facts(home.contact(0)).dnc()).as(name).isInstanceOf(DncState.Listed.class);
      home.close();
      assertThat(facts(home)).as(name).isEqualTo(before);
    }
    // The others H2 takes for new, or reads as they were a moment before.
    assertThat(quarantined).isGreaterThanOrEqualTo(4);
  }
}
