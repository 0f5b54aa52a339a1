package dev.assent.compliance.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Requirement;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many call the same people under the real law, each pausing between check and commit. Two real
 * processes do the same in {@code scripts/interop}.
 */
@Timeout(240)
@Requirement({"R01", "R20", "R22", "R31", "R34", "R35"})
final class ManyCallersRaceTest {
  private static final long SEED = 9_310_202;
  private static final int PEOPLE = 12;
  private static final int THREADS = 64;

  @ParameterizedTest
  @EnumSource
  void exactlyThePermittedClearances(TestDatabase database) throws Exception {
    System.out.println("ManyCallersRaceTest seed " + SEED);
    TestHome files = TestHome.on(database);
    files.around = PausingDataSource::around;
    try (LawfulHome home = LawfulHome.on(files)) {
      home.campaignOf(RaceSide.people(PEOPLE));
      RaceSide side = new RaceSide(home, 0, THREADS);
      RaceReferee referee = new RaceReferee(PEOPLE);
      for (RacePhase phase : RacePhase.values()) {
        referee.add(side.run(phase, SEED));
        side.lift();
      }
      assertThat(referee.verdict()).contains("exactly");
      aPlantedCallIsSeen(referee);
    }
  }

  private static void aPlantedCallIsSeen(RaceReferee seen) {
    for (RaceEvent event : seen.events()) {
      if (event.kind() == RaceEvent.Kind.CLEARED) {
        RaceReferee again = new RaceReferee(PEOPLE);
        again.add(seen.events());
        again.add(List.of(event));
        assertThatThrownBy(again::verdict).isInstanceOf(AssertionError.class);
      }
    }
  }
}
