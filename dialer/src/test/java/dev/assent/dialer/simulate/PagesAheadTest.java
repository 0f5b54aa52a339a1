package dev.assent.dialer.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Attempt;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Facts;
import dev.assent.compliance.FactsSource;
import dev.assent.compliance.Found;
import dev.assent.compliance.Hold;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.World;
import dev.assent.dialer.campaign.CampaignRun;
import dev.assent.dialer.campaign.RunControl;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The law answers slowly, about a hundred people at a time, and the carrier's pace is kept. */
@Timeout(60)
class PagesAheadTest {
  private static final Instant BEGIN = World.beijing("2026-03-18T10:00:00");
  private static final int PEOPLE = 400;
  private static final Duration ASKING = Duration.ofMillis(500);

  private final AtomicReference<VirtualTime> time = new AtomicReference<>();
  private final List<Instant> asked = new ArrayList<>();
  private int askedAlone;

  private final class Slow implements FactsSource {
    private final FactsSource facts;

    private Slow(FactsSource facts) {
      this.facts = facts;
    }

    @Override
    public Facts of(Attempt attempt, Instant now) {
      askedAlone++;
      return facts.of(attempt, now);
    }

    @Override
    public Facts again(Attempt attempt, Instant now) {
      return facts.again(attempt, now);
    }

    @Override
    public List<Facts> ofMany(UUID campaignId, String trunk, List<UUID> contactIds, Instant now) {
      List<Facts> found = facts.ofMany(campaignId, trunk, contactIds, now);
      asked.add(now);
      time.get().sleep(ASKING);
      return found;
    }

    @Override
    public Found<List<Hold>> holds() {
      return facts.holds();
    }
  }

  private StagedRun run() {
    return run(new Campaign.Pacing(50, 100));
  }

  private StagedRun run(Campaign.Pacing pacing) {
    StagedRun run =
        new StagedRun(
            PEOPLE,
            BEGIN,
            pacing,
            Slow::new,
            (trunk, at, law, calls) ->
                SlowMachineTest.carrier(trunk, at, law, calls, Duration.ofMillis(1)),
            true);
    time.set(run.time);
    run.begin();
    return run;
  }

  /** One after the other it would be two seconds and more for asking and eight for dialling. */
  @Test
  void theLawIsAskedWhileOthersAreDialled() {
    try (StagedRun run = run()) {
      run.until(BEGIN.plus(ASKING).plusMillis(8_800));
      assertThat(run.report().attempted()).isEqualTo(PEOPLE);
      assertThat(run.until(BEGIN.plusSeconds(60))).contains(CampaignRun.End.NOTHING_DUE);
      assertThat(run.report().outcomes()).containsOnly(Map.entry(Outcome.BUSY, (long) PEOPLE));
    }
  }

  @Test
  void whatWasAskedBeforeAPauseIsAskedAgainAfterIt() {
    Instant paused = BEGIN.plus(ASKING).plusMillis(1_200); // while it is asked ahead
    Duration pause = Duration.ofMinutes(10);
    try (StagedRun run = run()) {
      run.until(paused);
      assertThat(asked).as("asked ahead").hasSize(2);
      run.control.ask(RunControl.Wish.PAUSE);
      run.time.after(pause.toNanos(), () -> run.control.ask(RunControl.Wish.RUN));
      run.until(paused.plus(pause).minusMillis(1));
      assertThat(run.report().attempted()).isBetween(50L, 70L);
      assertThat(asked).hasSize(2);
      run.until(paused.plus(pause).plusSeconds(60));
      assertThat(asked.get(2)).as("asked again").isEqualTo(paused.plus(pause));
      assertThat(run.report().outcomes()).containsOnly(Map.entry(Outcome.BUSY, (long) PEOPLE));
    }
  }

  @Test
  void aStopWaitsForWhatIsAskedAhead() {
    try (StagedRun run = run()) {
      run.until(BEGIN.plus(ASKING).plusMillis(1_200));
      run.control.ask(RunControl.Wish.STOP);
      assertThat(run.until(BEGIN.plusSeconds(60))).contains(CampaignRun.End.STOPPED);
      assertThat(asked).hasSize(2);
    }
  }

  /** A permit lasts 5 seconds, in which two lines take ten calls of a second each. */
  @Test
  void whereLinesAreScarceFewAreAskedAboutTwice() {
    try (StagedRun run = run(new Campaign.Pacing(5, 2))) {
      assertThat(run.until(BEGIN.plusSeconds(600))).contains(CampaignRun.End.NOTHING_DUE);
      assertThat(run.report().attempted()).isEqualTo(PEOPLE);
      assertThat(askedAlone).as("whose permit had run out").isLessThan(PEOPLE / 8);
      assertThat(asked.size()).as("pages").isLessThan(PEOPLE / 4);
    }
  }
}
