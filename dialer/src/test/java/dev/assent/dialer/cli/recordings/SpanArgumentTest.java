package dev.assent.dialer.cli.recordings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.export.Span;
import dev.assent.dialer.UserError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stretches of sound as people type them. */
@Timeout(10)
class SpanArgumentTest {
  @Test
  void minutesAndHoursAndParts() {
    assertThat(SpanArgument.parse("00:12-00:19")).isEqualTo(new Span(12_000, 19_000));
    assertThat(SpanArgument.parse("1:02:03.5-1:02:04.25"))
        .isEqualTo(new Span(3_723_500, 3_724_250));
    assertThat(SpanArgument.parse("75:00-75:00.001")).isEqualTo(new Span(4_500_000, 4_500_001));
    assertThat(SpanArgument.text(3_723_500)).isEqualTo("01:02:03.500");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12-19", "00:19-00:12", "00:12-00:12", "0:60-1:00", "a:bb-c:dd", "-"})
  void whatIsNoneIsSaid(String text) {
    assertThatThrownBy(() -> SpanArgument.parse(text)).isInstanceOf(UserError.class);
  }
}
