package dev.assent.dialer.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assent.compliance.Requirement;
import dev.assent.dialer.VirtualThreads;
import dev.assent.dialer.sip.VirtualTimers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several campaigns share a trunk in proportion to their priorities, and none of them starves. */
@Timeout(60)
@Requirement("R32")
class TrunkBudgetTest {
  private static final int CALLS = 1_000;
  private static final double FAIR = 0.05;

  private final VirtualTimers timers = new VirtualTimers();
  private final List<Campaign> campaigns = new ArrayList<>();
  private final Deque<Runnable> held = new ArrayDeque<>();

  /** Wants a call as soon as it has had one. */
  private final class Campaign {
    final AtomicInteger calls = new AtomicInteger();
    final TrunkBudget.Claim claim;
    private final Thread thread;
    volatile boolean wants = true;

    Campaign(TrunkBudget budget, int weight) {
      claim = budget.claim(weight);
      thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      while (wants) {
                        budget.enter(claim, () -> 1);
                        calls.incrementAndGet();
                        synchronized (held) {
                          held.add(budget::leave);
                        }
                      }
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
    }
  }

  /** A node with a third of a trunk looks at many whom it may not call. */
  @Test
  void aTurnOfAShareIsGivenBackWhole() throws InterruptedException {
    TrunkBudget budget = new TrunkBudget(timers, new VirtualThreads(), 10, 10);
    TrunkBudget.Claim claim = budget.claim(1);
    for (int i = 0; i < 5; i++) {
      budget.enter(claim, () -> 1.0 / 3).giveBack();
      budget.leave();
    }
    assertThat(timers.pending()).as("nobody waited").isZero();
    assertThat(timers.nanoTime()).isZero();
  }

  @AfterEach
  void endAll() throws InterruptedException {
    for (Campaign campaign : campaigns) {
      campaign.wants = false;
      campaign.thread.interrupt();
      campaign.thread.join();
    }
  }

