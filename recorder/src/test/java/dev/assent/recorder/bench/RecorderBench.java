package dev.assent.recorder.bench;

import dev.assent.recorder.Desk;
import dev.assent.recorder.JournalInMemory;
import dev.assent.recorder.Recorder;
import dev.assent.recorder.RecorderBusy;
import dev.assent.recorder.RecorderSettings;
import dev.assent.recorder.RecorderSlot;
import dev.assent.recorder.RecorderStats;
import dev.assent.recorder.Warrant;
import dev.assent.recorder.container.SealBench;
import dev.assent.recorder.files.DiskFiles;
import dev.assent.recorder.files.Files;
import dev.assent.recorder.ledger.KeyLedger;
import dev.assent.recorder.ledger.RowKind;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * What recording costs: {@code RecorderBench DIRECTORY CALLS SECONDS OPENSSL_BYTES_PER_SECOND
 * RESULT.json CALL_SECONDS}. The reference for sealing is what {@code openssl speed} did in the
 * same minute.
 */
public final class RecorderBench {
  /**
   * @param reference 0 for none
   * @param goal the most that is wanted; 0 for none
   */
  private record Metric(String name, double value, String unit, double reference, double goal) {
    boolean met() {
      return value <= goal;
    }
  }

  private final List<Metric> metrics = new ArrayList<>();

  /** How long each call is recorded: calls come and go all the while. */
  private final int callSeconds;

  private RecorderBench(int callSeconds) {
    this.callSeconds = callSeconds;
  }

  public static void main(String[] args) throws Exception {
    RecorderBench bench = new RecorderBench(Integer.parseInt(args[5]));
    Path home = Path.of(args[0]);
    bench.seal(Double.parseDouble(args[3]));
    bench.record(home, Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    new ReplayBench((name, value, unit, _) -> bench.add(name, value, unit, 0)).run(home);
    bench.report(Path.of(args[4]));
  }

  private void seal(double opensslBytesPerSecond) {
    double opensslMicros = opensslBytesPerSecond > 0 ? 16_384 / opensslBytesPerSecond * 1e6 : 0;
    add("AES-256-GCM of one frame", SealBench.cipherMicros(), "us", opensslMicros, opensslMicros);
    add("seal one second of two legs: digest, peaks and measures too", SealBench.microsPerSecond());
  }

  private void record(Path home, int calls, int seconds) throws Exception {
    TimedForces forces = new TimedForces(home.resolve("spool"), new DiskFiles());
    Files files = forces.files();
    for (String directory : List.of("spool", "recordings", "ledger")) {
      files.createDirectory(home.resolve(directory));
    }
    RecorderSettings settings =
        new RecorderSettings(
            home.resolve("spool"),
            home.resolve("recordings"),
            1L << 30,
            calls + 64,
            Duration.ofMillis(200),
            256L << 20,
            8,
            3600,
            Duration.ofSeconds(30),
            3000);
    SecureRandom random = new SecureRandom();
    try (KeyLedger ledger = KeyLedger.open(home.resolve("ledger"), files, new byte[32], random);
        Recorder recorder = open(settings, files, ledger, random)) {
      reserve(recorder);
      ledger(ledger);
      live(recorder, calls, seconds, forces);
    }
  }

  private Recorder open(
      RecorderSettings settings, Files files, KeyLedger ledger, SecureRandom random) {
    long cpu = cpuNanos();
    Recorder recorder =
        Recorder.open(
            settings,
            files,
            ledger,
            Desk.RECIPIENTS,
            Desk.SIGNER,
            new JournalInMemory(),
            InstantSource.fixed(Desk.NOW),
            random);
    add(
        "prepare one slot (two X-Wing seals, ledger row), warm-up included",
        (cpuNanos() - cpu) / 1e3 / settings.slots(),
        "us CPU",
        0);
    return recorder;
  }

  private void reserve(Recorder recorder) throws Exception {
    long[] nanos = new long[2000];
    for (int i = 0; i < nanos.length; i++) {
      long begun = System.nanoTime();
      RecorderSlot slot = recorder.reserve();
      nanos[i] = System.nanoTime() - begun;
      slot.close();
    }
    Arrays.sort(nanos);
    add("reserve, median", nanos[nanos.length / 2] / 1e3, "us", 0);
    add("reserve, 99 %", nanos[nanos.length * 99 / 100] / 1e3, "us", 0);
  }

  private void ledger(KeyLedger ledger) {
    List<byte[]> group = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      group.add(new byte[32]);
    }
    long begun = System.nanoTime();
    for (int i = 0; i < 20; i++) {
      ledger.append(RowKind.SHARE_B, group);
    }
    add("ledger: append and force 32 rows", (System.nanoTime() - begun) / 20e3, "us", 0);
  }

