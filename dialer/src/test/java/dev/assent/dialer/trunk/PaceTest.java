package dev.assent.dialer.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Requirement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** New calls are spaced evenly; pauses are made up for, but no carrier sees more than agreed. */
@Requirement("R32")
class PaceTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();

  private long now;

  /** Somebody wants the next turn, and has it. */
  private long turn(Pace pace) {
    now = pace.next(now);
    pace.take(now, 1);
    return now;
  }

  private static long millis(double millis) {
    return (long) (millis * 1e6);
  }

  @Test
  void turnsAreOneGapApart() {
    Pace pace = new Pace(100, 0);
    List<Long> turns = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      turns.add(turn(pace));
    }
    assertThat(turns).containsExactly(0L, millis(10), millis(20), millis(30), millis(40));
  }

  @Test
  void aPauseIsMadeUpForAtTwiceThePace() {
    Pace pace = new Pace(100, 0);
    turn(pace);
    now = millis(42); // 10, 20, 30 and 40 are past
    List<Long> turns = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      turns.add(turn(pace));
    }
    assertThat(turns)
        .startsWith(millis(42), millis(47), millis(52), millis(57), millis(62), millis(67))
        .endsWith(millis(80), millis(90));
  }

  @Test
  void whoWasLongerAwayHadNothingToDial() {
    Pace pace = new Pace(100, 0);
    turn(pace);
    now = millis(111);
    assertThat(turn(pace)).isEqualTo(millis(111));
    assertThat(turn(pace)).isEqualTo(millis(121));
    now = 60 * SECOND;
    assertThat(turn(pace)).isEqualTo(60 * SECOND);
    assertThat(turn(pace)).isEqualTo(60 * SECOND + millis(10));
  }

  /** As of a busy machine: now and then a thread, or all of them, are late. */
  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 2.5, 10, 33, 100, 1000})
  void noSecondHasMoreThanIsAllowedAndOne(double rate) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(42);
    Pace pace = new Pace(rate, 0);
    List<Long> turns = new ArrayList<>();
    while (now < MINUTE) {
      turns.add(turn(pace));
      if (random.nextInt(10) == 0) {
        now += random.nextLong(millis(80));
      }
    }
    int allowed = (int) Math.ceil(rate) + 1;
    for (int i = allowed; i < turns.size(); i++) {
      assertThat(turns.get(i) - turns.get(i - allowed))
          .as("turn %s and the %s before it", i, allowed)
          .isGreaterThanOrEqualTo((long) (SECOND * 0.999));
    }
  }

  /** Of 8 % of the time less than 2 % of the calls. */
  @Test
  void pausesCostFewCalls() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    Pace pace = new Pace(100, 0);
    int turns = 0;
    long nextPause = 0;
    while (now < MINUTE) {
      turn(pace);
      turns++;
      if (now >= nextPause) { // as a collector's
        now += millis(20 + random.nextInt(40));
        nextPause = now + millis(460);
      }
    }
    assertThat(turns).isBetween(5_880, 6_001);
  }

  @Test
  void aPartOfTheCallsTakesMoreOfTheTime() {
    Pace pace = new Pace(10, 0);
    assertThat(pace.take(pace.next(0), 0.25).length()).isEqualTo(millis(400));
    assertThat(pace.next(millis(1))).isEqualTo(millis(400));
  }

  @Test
  void aTurnGivenBackIsTheNextOnes() {
    Pace pace = new Pace(10, 0);
    for (int i = 0; i < 100; i++) {
      pace.giveBack(pace.take(pace.next(now), 1));
      assertThat(pace.next(now)).as("the %s. one that placed no call", i).isEqualTo(now);
    }
    turn(pace);
    assertThat(pace.next(now)).isEqualTo(millis(100));
  }

  /** A node whose part of the trunk runs out while it waits gives back a turn of a hundred gaps. */
  @Test
  void aLongTurnGivenBackKeepsNobodyWaiting() {
    Pace pace = new Pace(10, 0);
    turn(pace);
    Pace.Turn held = pace.take(pace.next(now), 0.01);
    assertThat(pace.next(millis(150))).isGreaterThan(5 * SECOND);
    pace.giveBack(held);
    assertThat(pace.next(millis(150))).isEqualTo(millis(150));
  }

  /** Three are refused by the law when the fourth is on its way already. */
  @Test
  void whatIsGivenBackIsTheTurnOfWhoGivesIt() {
    Pace pace = new Pace(10, 0);
    List<Pace.Turn> first = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      now = pace.next(now);
      first.add(pace.take(now, 1));
    }
    List<Long> called = new ArrayList<>(List.of(first.get(3).at()));
    now += millis(10);
    first.subList(0, 3).forEach(pace::giveBack);
    while (called.size() < 20) {
      called.add(turn(pace));
    }
    for (int i = 1; i < called.size(); i++) {
      assertThat(called.get(i) - called.get(i - 1)).isGreaterThanOrEqualTo(millis(50));
    }
    for (int i = 11; i < called.size(); i++) {
      assertThat(called.get(i) - called.get(i - 11)).isGreaterThanOrEqualTo(SECOND);
    }
  }
}
