package dev.assent.dialer.simulate;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.FactsSource;
import dev.assent.compliance.Gate;
import dev.assent.compliance.With;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.rules.RuleBook;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.campaign.Report;
import dev.assent.dialer.call.CallClock;
import dev.assent.dialer.call.Words;
import dev.assent.dialer.campaign.CallingParts;
import dev.assent.dialer.campaign.CampaignRun;
import dev.assent.dialer.campaign.RunControl;
import dev.assent.dialer.campaign.RunProgress;
import dev.assent.dialer.campaign.ThresholdWatch;
import dev.assent.dialer.engine.law.GateLaw;
import dev.assent.dialer.trunk.CallsInProgress;
import dev.assent.dialer.trunk.Lines;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** The real run, gate and store of one campaign on virtual time, over lines of the test's own. */
final class StagedRun implements AutoCloseable {
  /** Makes the lines once everything they need is there. */
  interface Carrier {
    Lines lines(String trunk, VirtualTime time, GateLaw law, CallsInProgress inProgress);
  }

  final VirtualTime time;
  final Store store;
  final Gate gate;
  final Campaign campaign;
  final RunProgress progress = new RunProgress();
  final RunControl control = new RunControl();
  private final Journal journal;
  private final CampaignRun run;
  private Optional<CampaignRun.End> end = Optional.empty();

  /**
   * @param facts what becomes of reading facts
   */
  StagedRun(
      int contacts,
      Instant at,
      Campaign.Pacing pacing,
      UnaryOperator<FactsSource> facts,
      Carrier carrier,
      boolean once) {
    Scenario usual = Scenarios.of(contacts, 3, 11, Habits.USUAL);
    Scenario.Planned planned = usual.campaigns().getFirst();
    Campaign paced = With.with(planned.campaign(), "pacing", pacing);
    Scenario scenario =
        With.with(
            usual,
            "campaigns",
            List.of(new Scenario.Planned(paced, planned.script(), planned.bounds())));
    SimulatedHome home = new SimulatedHome(scenario);
    time = new VirtualTime(at);
    CallsInProgress inProgress = new CallsInProgress(time);
    journal = Journal.open(SimulatedHome.JOURNAL, home.files(), time, home.random(), _ -> {});
    store =
        Store.openAlone(
            home.settings(),
            journal,
            home.protection(),
            new SimulatedFacts(scenario, home.conditions(), _ -> 0),
            time,
            home.random(),
            home.lists());
    new RegisteredScenario(scenario, store, time).register();
    campaign = store.registers().campaigns().getFirst();
    gate =
        new Gate(
            facts.apply(store),
            store,
            RuleBook.standard(),
            time,
            new SplittableRandom(home.newSeed()));
    SimulatedRecorder recorder =
        new SimulatedRecorder(store.attempts(), time, home::newId, home.recount(), home.spool());
    CallingParts parts =
        new CallingParts(
            gate,
            store.lists(),
            store.attempts(),
            store.consents(),
            store.refusals(),
            recorder,
            inProgress,
            new CallClock(time, time, () -> Duration.ZERO),
            time,
            "staged",
            home::newId,
            _ -> {},
            time);
    run =
        new CampaignRun(
            parts,
            campaign,
            carrier.lines(
                campaign.trunk(),
                time,
                new GateLaw(gate, store.attempts(), Optional.empty(), false),
                inProgress),
            new Words(planned.script(), scenario.prompts()),
            control,
            progress,
            new ThresholdWatch(campaign.thresholds(), () -> 0, _ -> {}),
            once);
  }

  /** Begins it; nothing happens before time passes. */
  void begin() {
    time.start("campaign", () -> end = Optional.of(ended()));
  }

  private CampaignRun.End ended() {
    try {
      return run.run();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts it", e);
    }
  }

  /** Lets time pass until the run has ended, at most so long. */
  Optional<CampaignRun.End> until(Instant until) {
    time.run(() -> end.isPresent(), until);
    return end;
  }

  Report report() {
    return store.figures().report(campaign.id());
  }

  @Override
  public void close() {
    store.close();
    journal.close();
  }
}
