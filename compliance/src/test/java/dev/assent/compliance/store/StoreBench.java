package dev.assent.compliance.store;

import dev.assent.compliance.journal.DiskFiles;
import dev.assent.compliance.numbering.PhoneNumber;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Figures, no test: {@code StoreBench H2|POSTGRES ROWS SECONDS}. Keys are in memory, files real.
 */
final class StoreBench {
  private static final int CALLERS = 32;

  private record Callee(UUID contact, UUID person, PhoneNumber number) {}

  public static void main(String[] arguments) throws Exception {
    TestDatabase database = TestDatabase.valueOf(arguments[0]);
    int rows = Integer.parseInt(arguments[1]);
    int seconds = Integer.parseInt(arguments[2]);
    Path directory = Files.createTempDirectory("store-bench");
    StoreSettings settings =
        database == TestDatabase.POSTGRES
            ? database.fresh()
            : StoreSettings.h2(
                directory.resolve("assent"),
                directory.resolve("quarantine"),
                TestDatabase.CONTROLLER,
                false);
    try (TestHome home = new TestHome(settings)) {
      home.journalDirectory = directory.resolve("journal");
      home.journalFiles = new DiskFiles();
      home.ticking = true;
      home.open();
      home.store().registers().addSource(TestHome.sourceProof(), "anna");
      long from = System.nanoTime();
      UUID batch = home.importContacts(rows);
      System.out.printf(
          "BENCH %s import: %,d rows/s%n", database, rows * 1_000_000_000L / since(from));
      home.store()
          .registers()
          .addCampaign(TestHome.campaign(TestHome.CAMPAIGN), List.of(batch), "anna");
      List<Callee> callees = new ArrayList<>();
      for (UUID id : home.store().lists().due(TestHome.CAMPAIGN, home.now.get(), 20_000)) {
        var contact = home.facts(id).contact();
        callees.add(new Callee(id, contact.personId(), contact.number()));
      }
      redeem(home, callees, seconds, "warm-up");
      redeem(home, callees, seconds, database + " redeem, " + CALLERS + " callers");
    }
  }

  private static long since(long nanos) {
    return System.nanoTime() - nanos;
  }

  private static void redeem(TestHome home, List<Callee> callees, int seconds, String name)
      throws Exception {
    AtomicInteger next = new AtomicInteger();
    long until = System.nanoTime() + seconds * 1_000_000_000L;
    List<Future<List<Long>>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CALLERS; i++) {
        running.add(
            threads.submit(
                () -> {
                  List<Long> took = new ArrayList<>();
                  while (System.nanoTime() < until) {
                    Callee callee =
                        callees.get(Math.floorMod(next.getAndIncrement(), callees.size()));
                    long from = System.nanoTime();
                    home.redeem(
                        callee.contact(), callee.person(), callee.number(), Integer.MAX_VALUE);
                    took.add(since(from));
                  }
                  return took;
                }));
      }
      List<Long> all = new ArrayList<>();
      for (Future<List<Long>> future : running) {
        all.addAll(future.get());
      }
      long[] sorted = all.stream().mapToLong(Long::longValue).sorted().toArray();
      System.out.printf(
          "BENCH %s: %,d/s, p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
          name,
          sorted.length / seconds,
          sorted[sorted.length / 2] / 1e6,
          sorted[sorted.length * 99 / 100] / 1e6,
          sorted[sorted.length - 1] / 1e6);
    }
  }
}
