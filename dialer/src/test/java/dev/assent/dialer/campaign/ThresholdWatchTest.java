package dev.assent.dialer.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.Threshold;
import dev.assent.compliance.Threshold.Action;
import dev.assent.compliance.store.campaign.CampaignFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls that are not as expected, and what is done then. */
@Timeout(60)
class ThresholdWatchTest {
  private final AtomicLong complaints = new AtomicLong();
  private final List<String> told = new ArrayList<>();

  private static Threshold threshold(String expected, Action otherwise, @Nullable Integer sample) {
    return Threshold.parse(expected, otherwise, sample).orElseThrow();
  }

  private ThresholdWatch watch(Threshold... thresholds) {
    return new ThresholdWatch(
        List.of(thresholds), complaints::get, crossed -> told.add(crossed.toString()));
  }

  private static void calls(ThresholdWatch watch, int count, Outcome outcome, int seconds) {
    for (int i = 0; i < count; i++) {
      watch.ended(outcome, seconds < 0 ? null : Duration.ofSeconds(seconds));
    }
  }

  @Test
  void nothingIsJudgedBeforeItsSample() {
    ThresholdWatch watch = watch(threshold("short_calls < 10%", Action.BRAKE, 20));
    calls(watch, 19, Outcome.HUNG_UP, 2);
    calls(watch, 100, Outcome.NO_ANSWER, -1);
    assertThat(watch.brake()).isNull();
    calls(watch, 1, Outcome.HUNG_UP, 2);
    assertThat(watch.brake()).hasToString("short_calls < 10% expected, 20 of 20 (100.0 %): BRAKE");
    assertThat(told).hasSize(1);
  }

  @Test
  void callsOfBeforeARestartCountOn() {
    ThresholdWatch watch = watch(threshold("asr > 30%", Action.BRAKE, 10));
    watch.carryOver(Collections.nCopies(9, new CampaignFigures.EndedCall(Outcome.NO_ANSWER, null)));
    assertThat(watch.brake()).isNull();
    calls(watch, 1, Outcome.BUSY, -1);
    assertThat(watch.brake()).hasToString("asr > 30% expected, 0 of 10 (0.0 %): BRAKE");

    ThresholdWatch crossed = watch(threshold("asr > 30%", Action.BRAKE, 10));
    crossed.carryOver(
        Collections.nCopies(10, new CampaignFigures.EndedCall(Outcome.NO_ANSWER, null)));
    assertThat(crossed.brake()).as("it was beyond when the engine died").isNotNull();
  }

  @Test
  void aBrakeStaysAlsoWhenTheFiguresGetBetter() {
    ThresholdWatch watch = watch(threshold("asr > 30%", Action.BRAKE, 10));
    calls(watch, 10, Outcome.NO_ANSWER, -1);
    calls(watch, 100, Outcome.AGREED, 30);
    assertThat(watch.standing()).isEmpty();
    assertThat(watch.brake()).isNotNull();
  }

  @Test
  void whatSlowsDoesSoUntilItIsAsExpectedAgainAndIsToldOnceEachTime() {
    ThresholdWatch watch = watch(threshold("asr >= 50%", Action.SLOW, 10));
    calls(watch, 10, Outcome.NO_ANSWER, -1);
    assertThat(watch.share()).isEqualTo(0.25);
    calls(watch, 10, Outcome.REFUSED, 20);
    assertThat(watch.share()).isEqualTo(1);
    calls(watch, 1, Outcome.BUSY, -1);
    assertThat(watch.share()).isEqualTo(0.25);
    assertThat(told).hasSize(2);
    assertThat(watch.brake()).isNull();
  }

  @Test
  void onlyTheLastCallsCount() {
    ThresholdWatch watch = watch(threshold("failed < 50%", Action.WARN, null));
    calls(watch, 500, Outcome.FAILED, -1);
    assertThat(watch.standing()).hasSize(1);
    calls(watch, 251, Outcome.AGREED, 30);
    assertThat(watch.standing()).isEmpty();
  }

  @Test
  void aCountNeedsNoSample() {
    ThresholdWatch watch = watch(threshold("unrecorded == 0", Action.BRAKE, null));
    calls(watch, 3, Outcome.AGREED, 30);
    assertThat(watch.brake()).isNull();
    calls(watch, 1, Outcome.REC_FAIL, 30);
    assertThat(watch.brake()).hasToString("unrecorded == 0 expected, 1 of 4 (25.0 %): BRAKE");
  }

  @Test
  void complaintsComeWithoutCalls() {
    ThresholdWatch watch = watch(threshold("complaints == 0", Action.BRAKE, null));
    watch.look();
    assertThat(watch.brake()).isNull();
    complaints.set(1);
    watch.look();
    assertThat(watch.brake()).isNotNull();
  }

  @Test
  void whatNeverLeftOrWasCalledOffIsNoCall() {
    ThresholdWatch watch = watch(threshold("asr > 90%", Action.BRAKE, 1));
    Stream.of(Outcome.NOT_SENT, Outcome.CANCELLED, Outcome.CANCELLED_DNC)
        .forEach(outcome -> calls(watch, 5, outcome, -1));
    assertThat(watch.brake()).isNull();
  }

  @Test
  void eachMeasureCountsItsOwn() {
    for (var each :
        List.of(
            List.of("opt_outs < 1%", Outcome.OPTED_OUT),
            List.of("opt_outs < 1%", Outcome.OPT_OUT_PENDING),
            List.of("no_key < 1%", Outcome.NO_KEY_PATH),
            List.of("unwanted == 0", Outcome.UNWANTED),
            List.of("blocked == 0", Outcome.BLOCKED),
            List.of("failed == 0", Outcome.FAILED))) {
      ThresholdWatch watch = watch(threshold(each.get(0).toString(), Action.WARN, 1));
      calls(watch, 3, Outcome.AGREED, 30);
      assertThat(watch.standing()).as(each.toString()).isEmpty();
      calls(watch, 1, (Outcome) each.get(1), 10);
      assertThat(watch.standing()).as(each.toString()).hasSize(1);
    }
  }
}
