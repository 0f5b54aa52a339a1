package dev.assent.compliance.store.attempt;

import static dev.assent.compliance.With.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.RetryStep;
import dev.assent.compliance.store.OneCallHome;
import dev.assent.compliance.store.TestDatabase;
import dev.assent.compliance.store.campaign.CampaignLists.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is called again waits for the gap at once; who may not be is looked at at once. */
@Timeout(60)
@Requirement("R30")
class RetryTimeTest {
  private static final Duration GAP = Duration.ofHours(2);
  private static final Map<String, String> RANG = Map.of("rang", "true");

  @ParameterizedTest
  @EnumSource
  void nobodyIsLookedAtBeforeTheGapIsOver(TestDatabase database) throws Exception {
    try (OneCallHome home = new OneCallHome(database).fill()) {
      Instant placed = home.home.now.get();
      UUID attempt = home.reserve(home.campaign.id(), 0).attemptId();
      home.home.tick(Duration.ofSeconds(40));
      home.store().attempts().ended(attempt, Outcome.NO_ANSWER, RANG);
      Instant again = placed.plus(GAP);
      assertThat(waiting(home)).containsExactly(new Waiting("RETRY_GAP", 1, again));
      assertThat(due(home, again.minusMillis(1))).doesNotContain(home.contact(0));
      assertThat(due(home, again)).contains(home.contact(0));

      home.home.close();
      home.home.open();
      assertThat(waiting(home)).containsExactly(new Waiting("RETRY_GAP", 1, again));
    }
  }

  /** The campaign need not stay open for hours only to find nobody else may be called. */
  @ParameterizedTest
  @EnumSource
  void afterTheLastAttemptTheLawIsAskedAtOnce(TestDatabase database) throws Exception {
    try (OneCallHome home = new OneCallHome(database).fill()) {
      for (int attempt = 1; attempt <= 3; attempt++) {
        home.called(0, Outcome.BUSY, RANG);
        Instant end = home.home.now.get();
        boolean last = attempt == 3;
        assertThat(waiting(home))
            .as("attempt %s", attempt)
            .containsExactly(
                new Waiting(last ? "BUSY" : "RETRY_GAP", 1, last ? end : end.plus(GAP)));
        home.home.tick(GAP);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatTheCampaignItselfSaysIsAskedAtOnce(TestDatabase database) throws Exception {
    OneCallHome filed = new OneCallHome(database);
    RetryStep never = new RetryStep(RetryStep.After.BUSY, Duration.ofDays(1), 0, List.of());
    filed.campaign =
        with(filed.campaign, "dialling", new Campaign.Dialling(10, null, List.of(never)));
    try (OneCallHome home = filed.fill()) {
      home.called(0, Outcome.BUSY, RANG);
      assertThat(waiting(home)).containsExactly(new Waiting("BUSY", 1, home.home.now.get()));
    }
  }

  /** Not one byte left: no attempt that R30 would count. */
  @ParameterizedTest
  @EnumSource
  void whoWasNotCalledWaitsForNothing(TestDatabase database) throws Exception {
    try (OneCallHome home = new OneCallHome(database).fill()) {
      home.called(0, Outcome.NOT_SENT, Map.of());
      assertThat(waiting(home)).containsExactly(new Waiting("NOT_SENT", 1, home.home.now.get()));
    }
  }

  /** Whoever answered is done with; nobody knows of the others what they would have said. */
  @ParameterizedTest
  @EnumSource
  void whoAnsweredDoesNotWait(TestDatabase database) throws Exception {
    try (OneCallHome home = new OneCallHome(database).fill()) {
      home.called(0, Outcome.REFUSED, Map.of());
      home.called(1, Outcome.UNKNOWN, Map.of());
      assertThat(waiting(home)).containsExactly(new Waiting("UNKNOWN", 1, home.home.now.get()));
    }
  }

  private static List<Waiting> waiting(OneCallHome home) {
    return home.store().lists().waiting(home.campaign.id());
  }

  private static List<UUID> due(OneCallHome home, Instant at) {
    return home.store().lists().due(home.campaign.id(), at, 10);
  }
}
