package dev.assent.compliance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.Reservations.Reserved;
import dev.assent.compliance.consent.DncState;
import dev.assent.compliance.store.sql.StoreSettings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * H2 does not keep every transaction whole when the process is killed: one of its rows may be there
 * and another not. The journal, which has all of it, mends both.
 */
@Timeout(120)
class CutOffCommitTest {
  private TestHome home;
  private Map<String, List<String>> before;

  @BeforeEach
  void twoCallsAndARefusal(@TempDir Path directory) throws Exception {
    home =
        new TestHome(
            StoreSettings.h2(
                directory.resolve("data/assent"),
                directory.resolve("quarantine"),
                TestDatabase.CONTROLLER,
                false));
    Store store = home.open();
    home.register(3);
    Reserved called = home.redeem(home.contact(0));
    store.refusals().optOut(called.attemptId(), TestHome.optOut(home.now.get()));
    store.attempts().ended(called.attemptId(), Outcome.OPTED_OUT, Map.of());
    Reserved busy = home.redeem(home.contact(1));
    store.attempts().ended(busy.attemptId(), Outcome.BUSY, Map.of());
    home.kill();
    before = Tables.facts(home.settings);
    assertThat(Tables.count(home.settings, "outbox")).as("nothing was trimmed").isGreaterThan(4);
  }

  private void run(String... statements) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                home.settings.url(), home.settings.user(), home.settings.password());
        Statement sql = connection.createStatement()) {
      for (String statement : statements) {
        sql.execute(statement);
      }
    }
  }

  private void assertMended() throws Exception {
    home.open();
    assertThat(home.facts(home.contact(0)).dnc()).isInstanceOf(DncState.Listed.class);
    home.close();
    assertThat(Tables.facts(home.settings)).isEqualTo(before);
    home.open();
    home.close();
    assertThat(Tables.facts(home.settings)).as("once and for all").isEqualTo(before);
  }

  @Test
  void aChangeThatIsThereIsNotMadeAgainForWantOfItsRowInTheOutbox() throws Exception {
    run("DELETE FROM outbox");
    assertMended();
  }

  @Test
  void aCallIsNotForgottenThatOnlyTheOutboxHas() throws Exception {
    run("DELETE FROM attempt");
    assertMended();
  }

  @Test
  void aRefusalIsNotForgottenThatOnlyTheOutboxHas() throws Exception {
    run("DELETE FROM dnc");
    assertMended();
  }
}
