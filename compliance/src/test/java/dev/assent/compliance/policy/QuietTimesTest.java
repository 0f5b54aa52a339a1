package dev.assent.compliance.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people say of when they are not to be called is read as they mean it, or not at all. */
@Timeout(60)
@Requirement("R29")
final class QuietTimesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12:00-14:00 | mon,tue,wed,thu,fri,sat,sun 12:00-14:00",
        "mon-fri 9:00-18:00; sun | mon,tue,wed,thu,fri 09:00-18:00; sun",
        "Saturday, sunday | sat,sun",
        "fri-mon 20:00-24:00 | mon,fri,sat,sun 20:00-24:00",
        "周一至周五 12：00－14：00；周日 | mon,tue,wed,thu,fri 12:00-14:00; sun",
        "mon 09:00-11:00; mon 10:00-12:00 | mon 09:00-12:00",
        "only 18:00-20:00 | mon,tue,wed,thu,fri,sat,sun 00:00-18:00; mon,tue,wed,thu,fri,sat,sun 20:00-24:00",
        "only mon 18:00-24:00 | mon 00:00-18:00; tue,wed,thu,fri,sat,sun",
      })
  void read(String text, String written) {
    QuietTimes quiet = QuietTimes.parse(text);
    assertThat(quiet.written()).isEqualTo(written);
    assertThat(QuietTimes.parse(quiet.written())).isEqualTo(quiet);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evenings",
        "mon-fri-sun 09:00-10:00",
        "25:00-26:00",
        "20:00-08:00",
        "10:00-10:00",
        "only",
        "mo 09:00-10:00",
        "9-5",
        "12:00-14:00 mon",
        "24:00-24:00"
      })
  void refused(String text) {
    assertThatThrownBy(() -> QuietTimes.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining(text);
  }

  @Test
  void wordsAddUp() {
    QuietTimes lunch = QuietTimes.parse("12:00-14:00");
    QuietTimes sunday = QuietTimes.parse("sun");
    assertThat(lunch.and(sunday).written()).isEqualTo("mon,tue,wed,thu,fri,sat 12:00-14:00; sun");
    assertThat(lunch.and(sunday).covers(lunch)).isTrue();
    assertThat(lunch.covers(sunday)).isFalse();
    assertThat(lunch.covers(QuietTimes.NONE)).isTrue();
    assertThat(QuietTimes.parse(" ")).isEqualTo(QuietTimes.NONE);
  }
}