  /** Calls begin evenly, so that as many end: after their length there are always that many. */
  private void live(Recorder recorder, int calls, int seconds, TimedForces forces)
      throws Exception {
    PacedCalls paced = new PacedCalls(callSeconds);
    recorder.feed(paced);
    AtomicLong slowestBegin = new AtomicLong();
    int warm = 2 * calls;
    int count = warm + calls * seconds / callSeconds;
    long begun = System.nanoTime();
    ThreadTimes before = ThreadTimes.of("recorder");
    RecorderStats atFirst = recorder.stats();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        long due = begun + (long) (i * (callSeconds * 1e9 / calls));
        LockSupport.parkNanos(due - System.nanoTime());
        int number = i;
        threads.execute(() -> begin(recorder, paced, number, slowestBegin));
        if (i == warm) {
          // All are talking, and as many have ended: from here on it counts.
          before = ThreadTimes.of("recorder");
          atFirst = recorder.stats();
          forces.clear();
        }
      }
    }
    RecorderStats after = recorder.stats();
    double elapsed = (System.nanoTime() - begun) / 1e9 - 2 * callSeconds;
    ThreadTimes used = ThreadTimes.of("recorder").since(before);
    long sealed = after.seconds() - atFirst.seconds();
    add("live recordings at the end", after.recording(), "calls", 0);
    add("seconds sealed, split and forced each second", sealed / elapsed, "1/s", 0);
    used.agents()
        .forEach(
            (agent, cpu) -> {
              add("CPU per second of a call: " + agent, cpu.all() / 1e3 / sealed, "us", 0);
              add("  of that in the kernel", cpu.kernel() / 1e3 / sealed, "us", 0);
              add("  allocated on the heap", (double) cpu.allocated() / sealed, "bytes", 0);
            });
    double prepared = used.agent("recorder-prepare").all() / 1e9;
    double all = used.all() / 1e9;
    add("CPU for 2,000: seal, spool, split", share(all - prepared, sealed), "% of a core", 0, 20);
    add("CPU for 2,000, slots of new calls too", share(all, sealed), "% of a core", 0);
    add("force of the spool, median", forces.quantile(0.5), "ms", 0);
    add("force of the spool, 99 %", forces.quantile(0.99), "ms", 0, 25);
    add("force of the spool, slowest", forces.quantile(1), "ms", 0);
    add("slowest begin (header forced, journal told)", slowestBegin.get() / 1e6, "ms", 0);
    add("waiting to be split at the end", after.splitting(), "calls", 0);
    add("lost seconds", (double) (after.lostSeconds() + after.strays()), "s", 0);
    paced.stop();
  }

  private static void begin(Recorder recorder, PacedCalls paced, int number, AtomicLong slowest) {
    try {
      long asked = System.nanoTime();
      paced.add(recorder.begin(recorder.reserve(), Warrant.of(number)));
      slowest.accumulateAndGet(System.nanoTime() - asked, Math::max);
    } catch (RecorderBusy e) {
      System.err.println(e.getMessage());
    }
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static double share(double cpuSeconds, long seconds) {
    return 100 * cpuSeconds / seconds * 2000;
  }

  private void add(String name, double micros) {
    add(name, micros, "us", 0);
  }

  private void add(String name, double value, String unit, double reference) {
    add(name, value, unit, reference, 0);
  }

  private void add(String name, double value, String unit, double reference, double goal) {
    metrics.add(new Metric(name, value, unit, reference, goal));
  }

  private void report(Path result) throws IOException {
    StringBuilder json = new StringBuilder();
    for (Metric metric : metrics) {
      String ratio =
          metric.reference > 0 ? "%.2f x reference".formatted(metric.value / metric.reference) : "";
      String goal =
          metric.goal > 0
              ? "goal %.2f: %s".formatted(metric.goal, metric.met() ? "met" : "NOT MET")
              : "";
      System.out.printf(
          Locale.ROOT,
          "%-68s %10.2f %-12s %s %s%n",
          metric.name,
          metric.value,
          metric.unit,
          ratio,
          goal);
      boolean compared = metric.reference > 0;
      json.append(json.isEmpty() ? "" : ",\n")
          .append(
              "  {\"name\": \"%s\", \"value\": %s, \"unit\": \"%s\","
                  .formatted(metric.name, metric.value, metric.unit))
          .append(
              " \"reference\": %s, \"referenceValue\": %s, \"ratio\": %s,"
                  .formatted(
                      compared ? "\"openssl speed\"" : "null",
                      compared ? metric.reference : "null",
                      compared ? metric.value / metric.reference : "null"))
          .append(
              " \"goal\": %s, \"met\": %s}"
                  .formatted(
                      metric.goal > 0 ? metric.goal : "null",
                      metric.goal > 0 ? metric.met() : "null"));
    }
    String machine =
        "%s, %d cores, Java %s"
            .formatted(
                System.getProperty("os.arch"),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"));
    java.nio.file.Files.writeString(
        result,
        "{\"bench\": \"recorder\", \"machine\": \"%s\", \"metrics\": [\n%s\n]}\n"
            .formatted(machine, json));
  }
}
