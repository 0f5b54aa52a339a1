package dev.assent.compliance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Found;
import dev.assent.compliance.intake.ContactRow;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.store.contact.ImportBatch;
import dev.assent.compliance.store.suppression.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many dialers, few people (requirements 2.4): nobody is reserved after they refused, nobody over
 * the cap, whichever of their numbers is called.
 */
@Timeout(120)
class RaceTest {
  private static final int THREADS = 64;
  private static final int CAP = 3;
  private static final int PERSONS = 8;
  private static final long SEED = 20260302;

  private record Callee(UUID contact, UUID person, PhoneNumber number) {}

  @ParameterizedTest
  @EnumSource
  void nobodyIsReservedOverTheCapOrAfterTheirWord(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Store store = home.open();
      List<Callee> callees = callees(home);
      assertThat(callees.stream().map(Callee::person).distinct()).hasSize(PERSONS);
      Set<UUID> refused = ConcurrentHashMap.newKeySet();
      Set<UUID> reservedAfterRefusal = ConcurrentHashMap.newKeySet();
      CountDownLatch start = new CountDownLatch(1);
      List<Future<?>> running = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int t = 0; t < THREADS; t++) {
          Random random = new Random(SEED + t);
          running.add(
              threads.submit(
                  () -> {
                    start.await();
                    for (int i = 0; i < 6; i++) {
                      Callee callee = callees.get(random.nextInt(callees.size()));
                      if (random.nextInt(24) == 0) {
                        assertThat(
                                store
                                    .refusals()
                                    .add(callee.number(), TestHome.optOut(home.now.get()), "anna"))
                            .isInstanceOf(Refused.Durable.class);
                        refused.add(callee.person());
                      } else {
                        boolean late = refused.contains(callee.person());
                        boolean reserved =
                            home.redeem(callee.contact(), callee.person(), callee.number(), CAP)
                                .isPresent();
                        if (late && reserved) {
                          reservedAfterRefusal.add(callee.person());
                        }
                      }
                    }
                    return null;
                  }));
        }
        start.countDown();
        for (Future<?> future : running) {
          future.get(100, TimeUnit.SECONDS);
        }
      }
      assertThat(refused).as("seed %d", SEED).isNotEmpty();
      assertThat(reservedAfterRefusal).as("seed %d", SEED).isEmpty();
      for (Callee callee : callees) {
        assertThat(
                home.facts(callee.contact()).history() instanceof Found.Present(var h)
                    ? h.person()
                    : null)
            .as("seed %d", SEED)
            .hasSizeBetween(0, CAP);
      }
      countersHaveNoGapAndNothingFollowsARefusal(home);
    }
  }

  @ParameterizedTest
  @EnumSource
  void theOutboxMayBeTrimmedWhileEntriesAreOnTheirWay(TestDatabase database) throws Exception {
    TestHome home = TestHome.on(database);
    Store store = home.open();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < 16; t++) {
        int first = 10 * t;
        running.add(
            threads.submit(
                () -> {
                  for (int i = first; i < first + 10; i++) {
                    store
                        .refusals()
                        .add(TestHome.number(i), TestHome.optOut(home.now.get()), "anna");
                  }
                }));
      }
      while (!running.stream().allMatch(Future::isDone)) {
        store.checkpoint();
      }
      for (Future<?> future : running) {
        future.get(1, TimeUnit.SECONDS);
      }
    }
    home.close();
    var before = Tables.facts(home.settings);
    Opening opening = home.open().opening();
    home.close();
    assertThat(opening.applied()).isZero();
    assertThat(opening.appended()).isZero();
    assertThat(Tables.facts(home.settings)).isEqualTo(before);
  }

  private static void countersHaveNoGapAndNothingFollowsARefusal(TestHome home) {
    Map<UUID, Map<Long, EntryType>> byNumber = new HashMap<>();
    home.journal()
        .forEach(
            placed -> {
              var subject = placed.entry().subject();
              if (subject.n() > 0) {
                assertThat(
                        byNumber
                            .computeIfAbsent(subject.number(), _ -> new HashMap<>())
                            .put(subject.n(), placed.entry().type()))
                    .as("one entry for each n")
                    .isNull();
              }
            });
    byNumber
        .values()
        .forEach(
            entries -> {
              boolean refused = false;
              for (long n = 1; n <= entries.size(); n++) {
                EntryType type = entries.get(n);
                assertThat(type).as("entry %d", n).isNotNull();
                assertThat(refused && type == EntryType.ATTEMPT_HELD).isFalse();
                refused |= type == EntryType.OPT_OUT;
              }
            });
  }

  /** Two numbers each. */
  private static List<Callee> callees(TestHome home) throws Exception {
    Store store = home.store();
    store.registers().addSource(TestHome.sourceProof(), "anna");
    UUID batchId;
    try (ImportBatch batch = store.imports().begin(TestHome.SOURCE, TestHome.FILE, "anna")) {
      for (int i = 0; i < 2 * PERSONS; i++) {
        ContactRow row = TestHome.row(i);
        batch.add(
            new ContactRow(
                row.line(),
                row.number(),
                row.name(),
                "customer " + i / 2,
                row.whereabouts(),
                row.language(),
                row.ageBand(),
                row.quiet(),
                row.expiresAt(),
                row.grants()));
      }
      batchId = batch.switchOver().batchId();
    }
    store.registers().addCampaign(TestHome.campaign(TestHome.CAMPAIGN), List.of(batchId), "anna");
    List<Callee> callees = new ArrayList<>();
    store
        .lists()
        .forEachContact(
            TestHome.CAMPAIGN,
            id -> {
              var contact = home.facts(id).contact();
              callees.add(new Callee(id, contact.personId(), contact.number()));
            });
    // By number, so that the seeded choices mean the same in every run.
    callees.sort((a, b) -> a.number().compareTo(b.number()));
    return callees;
  }
}
