package dev.assent.dialer.engine.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Found;
import dev.assent.compliance.Hold;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.access.User;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.store.Store;
import dev.assent.dialer.engine.BenchHome;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A hold set while the database is away stops calls when it is back, in the same process. */
@Timeout(60)
@Requirement("R01")
class HomeHoldsTest {
  private static final User BOB = new User("bob", Set.of(Role.COMPLIANCE), "bb", true);

  @TempDir Path root;

  @Test
  void aHoldThatCouldNotBeWrittenIntoTheDatabaseStandsWhenThatIsBack() throws Exception {
    SecureRandom random = new SecureRandom();
    try (BenchHome home = BenchHome.in(root, "home", "H2", random);
        Journal journal = home.journal();
        Store store = home.open(journal);
        Connection away = home.connect();
        Statement database = away.createStatement()) {
      HomeHolds holds =
          new HomeHolds(
              new FileHoldBoard(root, InstantSource.system(), random),
              () -> Optional.of(store.killSwitches()));
      database.execute("ALTER TABLE hold RENAME TO away");
      Hold set = holds.set(Hold.Scope.GLOBAL, "", "stop all", "anna");
      database.execute("ALTER TABLE away RENAME TO hold");

      assertThat(inForce(store))
          .as("what the gate reads")
          .extracting(Hold::reason)
          .containsExactly("stop all");
      assertThat(holds.list()).as("told once").extracting(Hold::reason).containsExactly("stop all");
      Hold known = holds.list().getFirst();
      holds.lift(known.id(), OptionalInt.empty(), "", BOB);
      assertThat(inForce(store)).isEmpty();
      assertThat(holds.list()).isEmpty();
      assertThat(set.by()).isEqualTo("anna");
    }
  }

  private static List<Hold> inForce(Store store) {
    return store.holds() instanceof Found.Present<List<Hold>>(var holds) ? holds : List.of();
  }
}