  private static void await(BooleanSupplier there) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!there.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for too long").isLessThan(end);
      LockSupport.parkNanos(1_000_000); // what is waited for needs the core
    }
  }

  private int calls() {
    return campaigns.stream().mapToInt(campaign -> campaign.calls.get()).sum();
  }

  private void share(TrunkBudget budget, int... weights) {
    for (int weight : weights) {
      campaigns.add(new Campaign(budget, weight));
    }
  }

  /** Until so many calls, one at a time, whoever wants one being there each time. */
  private void callAll(TrunkBudget budget, int until, boolean byChannel) {
    while (calls() < until) {
      int before = calls();
      await(() -> budget.waiting() == campaigns.size());
      if (byChannel) {
        synchronized (held) {
          held.remove().run();
        }
        timers.advance(Duration.ofNanos(10));
      } else {
        synchronized (held) {
          held.forEach(Runnable::run);
          held.clear();
        }
        timers.advance(Duration.ofMillis(10));
      }
      await(() -> calls() > before);
    }
  }

  private void assertFair(int... weights) {
    double all = 0;
    for (int weight : weights) {
      all += weight;
    }
    for (int i = 0; i < weights.length; i++) {
      double share = (double) campaigns.get(i).calls.get() / calls();
      assertThat(share).as("weight %s", weights[i]).isCloseTo(weights[i] / all, within(FAIR / 2));
    }
  }

  @ParameterizedTest
  @CsvSource({"10,10,10", "1,3,6", "100,1,1"})
  void callsASecondAreSharedByPriority(int a, int b, int c) {
    TrunkBudget budget = new TrunkBudget(timers, new VirtualThreads(), 1000, 100);
    share(budget, a, b, c);
    callAll(budget, CALLS, false);
    assertFair(a, b, c);
    assertThat(campaigns).as("nobody starves").allMatch(campaign -> campaign.calls.get() > 8);
  }

  @ParameterizedTest
  @CsvSource({"10,10,10", "1,3,6"})
  void channelsAreSharedByPriority(int a, int b, int c) {
    TrunkBudget budget = new TrunkBudget(timers, new VirtualThreads(), 4, 1e9);
    share(budget, a, b, c);
    timers.advance(Duration.ofSeconds(1));
    await(() -> budget.inUse() == 4 || tick());
    callAll(budget, CALLS, true);
    assertFair(a, b, c);
    assertThat(budget.inUse()).isEqualTo(4);
  }

  private boolean tick() {
    timers.advance(Duration.ofNanos(10));
    return false;
  }

  @Test
  void whatOneDoesNotWantIsTheOthers() throws Exception {
    TrunkBudget budget = new TrunkBudget(timers, new VirtualThreads(), 1000, 100);
    share(budget, 90, 10);
    callAll(budget, 200, false);
    Campaign first = campaigns.removeFirst();
    first.wants = false;
    first.thread.interrupt();
    first.thread.join();
    int had = campaigns.getFirst().calls.get();
    callAll(budget, had + 200, false);
    assertThat(campaigns.getFirst().calls.get()).isGreaterThanOrEqualTo(had + 200);
  }

  @Test
  void whoComesLaterDoesNotTakeAllOfIt() {
    TrunkBudget budget = new TrunkBudget(timers, new VirtualThreads(), 1000, 100);
    share(budget, 10);
    callAll(budget, CALLS, false);
    int before = campaigns.getFirst().calls.get();
    share(budget, 10);
    callAll(budget, calls() + 400, false);
    assertThat(campaigns.getFirst().calls.get() - before).isBetween(180, 220);
  }

  @Test
  void idleTimeIsNotSavedUpForABurst() throws Exception {
    TrunkBudget budget = new TrunkBudget(timers, new VirtualThreads(), 1000, 10);
    TrunkBudget.Claim claim = budget.claim(1);
    budget.enter(claim, () -> 1);
    timers.advance(Duration.ofMinutes(1));
    budget.enter(claim, () -> 1);
    share(budget, 1);
    await(() -> budget.waiting() == 1);
    timers.advance(Duration.ofMillis(99));
    assertThat(calls()).isZero();
    timers.advance(Duration.ofMillis(1));
    await(() -> calls() == 1);
  }

  @Test
  void aTurnThatPlacedNoCallIsNobodys() throws Exception {
    TrunkBudget budget = new TrunkBudget(timers, new VirtualThreads(), 2, 10);
    TrunkBudget.Claim claim = budget.claim(1);
    budget.enter(claim, () -> 1).giveBack();
    budget.leave();
    budget.enter(claim, () -> 1);
    assertThat(timers.pending()).isZero();
    assertThat(budget.inUse()).isEqualTo(1);
    assertThat(budget.channel()).isPresent();
    assertThat(budget.channel()).isEmpty();
  }

  /** Their node's part of the trunk ran out while they waited: others need not wait it out. */
  @Test
  void aLongTurnGivenBackIsWaitedForByNobody() throws Exception {
    TrunkBudget budget = new TrunkBudget(timers, new VirtualThreads(), 1000, 10);
    TrunkBudget.Claim claim = budget.claim(1);
    budget.enter(claim, () -> 1);
    timers.advance(Duration.ofMillis(100));
    TrunkBudget.Turn held = budget.enter(claim, () -> 0.01);
    share(budget, 1);
    await(() -> budget.waiting() == 1 && timers.pending() == 1);
    timers.advance(Duration.ofMillis(100));
    held.giveBack();
    await(() -> calls() == 1);
  }

  @Test
  void whoStopsWaitingTakesNothingAlong() throws Exception {
    TrunkBudget budget = new TrunkBudget(timers, new VirtualThreads(), 1, 1000);
    TrunkBudget.Claim claim = budget.claim(1);
    budget.enter(claim, () -> 1);
    share(budget, 1);
    await(() -> budget.waiting() == 1);
    endAll();
    assertThat(budget.waiting()).isZero();
    budget.leave();
    assertThat(budget.inUse()).isZero();
  }
}
