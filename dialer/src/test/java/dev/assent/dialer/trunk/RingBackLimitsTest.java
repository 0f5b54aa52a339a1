package dev.assent.dialer.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who rings back in a loop takes no line from others. */
@Timeout(20)
class RingBackLimitsTest {
  private Instant now = Instant.parse("2026-09-15T02:00:00Z");
  private final RingBackLimits limits = new RingBackLimits(() -> now, 2);

  @Test
  void oneNumberOneCall() {
    assertThat(limits.enter("a")).isTrue();
    assertThat(limits.enter("a")).isFalse();
    limits.leave("a");
    assertThat(limits.enter("a")).isTrue();
  }

  @Test
  void allNumbersTogetherAreBounded() {
    assertThat(limits.enter("a")).isTrue();
    assertThat(limits.enter("b")).isTrue();
    assertThat(limits.enter("c")).isFalse();
    limits.leave("a");
    limits.leave("a");
    assertThat(limits.enter("c")).isTrue();
    assertThat(limits.enter("d")).isFalse();
  }

  @Test
  void fiveAnHour() {
    for (int i = 0; i < 5; i++) {
      assertThat(limits.enter("")).isTrue();
      limits.leave("");
    }
    assertThat(limits.enter("")).isFalse();
    now = now.plus(Duration.ofHours(1)).plusMillis(1);
    assertThat(limits.enter("")).isTrue();
  }
}
