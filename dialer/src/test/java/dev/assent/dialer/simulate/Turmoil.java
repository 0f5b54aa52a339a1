package dev.assent.dialer.simulate;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Clearance;
import dev.assent.compliance.Found;
import dev.assent.compliance.Hold;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.RecorderState;
import dev.assent.compliance.With;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.policy.Calendars;
import dev.assent.compliance.policy.HolidayCalendar;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.reconcile.CdrDocument;
import dev.assent.compliance.reconcile.CdrRecord;
import dev.assent.compliance.reconcile.Proposal;
import dev.assent.compliance.store.commit.ListTerms;
import dev.assent.compliance.suppression.ListKind;
import dev.assent.compliance.suppression.ListTitle;
import dev.assent.dialer.campaign.CampaignRun;
import dev.assent.dialer.campaign.RunControl.Wish;
import dev.assent.dialer.simulate.recount.Bounds;
import dev.assent.dialer.simulate.recount.Recount;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All that may go wrong, or change, while campaigns dial: each at an instant that follows from the
 * seed. The recount is told what was acknowledged, as whoever did it was.
 */
final class Turmoil implements Happenings {
  private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
  private static final Duration GOES_ON_EVERY = Duration.ofHours(3);

  /** As fine as the journal tells time: what happens between two of its instants it takes early. */
  private static final Duration AT_ONCE = ChronoUnit.MICROS.getDuration();

  private static final String PAUSED = "paused";
  private static final String HELD = "held";

  /** How often a day. */
  private enum Deed {
    REFUSAL(0.6),
    MERGE(0.2),
    HOLD(0.2),
    PAUSE(0.7),
    DRAIN(0.3),
    STOP(0.02),
    CLOCK(0.15),
    RECORDER(0.15),
    POLICY_GONE(0.15),
    POLICY_STRICTER(0.15),
    HOLIDAY(0.1),
    LIST(0.1),
    HALF_IMPORT(0.1),
    IMPORT_GIVEN_UP(0.1),
    RECONCILED(0.25),
    CRASH(0.5),
    DATABASE_LOST(0.06);

    private final double perDay;

    Deed(double perDay) {
      this.perDay = perDay;
    }
  }

  private record Taken(String trunk, CdrRecord line) {}

  private record Edition(String version, Set<String> names) {}

  private static final List<Manner> WAYS =
      List.of(Manner.MAIL, Manner.SMS, Manner.AGENT, Manner.WEB, Manner.REGULATOR);

  private final SimulatedHome home;
  private final Scenario scenario;
  private final Recount recount;
  private final UsualHappenings usual;
  private boolean stricter;
  private boolean policyGone;
  private int editions;
  private @Nullable Edition switching;
  private final List<Taken> carrier = new ArrayList<>();
  private final List<Pending> pending = new ArrayList<>();
  private final SortedMap<String, Integer> done = new TreeMap<>();

  Turmoil(SimulatedHome home) {
    this.home = home;
    this.scenario = home.scenario();
    this.recount = home.recount();
    this.usual = new UsualHappenings(home);
    for (Scenario.Planned planned : scenario.campaigns()) {
      recount.bound(planned.campaign().id(), bounds(planned.campaign()));
    }
  }

  /** How often each was done. */
  SortedMap<String, Integer> done() {
    return done;
  }

  @Override
  public void begin(Life life, Instant until) {
    usual.begin(life, until);
    settleSwitch(life);
    for (int day = 0; day < scenario.days(); day++) {
      for (Deed deed : Deed.values()) {
        SplittableRandom chance =
            new SplittableRandom(scenario.seed() * 1_000_003 + day * 101L + deed.name().hashCode());
        double due = deed.perDay + chance.nextDouble();
        for (int i = 1; i <= due; i++) {
          Instant at = scenario.from().plus(Duration.ofDays(day)).plus(moment(chance));
          life.at(at, deed.name(), () -> happen(deed, life, chance));
        }
      }
    }
    List.copyOf(pending).forEach(one -> one.plan(life));
    for (Instant at = scenario.from(); at.isBefore(until); at = at.plus(GOES_ON_EVERY)) {
      life.at(at, "goes on", () -> goOn(life));
    }
    life.at(life.time().actual().plus(AT_ONCE), "goes on", () -> goOn(life));
  }

  /** Mostly while many are being called: soon after a campaign began, or its day. */
  private static Duration moment(SplittableRandom chance) {
    return chance.nextInt(4) == 0
        ? Duration.ofMillis(chance.nextLong(86_400_000))
        : Turmoils.OPENINGS
            .get(chance.nextInt(Turmoils.OPENINGS.size()))
            .plusMillis(chance.nextLong(300_000));
  }

