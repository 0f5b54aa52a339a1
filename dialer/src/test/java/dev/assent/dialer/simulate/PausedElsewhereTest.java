package dev.assent.dialer.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.World;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.dialer.campaign.CampaignRun;
import dev.assent.dialer.campaign.RunControl;
import dev.assent.dialer.engine.law.GateLaw;
import dev.assent.dialer.trunk.CallsInProgress;
import dev.assent.dialer.trunk.Lines;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Another node changes the campaign in the register; up to a second later this run hears of it. */
@Timeout(60)
class PausedElsewhereTest {
  private static final Instant BEGIN = World.beijing("2026-03-18T10:00:00");
  private static final int PEOPLE = 40;
  private static final Instant WORD = BEGIN.plusSeconds(3);
  private static final Instant HEARD = WORD.plusSeconds(1);
  private static final Instant LATER = HEARD.plusSeconds(60);

  private static StagedRun run() {
    return run(PEOPLE, new Campaign.Pacing(5, 10), SlowMachineTest::carrier);
  }

  private static StagedRun run(int people, Campaign.Pacing pacing, StagedRun.Carrier carrier) {
    StagedRun run = new StagedRun(people, BEGIN, pacing, UnaryOperator.identity(), carrier, true);
    run.begin();
    run.until(WORD);
    assertThat(run.report().attempted()).isBetween(1L, people - 1L);
    return run;
  }

  private static void elsewhere(StagedRun run, Campaign.State state) throws NotAllowed {
    run.store.registers().setCampaignState(run.campaign.id(), state, "of another node");
  }

  @Test
  void nobodyIsDeniedForAPauseThatThisRunHasNotHeardOfYet() throws NotAllowed {
    try (StagedRun run = run()) {
      elsewhere(run, Campaign.State.PAUSED);
      run.until(HEARD);
      run.control.ask(RunControl.Wish.PAUSE);
      long before = run.report().attempts();
      run.until(LATER);
      assertThat(run.report().blocked()).isEmpty();
      assertThat(run.progress.snapshot().blocked()).isEmpty();
      assertThat(run.report().attempts()).as("nobody is called in it").isEqualTo(before);
      elsewhere(run, Campaign.State.RUNNING);
      run.control.ask(RunControl.Wish.RUN);
      assertThat(run.until(LATER.plus(Duration.ofHours(1)))).contains(CampaignRun.End.NOTHING_DUE);
      assertThat(run.report().outcomes()).containsOnly(Map.entry(Outcome.BUSY, (long) PEOPLE));
    }
  }

  private static Lines quick(String trunk, VirtualTime time, GateLaw law, CallsInProgress calls) {
    return SlowMachineTest.carrier(trunk, time, law, calls, Duration.ofMillis(1));
  }

  /** Each call that ends wakes the run, and would let it look again before it has heard. */
  @Test
  void nobodyIsDeniedForItWhileManyCallsEnd() throws NotAllowed {
    int people = 400;
    try (StagedRun run = run(people, new Campaign.Pacing(50, 100), PausedElsewhereTest::quick)) {
      elsewhere(run, Campaign.State.PAUSED);
      run.until(HEARD);
      run.control.ask(RunControl.Wish.PAUSE);
      run.until(LATER);
      assertThat(run.report().blocked()).isEmpty();
      elsewhere(run, Campaign.State.RUNNING);
      run.control.ask(RunControl.Wish.RUN);
      run.until(LATER.plus(Duration.ofHours(1)));
      assertThat(run.report().outcomes()).containsOnly(Map.entry(Outcome.BUSY, (long) people));
    }
  }

  /** Both words come before it looks: what was decided in between is no denial either. */
  @Test
  void nobodyIsForgottenForAPauseThatWasOverBeforeItWasHeardOf() throws NotAllowed {
    try (StagedRun run = run()) {
      elsewhere(run, Campaign.State.PAUSED);
      run.until(WORD.plusMillis(700));
      elsewhere(run, Campaign.State.RUNNING);
      run.until(LATER.plus(Duration.ofHours(1)));
      assertThat(run.progress.snapshot().blocked()).isEmpty();
      assertThat(run.report().outcomes()).containsOnly(Map.entry(Outcome.BUSY, (long) PEOPLE));
    }
  }

  /** Nobody tells this run: the law's word is written down, as for anybody else. */
  @Test
  void whoIsNeverToldOfItEnds() throws NotAllowed {
    try (StagedRun run = run()) {
      elsewhere(run, Campaign.State.PAUSED);
      assertThat(run.until(LATER)).isPresent();
      assertThat(run.report().blocked()).containsKey("CAMPAIGN_NOT_APPROVED");
    }
  }
}
