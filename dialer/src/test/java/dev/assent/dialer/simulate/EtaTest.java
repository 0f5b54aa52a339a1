package dev.assent.dialer.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Clearance;
import dev.assent.compliance.World;
import dev.assent.compliance.store.campaign.AnswerRates;
import dev.assent.dialer.campaign.CampaignEta;
import dev.assent.dialer.campaign.CampaignPlan;
import dev.assent.dialer.campaign.CampaignPlanner;
import dev.assent.dialer.campaign.ContactsAhead;
import dev.assent.dialer.engine.law.GateLaw;
import dev.assent.dialer.trunk.CallsInProgress;
import dev.assent.dialer.trunk.Dialed;
import dev.assent.dialer.trunk.Lines;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is said of the end of a campaign, and when it comes. */
@Timeout(120)
class EtaTest {
  private static final Instant BEGIN = World.beijing("2026-03-18T10:00:00");
  private static final CampaignPlan.Capacity CAPACITY = new CampaignPlan.Capacity(200, 5);

  private final List<Instant> invites = new ArrayList<>();

  /** Everybody is busy, at every call. */
  private Lines carrier(String trunk, VirtualTime time, GateLaw law, CallsInProgress calls) {
    return new Lines() {
      @Override
      public String name() {
        return trunk;
      }

      @Override
      public Line seize() {
        time.sleep(Duration.ofMillis(200));
        return new Line() {
          @Override
          public String sipCallId() {
            return "call-" + invites.size();
          }

          @Override
          public Dialed dial(Clearance clearance) {
            calls.add(clearance, _ -> {});
            assertThat(law.against(clearance)).isEmpty();
            invites.add(time.instant());
            time.sleep(Duration.ofSeconds(1));
            return new Dialed.Busy(486, true);
          }

          @Override
          public void close() {}
        };
      }
    };
  }

  private StagedRun run(int people) {
    return new StagedRun(
        people, BEGIN, new Campaign.Pacing(5, 100), UnaryOperator.identity(), this::carrier, false);
  }

  private static AnswerRates rates(StagedRun run) {
    return run.store.figures().answerRates(run.campaign.id(), World.BEIJING);
  }

  private static CampaignEta eta(StagedRun run, int most, Instant at) {
    return CampaignEta.of(
        run.gate.timetable(),
        run.campaign,
        rates(run),
        World.BEIJING,
        run.gate.outlook(
            run.campaign.id(),
            run.campaign.trunk(),
            run.store.lists().sample(run.campaign.id(), most),
            at),
        run.store.figures().standings(run.campaign.id(), at, at).imported(),
        CAPACITY,
        at);
  }

  @Test
  void itComesWhenItWasSaidThoughEverybodyIsCalledAgainAndAgain() {
    try (StagedRun run = run(40)) {
      run.begin();
      Instant at = BEGIN.plus(Duration.ofMinutes(10));
      run.until(at);
      assertThat(invites).hasSize(40);
      assertThat(rates(run).all().rate()).isLessThan(0.05);
      assertThat(rates(run).all().high()).isBetween(0.05, 0.1);
      assertThat(rates(run).best()).containsExactly(10);
      CampaignEta said = eta(run, 1_000, at);
      run.until(BEGIN.plus(Duration.ofDays(60)));
      Instant last = invites.getLast();
      assertThat(invites).hasSize(said.whole() ? 120 : 0);
      assertThat(Duration.between(last, said.eta().orElseThrow()).abs())
          .as("said %s, came %s", said, last)
          .isLessThan(Duration.ofHours(2));
      assertThat(said.calls()).isBetween(70L, 80L);
      assertThat(said.callable()).isEqualTo(40);
    }
  }

  @Test
  void aPlanAndASampleSayTheSame() {
    try (StagedRun run = run(400)) {
      CampaignPlanner planner =
          new CampaignPlanner(run.gate.timetable(), BEGIN, run.campaign, rates(run), World.BEIJING);
      new ContactsAhead(run.gate, run.store.lists()).forEach(run.campaign, BEGIN, planner::add);
      CampaignPlan plan = planner.plan(run.campaign, CAPACITY, "hash");
      CampaignEta whole = eta(run, 1_000, BEGIN);
      assertThat(whole.whole()).isTrue();
      assertThat(whole.eta()).isEqualTo(plan.eta()).isPresent();
      assertThat(whole.calls()).isEqualTo(plan.calls());
      CampaignEta sample = eta(run, 100, BEGIN);
      assertThat(sample.whole()).isFalse();
      assertThat(sample.sample()).isBetween(50, 140);
      assertThat(sample.eta().orElseThrow())
          .isCloseTo(plan.eta().orElseThrow(), within(1, ChronoUnit.HOURS));
      assertThat((double) sample.calls())
          .isCloseTo((double) plan.calls(), within(plan.calls() * 0.1));
    }
  }
}
