package dev.assent.compliance.store;

import com.sun.management.OperatingSystemMXBean;
import dev.assent.compliance.Attempt;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Decision;
import dev.assent.compliance.Facts;
import dev.assent.compliance.FactsSource;
import dev.assent.compliance.Found;
import dev.assent.compliance.Gate;
import dev.assent.compliance.Hold;
import dev.assent.compliance.Redemption;
import dev.assent.compliance.World;
import dev.assent.compliance.intake.ContactRow;
import dev.assent.compliance.journal.DiskFiles;
import dev.assent.compliance.rules.RuleBook;
import dev.assent.compliance.store.sql.StoreSettings;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Figures, no test: {@code DecisionBench DIRECTORY SECONDS JSON H2|POSTGRES…}. What a decision
 * costs on loaded facts, and what a durable clearance costs beside one bare commit plus one bare
 * force of the same minute. Keys are in memory, files and databases real.
 */
final class DecisionBench {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final int MANY = 32;
  private static final Instant NOON = World.beijing("2026-03-18T12:00:00");
  private static final int RECORDINGS = 1000;

  private final List<String> metrics = new ArrayList<>();
  private final Path directory;
  private final int seconds;
  private final LongAdder forces = new LongAdder();

  private DecisionBench(Path directory, int seconds) {
    this.directory = directory;
    this.seconds = seconds;
  }

  public static void main(String[] arguments) throws Exception {
    DecisionBench bench = new DecisionBench(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    for (int i = 3; i < arguments.length; i++) {
      bench.run(TestDatabase.valueOf(arguments[i]));
    }
    Files.writeString(
        Path.of(arguments[2]),
        "{\"bench\": \"decision\", \"machine\": \"%d cores, Java %s, load %.1f\", \"metrics\": [%n  %s%n]}%n"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                PROCESS.getSystemLoadAverage(),
                String.join(",\n  ", bench.metrics)));
    System.exit(0);
  }

  /** What a run of many callers came to. */
  private record Rate(double perSecond, double p50, double p99, double max, double cpuMicros) {
    static Rate of(List<Long> nanos, double seconds, long cpuNanos) {
      long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
      return new Rate(
          sorted.length / seconds,
          sorted[sorted.length / 2] / 1e6,
          sorted[Math.min(sorted.length - 1, sorted.length * 99 / 100)] / 1e6,
          sorted[sorted.length - 1] / 1e6,
          cpuNanos / 1e3 / sorted.length);
    }
  }

  private void run(TestDatabase database) throws Exception {
    Path own = Files.createDirectory(directory.resolve(database.name()));
    TestHome home =
        new TestHome(
            database == TestDatabase.POSTGRES
                ? database.fresh()
                : StoreSettings.h2(
                    own.resolve("assent"),
                    own.resolve("quarantine"),
                    TestDatabase.CONTROLLER,
                    false));
    home.journalDirectory = own.resolve("journal");
    home.journalFiles = new CountedForces(new DiskFiles(), forces);
    int people = 1_000 + 3_000 * seconds * 5;
    try (LawfulHome lawful = LawfulHome.on(home)) {
      List<ContactRow> rows = new ArrayList<>(people);
      for (int i = 0; i < people; i++) {
        rows.add(row(i));
      }
      Campaign campaign = lawful.campaignOf(rows);
      lawful.at(NOON);
      List<Attempt> attempts = new ArrayList<>(people);
      lawful
          .store()
          .lists()
          .forEachContact(
              campaign.id(), id -> attempts.add(new Attempt(campaign.id(), id, World.TRUNK)));
      if (database == TestDatabase.H2) {
        decide(lawful, campaign, attempts.subList(0, 1_000));
      }
      durable(database, home, lawful, attempts);
    }
  }

  private static ContactRow row(int i) {
    ContactRow row = TestHome.row(i);
    return new ContactRow(
        row.line(),
        row.number(),
        null,
        null,
        row.whereabouts(),
        row.language(),
        row.ageBand(),
        row.quiet(),
        NOON.plusSeconds(86_400L * 200),
        row.grants());
  }

  /** One thread, facts in memory, every rule. */
  private void decide(LawfulHome lawful, Campaign campaign, List<Attempt> attempts) {
    Map<UUID, Facts> loaded = new HashMap<>();
    lawful
        .store()
        .ofMany(
            campaign.id(), World.TRUNK, attempts.stream().map(Attempt::contactId).toList(), NOON)
        .forEach(facts -> loaded.put(facts.contact().id(), facts));
    FactsSource inMemory =
        new FactsSource() {
          @Override
          public Facts of(Attempt attempt, Instant now) {
            return loaded.get(attempt.contactId());
          }

          @Override
          public Found<List<Hold>> holds() {
            return Found.present(List.of());
          }
        };
    Gate gate =
        new Gate(
            inMemory, lawful.store(), RuleBook.standard(), () -> NOON, new SplittableRandom(3));
    for (int round = 0; round < 2; round++) {
      List<Long> took = new ArrayList<>();
      long from = System.nanoTime();
      long until = from + seconds * 1_000_000_000L;
      for (int i = 0; System.nanoTime() < until; i++) {
        long begun = System.nanoTime();
        if (!(gate.decide(attempts.get(i % attempts.size())) instanceof Decision.Allow)) {
          throw new IllegalStateException("everything was to be in order");
        }
        took.add(System.nanoTime() - begun);
      }
      if (round == 1) {
        Rate rate = Rate.of(took, (System.nanoTime() - from) / 1e9, 0);
        metric("decide, facts loaded, one thread", rate.perSecond(), "1/s", 50_000, true);
        metric("decide, p99", rate.p99() * 1000, "us", 100, false);
      }
    }
  }

