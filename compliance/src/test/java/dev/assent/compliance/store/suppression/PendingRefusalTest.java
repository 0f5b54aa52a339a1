package dev.assent.compliance.store.suppression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Found;
import dev.assent.compliance.Reservations.Reserved;
import dev.assent.compliance.consent.DncState;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.Tables;
import dev.assent.compliance.store.TestDatabase;
import dev.assent.compliance.store.TestHome;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A 9 that the database does not take in time is never lost and never confirmed (spec 4.4). */
@Timeout(60)
class PendingRefusalTest {
  @ParameterizedTest
  @EnumSource
  void isKeptByTheJournalAloneAndCarriedOutAtTheNextStart(TestDatabase database) throws Exception {
    TestHome home = TestHome.on(database);
    AtomicBoolean patient = new AtomicBoolean(true);
    // The commit is not waited for, the journal is.
    home.patience = (work, atMost) -> patient.getAndSet(true) && TestHome.wait(work, atMost);
    Store store = home.open();
    home.register(2);
    UUID contact = home.contact(0);
    Reserved reserved = home.redeem(contact);
    Refused refused;
    try (Connection stuck = lockAllNumbers(home)) {
      patient.set(false);
      refused = store.refusals().optOut(reserved.attemptId(), TestHome.optOut(home.now.get()));
      assertThat(refused).isEqualTo(new Refused.Pending(refused.entryId(), true));
      assertThat(store.holds() instanceof Found.Present(var holds) ? holds : List.of())
          .singleElement()
          .matches(hold -> hold.by().equals("engine"));
      assertThat(ids(home, EntryType.OPT_OUT_PENDING)).containsExactly(refused.entryId());
      home.close();
      stuck.rollback();
    }

    store = home.open();
    // The stuck transaction may have been let through as the process ended: then it is appended.
    assertThat(store.opening().refusalsCarriedOut() + store.opening().appended()).isEqualTo(1);
    assertThat(store.holds()).isEqualTo(Found.present(List.of()));
    assertThat(home.facts(contact).dnc()).isInstanceOf(DncState.Listed.class);
    assertThat(ids(home, EntryType.OPT_OUT)).containsExactly(refused.entryId());
    home.close();
    Map<String, List<String>> facts = Tables.facts(home.settings);

    // Carried out once, and kept by a rebuild.
    home.settings = database.fresh();
    store = home.open();
    assertThat(store.opening().refusalsCarriedOut()).isZero();
    home.close();
    assertThat(Tables.facts(home.settings)).isEqualTo(facts);
  }

  private static List<UUID> ids(TestHome home, EntryType type) {
    List<UUID> ids = new ArrayList<>();
    home.journal()
        .forEach(
            placed -> {
              JournalEntry entry = placed.entry();
              if (entry.type() == type) {
                ids.add(entry.id());
              }
            });
    return ids;
  }

  private static Connection lockAllNumbers(TestHome home) throws SQLException {
    Connection connection =
        DriverManager.getConnection(
            home.settings.url(), home.settings.user(), home.settings.password());
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.executeQuery("SELECT id FROM number FOR UPDATE");
    }
    return connection;
  }
}
