package dev.assent.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Threshold.Action;
import dev.assent.compliance.Threshold.Comparison;
import dev.assent.compliance.Threshold.Measure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How what is expected of calls is written. */
@Timeout(60)
class ThresholdTest {
  @Test
  void asItIsWrittenSoItIsShown() {
    assertThat(Threshold.parse("short_calls<10%", Action.SLOW, 30))
        .contains(new Threshold(Measure.SHORT_CALLS, Comparison.BELOW, 10, true, Action.SLOW, 30))
        .get()
        .hasToString("short_calls < 10%");
    assertThat(Threshold.parse("  asr >= 30.25% ", Action.BRAKE, null))
        .contains(
            new Threshold(
                Measure.ASR,
                Comparison.AT_LEAST,
                30.25,
                true,
                Action.BRAKE,
                Threshold.USUAL_SAMPLE))
        .get()
        .hasToString("asr >= 30.25%");
    assertThat(Threshold.parse("unrecorded == 0", Action.BRAKE, null))
        .contains(new Threshold(Measure.UNRECORDED, Comparison.EXACTLY, 0, false, Action.BRAKE, 0));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "asr",
        "asr > 30",
        "asr = 30%",
        "answers > 30%",
        "short_calls < 101%",
        "short_calls < -1%",
        "complaints < 1%",
        "short_calls < 10% or so",
        "short_calls < 10.123%",
        "SHORT_CALLS < 10%"
      })
  void anythingElseIsNone(String text) {
    assertThat(Threshold.parse(text, Action.WARN, null)).isEmpty();
  }
}