  private void durable(
      TestDatabase database, TestHome home, LawfulHome lawful, List<Attempt> attempts)
      throws Exception {
    AtomicInteger next = new AtomicInteger();
    Work clear = () -> clear(lawful.gate(), attempts, next);
    boolean h2 = database == TestDatabase.H2;
    try (BareCommits bare = new BareCommits(home, MANY)) {
      load(database + " at the start");
      measure(MANY, clear); // not counted: the JIT compiler works hardest here
      measure(MANY, clear);
      Rate floor = measure(MANY, bare::commitAndForce);
      long forcesBefore = forces.sum();
      long statementsBefore = lawful.store().statementsRun();
      int clearedBefore = next.get();
      Rate many = measure(MANY, clear);
      double cleared = next.get() - clearedBefore;
      ratio(database + " clearances, 32 callers", many, floor, h2 ? 1_500 : 1_000);
      metric(database + " clearances, 32 callers, p99", many.p99(), "ms", h2 ? 200 : 100, false);
      metric(
          database + " clearances a force", cleared / (forces.sum() - forcesBefore), "", 0, true);
      metric(
          database + " statements a clearance",
          (lawful.store().statementsRun() - statementsBefore) / cleared,
          "",
          0,
          false);
      metric(database + " CPU of a clearance", many.cpuMicros(), "us", 0, false);
      metric(database + " CPU of one commit and force", floor.cpuMicros(), "us", 0, false);
      metric(database + " one commit and force, p99", floor.p99(), "ms", 0, false);
      metric(database + " clearance, one caller, p99", measure(1, clear).p99(), "ms", 15, false);
      try (OtherWriters recordings = new OtherWriters(directory, RECORDINGS)) {
        Rate beside = measure(MANY, clear);
        ratio(database + " clearances beside 1,000 recordings", beside, floor, 0);
        metric(database + " clearances beside them, p99", beside.p99(), "ms", 0, false);
        metric(database + " recordings written", recordings.share(), "of due", 0, true);
      }
      load(database + " at the end");
    }
  }

  private interface Work {
    void once() throws Exception;
  }

  private static void clear(Gate gate, List<Attempt> attempts, AtomicInteger next) {
    int n = next.getAndIncrement();
    if (n >= attempts.size()) {
      throw new IllegalStateException("nobody is left; prepare more people");
    }
    if (!(gate.decide(attempts.get(n)) instanceof Decision.Allow(var permit, _))
        || !(gate.redeem(permit, "call@" + n) instanceof Redemption.Cleared)) {
      throw new IllegalStateException("everything was to be in order");
    }
  }

  private Rate measure(int callers, Work work) throws Exception {
    long from = System.nanoTime();
    long until = from + seconds * 1_000_000_000L;
    long cpu = PROCESS.getProcessCpuTime();
    List<Future<List<Long>>> running = new ArrayList<>();
    List<Long> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < callers; i++) {
        running.add(
            threads.submit(
                () -> {
                  List<Long> took = new ArrayList<>();
                  while (System.nanoTime() < until) {
                    long begun = System.nanoTime();
                    work.once();
                    took.add(System.nanoTime() - begun);
                  }
                  return took;
                }));
      }
      for (Future<List<Long>> caller : running) {
        all.addAll(caller.get());
      }
    }
    return Rate.of(all, (System.nanoTime() - from) / 1e9, PROCESS.getProcessCpuTime() - cpu);
  }

  /** Of the last minute: what else runs here is in every figure. */
  private void load(String when) {
    metric("load of the machine, " + when, PROCESS.getSystemLoadAverage(), "", 0, false);
  }

  private void ratio(String name, Rate rate, Rate floor, double goal) {
    double ratio = rate.perSecond() / floor.perSecond();
    add(name, rate.perSecond(), "1/s", floor.perSecond(), ratio, goal, rate.perSecond() >= goal);
    add(name + ", of bare", ratio, "ratio", 1, ratio, 0.25, ratio >= 0.25);
  }

  /**
   * @param goal 0 when it is only told
   */
  private void metric(String name, double value, String unit, double goal, boolean atLeast) {
    boolean met = goal == 0 || (atLeast ? value >= goal : value <= goal);
    add(name, value, unit, goal, goal == 0 ? 0 : value / goal, goal, met);
  }

  private void add(
      String name,
      double value,
      String unit,
      double reference,
      double ratio,
      double goal,
      boolean met) {
    System.out.printf(
        Locale.ROOT,
        "%-45s %,12.2f %-7s goal %,10.2f  %s%n",
        name,
        value,
        unit,
        goal,
        goal == 0 ? "" : met ? "met" : "NOT MET");
    metrics.add(
        String.format(
            Locale.ROOT,
            "{\"name\": \"%s\", \"value\": %.3f, \"unit\": \"%s\", \"reference\": \"%s\","
                + " \"referenceValue\": %.3f, \"ratio\": %.3f, \"goal\": %.2f, \"met\": %b}",
            name,
            value,
            unit,
            reference == goal ? "goal" : "one bare commit and force",
            reference,
            ratio,
            goal,
            met));
  }
}
