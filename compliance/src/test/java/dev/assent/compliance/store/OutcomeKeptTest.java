package dev.assent.compliance.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.Reservations.Reserved;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.store.sql.StoreUnavailable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a call ended is known after the next start, although the database could not take it. */
@Timeout(60)
class OutcomeKeptTest {
  private final AtomicBoolean failing = new AtomicBoolean();

  private DataSource around(DataSource pool) {
    return (DataSource)
        Proxy.newProxyInstance(
            DataSource.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (_, method, arguments) -> {
              if (failing.get() && method.getName().equals("getConnection")) {
                throw new SQLException("the disk failed", "58030");
              }
              try {
                return method.invoke(pool, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @ParameterizedTest
  @EnumSource
  void anEndThatTheDatabaseCouldNotTakeIsToldAtTheNextStart(TestDatabase database)
      throws Exception {
    TestHome home = TestHome.on(database);
    home.around = this::around;
    Store store = home.open();
    home.register(2);
    UUID known = home.contact(0);
    UUID open = home.contact(1);
    Reserved busy = home.redeem(known);
    home.redeem(open);
    failing.set(true);
    assertThatThrownBy(
            () -> store.attempts().ended(busy.attemptId(), Outcome.BUSY, Map.of("rang", "true")))
        .isInstanceOf(StoreUnavailable.class);
    failing.set(false);
    home.close();

    home.open();
    assertThat(home.facts(known).history().toString()).contains("BUSY").doesNotContain("UNKNOWN");
    assertThat(home.facts(open).history().toString()).contains("UNKNOWN");
    home.close();
    home.open();
    List<UUID> ends = new ArrayList<>();
    home.journal()
        .forEach(
            placed -> {
              if (placed.entry().type() == EntryType.ATTEMPT_ENDED) {
                ends.add(placed.entry().about());
              }
            });
    assertThat(ends).as("told once").hasSize(2).doesNotHaveDuplicates();
    home.close();
  }
}
