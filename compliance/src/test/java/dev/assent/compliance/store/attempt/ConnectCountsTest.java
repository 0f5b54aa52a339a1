package dev.assent.compliance.store.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.AbandonedCalls;
import dev.assent.compliance.AbandonedCalls.Period;
import dev.assent.compliance.Found;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.store.OneCallHome;
import dev.assent.compliance.store.TestDatabase;
import dev.assent.compliance.store.TestHome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How answered calls began is counted as they end, and counted again after a start. */
@Timeout(60)
class ConnectCountsTest {

  @ParameterizedTest
  @EnumSource
  @Requirement("R09")
  void whatIsKeptUpIsWhatTheDatabaseSays(TestDatabase database) throws Exception {
    try (OneCallHome home = new OneCallHome(database).fill()) {
      assertThat(counts(home))
          .isEqualTo(new AbandonedCalls(List.of(new Period(30, 0, 0, null)), 0));
      home.called(0, Outcome.HUNG_UP, Map.of("connectMs", "40"));
      home.called(1, Outcome.AGREED, Map.of("connectMs", "2000"));
      home.called(2, Outcome.HUNG_UP, Map.of("connectMs", "2001"));
      home.called(0, Outcome.FAILED, Map.of("connectMs", "-1"));
      home.called(1, Outcome.NO_ANSWER, Map.of("rang", "true"));
      home.reserve(home.campaign.id(), 2);
      AbandonedCalls expected =
          new AbandonedCalls(List.of(new Period(30, 4, 2, TestHome.START)), 1);
      assertThat(counts(home)).isEqualTo(expected);

      home.home.close();
      home.home.open();
      assertThat(counts(home))
          .as("what was up is settled")
          .isEqualTo(new AbandonedCalls(expected.periods(), 0));

      home.home.tick(Duration.ofDays(31));
      assertThat(counts(home))
          .isEqualTo(new AbandonedCalls(List.of(new Period(30, 0, 0, null)), 0));
    }
  }

  private static AbandonedCalls counts(OneCallHome home) {
    return home.store().of(home.attempt(), home.home.now.get()).abandoned()
            instanceof Found.Present(var calls)
        ? calls
        : null;
  }
}