  private void happen(Deed deed, Life life, SplittableRandom chance) {
    done.merge(deed.name(), 1, Integer::sum);
    try {
      switch (deed) {
        case REFUSAL -> life.refuse(one(chance), WAYS.get(chance.nextInt(WAYS.size())));
        case MERGE -> merge(life, one(chance), one(chance));
        case HOLD -> hold(life, chance);
        case PAUSE -> pause(life, chance);
        case DRAIN -> drain(life, chance);
        case STOP -> stop(life, chance);
        case CLOCK -> clock(life, chance);
        case RECORDER -> recorder(life, chance);
        case POLICY_GONE -> policyGone(life, chance);
        case POLICY_STRICTER -> stricter(life, chance);
        case HOLIDAY -> holiday(life, chance);
        case LIST -> list(life, chance);
        case HALF_IMPORT -> imported(life, chance, true);
        case IMPORT_GIVEN_UP -> imported(life, chance, false);
        case RECONCILED -> reconcile(life, chance);
        case CRASH -> home.files().dieAfter(1 + chance.nextInt(40));
        case DATABASE_LOST -> life.loseDatabase();
      }
    } catch (NotAllowed e) {
      done.merge(deed.name() + " not allowed", 1, Integer::sum);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int one(SplittableRandom chance) {
    return chance.nextInt(home.contacts());
  }

  private static Duration minutes(SplittableRandom chance, int from, int to) {
    return Duration.ofMinutes(chance.nextInt(from, to));
  }

  /** What is to be undone: in this life, or in the next if the machine dies before. */
  private final class Pending {
    private final Instant at;
    private final Consumer<Life> what;

    private Pending(Instant at, Consumer<Life> what) {
      this.at = at;
      this.what = what;
    }

    private void plan(Life life) {
      Instant soon = life.time().actual().plus(AT_ONCE);
      life.at(
          at.isAfter(soon) ? at : soon,
          "later",
          () -> {
            if (pending.contains(this)) {
              what.accept(life);
              pending.remove(this);
            }
          });
    }
  }

  private void later(Life life, Duration after, Consumer<Life> what) {
    Pending one = new Pending(life.time().actual().plus(after), what);
    pending.add(one);
    one.plan(life);
  }

  private void merge(Life life, int one, int other) throws NotAllowed {
    life.store()
        .persons()
        .merge(home.number(one), home.number(other), RegisteredScenario.MAKER.name());
    recount.onePerson(home.number(one).e164(), home.number(other).e164());
  }

  private void hold(Life life, SplittableRandom chance) {
    life.store().killSwitches().set(Hold.Scope.GLOBAL, "", "turmoil", "simulated");
    recount.forbid(null, HELD);
    later(life, minutes(chance, 10, 90), this::lift);
  }

  private void lift(Life life) {
    recount.allow(null, HELD);
    if (life.store().killSwitches().inForce() instanceof Found.Present<List<Hold>>(var holds)) {
      for (Hold hold : holds) {
        try {
          life.store().killSwitches().lift(hold.id(), RegisteredScenario.CHECKER);
        } catch (NotAllowed e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private List<Life.Run> going(Life life) {
    return life.runs().stream()
        .filter(Life.Run::goesOn)
        .filter(run -> run.control().wish() == Wish.RUN)
        .toList();
  }

  private void pause(Life life, SplittableRandom chance) throws NotAllowed {
    List<Life.Run> going = going(life);
    if (!going.isEmpty()) {
      Life.Run run = going.get(chance.nextInt(going.size()));
      become(life, run, Campaign.State.PAUSED);
      run.control().ask(Wish.PAUSE);
      recount.forbid(run.campaign().id(), PAUSED);
    }
  }

  private void drain(Life life, SplittableRandom chance) throws NotAllowed {
    List<Life.Run> going = going(life);
    if (!going.isEmpty()) {
      Life.Run run = going.get(chance.nextInt(going.size()));
      become(life, run, Campaign.State.DRAINING);
      run.control().ask(Wish.DRAIN);
      recount.forbid(run.campaign().id(), PAUSED);
    }
  }

  private void stop(Life life, SplittableRandom chance) throws NotAllowed {
    List<Life.Run> going = going(life);
    if (!going.isEmpty()) {
      Life.Run run = going.get(chance.nextInt(going.size()));
      become(life, run, Campaign.State.STOPPED);
      run.control().ask(Wish.STOP);
      recount.forbid(run.campaign().id(), "stopped");
    }
  }

  private static void become(Life life, Life.Run run, Campaign.State to) throws NotAllowed {
    life.store()
        .registers()
        .setCampaignState(run.campaign().id(), to, RegisteredScenario.MAKER.name());
  }

  /** Somebody looks after what stands still. */
  private void goOn(Life life) {
    for (Campaign campaign : life.store().registers().campaigns()) {
      if (campaign.from().isAfter(life.time().actual())) {
        continue;
      }
      try {
        goOn(life, campaign);
      } catch (NotAllowed e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private void goOn(Life life, Campaign campaign) throws NotAllowed {
    var registers = life.store().registers();
    String actor = RegisteredScenario.MAKER.name();
    Life.Run under =
        life.runs().stream()
            .filter(run -> run.campaign().id().equals(campaign.id()) && run.goesOn())
            .findFirst()
            .orElse(null);
    if (under != null) {
      if (under.control().wish() == Wish.PAUSE) {
        recount.allow(campaign.id(), PAUSED);
        registers.setCampaignState(campaign.id(), Campaign.State.RUNNING, actor);
        under.control().ask(Wish.RUN);
      }
      return;
    }
    switch (campaign.state()) {
      case APPROVED, PAUSED, DRAINING, RUNNING -> {
        recount.allow(campaign.id(), PAUSED);
        if (campaign.state() == Campaign.State.DRAINING) {
          registers.setCampaignState(campaign.id(), Campaign.State.PAUSED, actor);
        }
        if (campaign.state() != Campaign.State.RUNNING) {
          registers.setCampaignState(campaign.id(), Campaign.State.RUNNING, actor);
        }
        Campaign now =
            registers.campaigns().stream()
                .filter(one -> one.id().equals(campaign.id()))
                .findFirst()
                .orElseThrow();
        life.start(now, campaign.state() == Campaign.State.RUNNING);
      }
      case DRAFT, SUBMITTED, STOPPED, FINISHED -> {}
    }
  }

  @Override
  public void called(String trunk, String callId, Clearance clearance, Instant at, Fate fate) {
    CarrierRecords.line(carrier.size() + 1L, callId, clearance.number(), at, fate)
        .ifPresent(line -> carrier.add(new Taken(trunk, line)));
  }

  /** A carrier's file of some days resolves what nobody knew the end of. */
  private void reconcile(Life life, SplittableRandom chance) throws NotAllowed {
    Instant to = life.time().actual();
    Instant from = to.minus(minutes(chance, 60, 20_000));
    for (Campaign campaign : life.store().registers().campaigns()) {
      List<CdrRecord> lines =
          carrier.stream()
              .filter(taken -> taken.trunk().equals(campaign.trunk()))
              .map(Taken::line)
              .filter(line -> !line.start().isBefore(from) && line.start().isBefore(to))
              .toList();
      CdrDocument file = CarrierRecords.file(lines, from, to, ++editions);
      var reconciliations = life.store().reconciliations();
      var found = reconciliations.match(campaign.id(), campaign.trunk(), file);
      if (!found.proposals().isEmpty()) {
        UUID id =
            reconciliations
                .propose(
                    campaign.id(), campaign.trunk(), file, found, RegisteredScenario.MAKER.name())
                .id();
        for (Proposal proposal : found.proposals()) {
          recount.known(proposal.attempt(), proposal.outcome() != Outcome.NOT_SENT);
        }
        reconciliations.release(id, RegisteredScenario.CHECKER, new byte[] {1});
        done.merge("UNKNOWNS", found.proposals().size(), Integer::sum);
      }
    }
  }

  /** As the engine settles it. */
  @Override
  public void ended(Life life, Life.Run run) {
    CampaignRun.End end = run.end().orElseThrow();
    Campaign now =
        life.store().registers().campaigns().stream()
            .filter(one -> one.id().equals(run.campaign().id()))
            .findFirst()
            .orElseThrow();
    Campaign.State to =
        switch (end) {
          case STOPPED -> Campaign.State.STOPPED;
          case FINISHED, NONE_DUE_IN_TIME -> Campaign.State.FINISHED;
          case BRAKED, DRAINED, NOTHING_DUE -> Campaign.State.PAUSED;
        };
    boolean decided =
        now.state() == Campaign.State.STOPPED
            || now.state() == Campaign.State.FINISHED
            || (now.state() == Campaign.State.PAUSED && to != Campaign.State.STOPPED);
    if (now.state() != to && !decided) {
      try {
        become(life, run, to);
      } catch (NotAllowed e) {
        throw new IllegalStateException(now.state() + " to " + to, e);
      }
    }
  }

  private void clock(Life life, SplittableRandom chance) {
    home.conditions().clockTrusted(false);
    life.time().skew(minutes(chance, -300, 300));
    recount.forbid(null, "clock");
    later(
        life,
        minutes(chance, 5, 120),
        then -> {
          then.time().skew(Duration.ZERO);
          recount.allow(null, "clock");
          home.conditions().clockTrusted(true);
        });
  }

  private void recorder(Life life, SplittableRandom chance) {
    home.conditions().recorder(new RecorderState.NotReady("disk"));
    recount.forbid(null, "recorder");
    later(
        life,
        minutes(chance, 5, 120),
        _ -> {
          recount.allow(null, "recorder");
          home.conditions().recorder(new RecorderState.Ready());
        });
  }

  /** At noon, say: nobody noticed that a pack's time runs out. */
  private void policyGone(Life life, SplittableRandom chance) {
    policyGone = true;
    recount.forbid(null, "policy");
    changed();
    later(
        life,
        minutes(chance, 30, 600),
        _ -> {
          policyGone = false;
          recount.allow(null, "policy");
          changed();
        });
  }

  private void stricter(Life life, SplittableRandom chance) {
    stricter = true;
    changed();
    later(
        life,
        minutes(chance, 600, 6000),
        _ -> {
          stricter = false;
          changed();
        });
  }

  private Found<Policy> policy(List<String> packs) {
    Found<Policy> found = scenario.policies().apply(stricter ? Turmoils.withLunch(packs) : packs);
    return policyGone && found instanceof Found.Present<Policy>(var policy)
        ? Found.present(Turmoils.expired(policy, LocalDate.of(2025, 12, 31)))
        : found;
  }

  private void holiday(Life life, SplittableRandom chance) {
    LocalDate day = LocalDate.ofInstant(life.time().actual(), ZONE).plusDays(chance.nextInt(3));
    List<HolidayCalendar> all =
        home.conditions().calendars().all().stream().map(one -> plus(one, day)).toList();
    home.conditions().calendars(new Calendars(all));
    changed();
  }

  private static HolidayCalendar plus(HolidayCalendar calendar, LocalDate day) {
    if (calendar.year() != day.getYear()) {
      return calendar;
    }
    Set<LocalDate> off = new HashSet<>(calendar.daysOff());
    off.add(day);
    Set<LocalDate> work = new HashSet<>(calendar.makeUp());
    work.remove(day);
    return With.with(With.with(calendar, "daysOff", off), "makeUp", work);
  }

  private void changed() {
    home.conditions().policies(this::policy);
    for (Scenario.Planned planned : scenario.campaigns()) {
      recount.bound(planned.campaign().id(), bounds(planned.campaign()));
    }
  }

  private Bounds bounds(Campaign campaign) {
    return Turmoils.bounds(scenario, home.conditions().calendars(), campaign, stricter);
  }

  private void list(Life life, SplittableRandom chance) throws NotAllowed, IOException {
    Set<String> names = new HashSet<>();
    Instant now = life.time().actual();
    ListTerms terms =
        new ListTerms(
            new ListTitle("register", ListKind.NATIONAL, "edition " + ++editions),
            now,
            null,
            null,
            "%064x".formatted(editions),
            0);
    try (var list = life.store().suppression().begin(terms, RegisteredScenario.MAKER.name())) {
      for (int i = 0; i < home.contacts(); i++) {
        if (chance.nextInt(40) == 0) {
          list.add(home.number(i), LocalDate.ofInstant(now, ZONE));
          names.add(home.number(i).e164());
        }
      }
      switching = new Edition(terms.title().version(), names);
      list.switchOver(0);
    }
    recount.listed(names, now);
    switching = null;
  }

  /** Whoever took a list when the machine died looks whether it counts. */
  private void settleSwitch(Life life) {
    Edition edition = switching;
    switching = null;
    if (edition != null) {
      life.store().suppression().inForce().stream()
          .filter(list -> list.terms().title().version().equals(edition.version()))
          .forEach(list -> recount.listed(edition.names(), list.at()));
    }
  }

  /** The same list again, of which a half arrives. */
  private void imported(Life life, SplittableRandom chance, boolean counts) {
    int half = home.contacts() / 2 + chance.nextInt(home.contacts() / 2);
    var _ = life.registered().contacts(half, counts);
    later(
        life,
        minutes(chance, 10, 2000),
        then -> {
          var _ = then.registered().contacts();
        });
  }

  @Override
  public boolean over(Life life) {
    return false;
  }
}
