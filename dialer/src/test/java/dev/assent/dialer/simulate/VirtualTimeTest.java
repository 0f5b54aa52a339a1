package dev.assent.dialer.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One thread at a time, in one order; time passes when nobody has anything to do. */
@Timeout(30)
class VirtualTimeTest {
  private static final Instant NOON = Instant.parse("2026-03-18T12:00:00Z");

  private final VirtualTime time = new VirtualTime(NOON);
  private final List<String> story = new ArrayList<>();

  private void note(String what) {
    story.add(what + " " + Duration.between(NOON, time.instant()).toMillis());
  }

  private void sleeper(String name, long millis) {
    time.start(
        name,
        () -> {
          note(name + " begins");
          time.sleep(Duration.ofMillis(millis));
          note(name + " ends");
        });
  }

  @Test
  void threadsGoOnInTheOrderInWhichTheyWereWoken() {
    sleeper("a", 20);
    sleeper("b", 10);
    sleeper("c", 10);
    assertThat(time.run(() -> false, NOON.plusSeconds(1))).isFalse();
    assertThat(story)
        .containsExactly(
            "a begins 0", "b begins 0", "c begins 0", "b ends 10", "c ends 10", "a ends 20");
  }

  @Test
  void timeStopsWhereItIsToldTo() {
    sleeper("a", 2_000);
    assertThat(time.run(() -> false, NOON.plusSeconds(1))).isTrue();
    assertThat(time.instant()).isEqualTo(NOON.plusSeconds(1));
    assertThat(story).containsExactly("a begins 0");
  }

  @Test
  void whatIsCalledOffDoesNotHappenAndTakesNoTime() {
    time.after(5_000_000, () -> note("never")).cancel();
    time.after(3_000_000, () -> note("once"));
    assertThat(time.run(() -> false, NOON.plusSeconds(1))).isFalse();
    assertThat(story).containsExactly("once 3");
    assertThat(time.instant()).isEqualTo(NOON.plusMillis(3));
  }

  @Test
  void aThreadThatWaitsForADoneThingWaitsNot() {
    time.start("a", () -> time.await(CompletableFuture.completedFuture("done")));
    time.start(
        "b",
        () -> {
          time.await(CompletableFuture.failedFuture(new IllegalStateException()));
          note("b");
        });
    time.run(() -> false, NOON.plusSeconds(1));
    assertThat(story).containsExactly("b 0");
  }

  @Test
  void aThreadThatFailsEndsTheSimulation() {
    time.start(
        "a",
        () -> {
          throw new IllegalArgumentException("planted");
        });
    assertThatThrownBy(() -> time.run(() -> false, NOON.plusSeconds(1)))
        .hasRootCauseMessage("planted");
  }

  @Test
  void whoNeverRestsEndsTheSimulation() {
    time.start(
        "a",
        () -> {
          while (true) {
            time.sleep(Duration.ofNanos(1));
          }
        });
    assertThatThrownBy(() -> time.run(() -> false, NOON.plusSeconds(1)))
        .rootCause()
        .hasMessageStartingWith("somebody looks again and again at 2026-03-18T12:00:00.000");
  }

  @Test
  void nobodyElseMayWait() {
    assertThatThrownBy(() -> time.await(new CompletableFuture<>()))
        .isInstanceOf(IllegalStateException.class);
  }
}
