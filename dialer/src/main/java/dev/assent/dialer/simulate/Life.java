package dev.assent.dialer.simulate;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Gate;
import dev.assent.compliance.Threshold;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.consent.OptOut;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalUnavailable;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.rules.RuleBook;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.campaign.Report;
import dev.assent.compliance.store.suppression.Refused;
import dev.assent.dialer.call.CallClock;
import dev.assent.dialer.call.Words;
import dev.assent.dialer.campaign.CallingParts;
import dev.assent.dialer.campaign.CampaignRun;
import dev.assent.dialer.campaign.RunControl;
import dev.assent.dialer.campaign.RunProgress;
import dev.assent.dialer.campaign.ThresholdWatch;
import dev.assent.dialer.engine.law.GateLaw;
import dev.assent.dialer.trunk.CallsInProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** The simulated engine from its start to its end, or to the death of its machine. */
final class Life {
  private final SimulatedHome home;
  private final Scenario scenario;
  private final Happenings happenings;
  private final Instant began;
  private final VirtualTime time;
  private final Journal journal;
  private final Store store;
  private final CallsInProgress inProgress;
  private final Map<String, SimulatedLines> trunks = new HashMap<>();
  private final SimulatedRecorder recorder;
  private final CallingParts parts;
  private final boolean first;
  private final List<Run> runs = new ArrayList<>();

  /** One run of a campaign, and the hand on it. */
  static final class Run {
    private final Campaign campaign;
    private final RunControl control = new RunControl();
    private final RunProgress progress = new RunProgress();
    private Optional<CampaignRun.End> end = Optional.empty();

    private Run(Campaign campaign) {
      this.campaign = campaign;
    }

    Campaign campaign() {
      return campaign;
    }

    RunControl control() {
      return control;
    }

    RunProgress progress() {
      return progress;
    }

    Optional<CampaignRun.End> end() {
      return end;
    }

    boolean goesOn() {
      return end.isEmpty();
    }
  }

  /** Opens the home, with all that recovery does; brings the scenario into a new one. */
  Life(SimulatedHome home, Happenings happenings, Instant now) {
    this.happenings = happenings;
    this.home = home;
    this.scenario = home.scenario();
    this.began = now;
    this.time = new VirtualTime(now);
    this.inProgress = new CallsInProgress(time);
    this.journal =
        Journal.openAlone(SimulatedHome.JOURNAL, home.files(), time, home.random(), _ -> {});
    this.store =
        Store.openAlone(
            home.settings(),
            journal,
            home.protection(),
            new SimulatedFacts(scenario, home.conditions(), this::inUse),
            time,
            home.random(),
            home.lists());
    this.first = store.registers().campaigns().isEmpty();
    if (first) {
      registered().register();
    } else if (store.opening().rebuilt()) {
      registered().contacts(); // the journal knows people, not lists
    }
    store.refusals().onRefusal(inProgress::cancelRinging);
    Gate gate =
        new Gate(store, store, RuleBook.standard(), time, new SplittableRandom(home.newSeed()));
    GateLaw law = new GateLaw(gate, store.attempts(), Optional.empty(), false);
    for (Scenario.Carrier carrier : scenario.carriers()) {
      trunks.put(
          carrier.name(), new SimulatedLines(carrier, time, law, inProgress, home, happenings));
    }
    this.recorder =
        new SimulatedRecorder(
            store.attempts(), time::actual, home::newId, home.recount(), home.spool());
    this.parts =
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
            "simulated",
            home::newId,
            _ -> {},
            time);
  }

  private int inUse(String trunk) {
    SimulatedLines lines = trunks.get(trunk);
    return lines == null ? 0 : lines.inUse();
  }

  /** Runs until all is over, the days are, or the machine dies. */
  void live(Instant until, BooleanSupplier givenUp) {
    recorder.salvage();
    for (Campaign campaign : store.registers().campaigns()) {
      if (campaign.state() == Campaign.State.RUNNING) {
        start(campaign, !first);
      }
    }
    happenings.begin(this, until);
    time.run(() -> home.files().dead() || happenings.over(this) || givenUp.getAsBoolean(), until);
  }

  /**
   * Begins a run of a campaign.
   *
   * @param goesOn after an engine that ended before the run did: its calls count on
   */
  void start(Campaign campaign, boolean goesOn) {
    ThresholdWatch watch =
        new ThresholdWatch(
            campaign.thresholds(),
            () -> store.figures().complaints(campaign.id()),
            crossed ->
                store
                    .attempts()
                    .thresholdCrossed(campaign.id(), crossed.threshold(), crossed.figure()));
    if (goesOn && !campaign.thresholds().isEmpty()) {
      watch.carryOver(
          store.figures().endedSinceSetRunning(campaign.id(), Threshold.LARGEST_SAMPLE));
    }
    Words words = new Words(scenario.planned(campaign).script(), scenario.prompts());
    SimulatedLines trunk = trunks.get(campaign.trunk());
    if (trunk == null) {
      throw new IllegalArgumentException("no carrier " + campaign.trunk());
    }
    Run run = new Run(campaign);
    runs.add(run);
    CampaignRun dialling =
        new CampaignRun(
            parts,
            campaign,
            trunk.linesFor(campaign.dialling().priority(), words.optOutConfirmed()),
            words,
            run.control,
            run.progress,
            watch,
            false);
    time.start(
        "campaign",
        () -> {
          run.end = Optional.of(finished(dialling));
          happenings.ended(this, run);
        });
  }

  private static CampaignRun.End finished(CampaignRun run) {
    try {
      return run.run();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a simulation", e);
    }
  }

  /** Lets something happen then, on a thread of its own; nothing of what was before this life. */
  void at(Instant when, String name, Runnable what) {
    if (when.isAfter(began)) {
      time.after(Duration.between(time.actual(), when).toNanos(), () -> time.start(name, what));
    }
  }

  /** Somebody of the list says by other ways than a call that they want none. */
  void refuse(int contact, Manner manner) {
    PhoneNumber number = home.number(contact);
    OptOut word = new OptOut(manner, time.instant(), null, null, null);
    if (store.refusals().add(number, word, "simulated") instanceof Refused.Durable(var id)) {
      home.recount().refused(number.e164(), id, time.actual());
    }
  }

  RegisteredScenario registered() {
    return new RegisteredScenario(scenario, store, time);
  }

  Store store() {
    return store;
  }

  VirtualTime time() {
    return time;
  }

  /** All of this life. */
  List<Run> runs() {
    return List.copyOf(runs);
  }

  /** How the last run of a campaign ended, and what its whole list came to. */
  SimulationResult.Ended ended(Campaign campaign) {
    Optional<CampaignRun.End> end =
        runs.reversed().stream()
            .filter(run -> run.campaign.id().equals(campaign.id()))
            .findFirst()
            .flatMap(Run::end);
    Report report = store.figures().report(campaign.id());
    return new SimulationResult.Ended(campaign.name(), end, report);
  }

  /** Attempts that the machine's death before this life left open. */
  int leftOpen() {
    return store.attempts().openAtStart().size();
  }

  /** Its database is gone with it. */
  void forget() {
    store.forget();
  }

  /** The machine dies, and its database with it: the next life has the journal alone. */
  void loseDatabase() {
    store.forget();
    home.loseDatabase();
    home.files().dieAfter(0);
  }

  /** Ends in order, or as a process that is gone: what waits in it never goes on. */
  void close() {
    store.close();
    try {
      journal.close();
    } catch (JournalUnavailable e) {
      if (!home.files().dead()) {
        throw e;
      }
    }
  }
}
