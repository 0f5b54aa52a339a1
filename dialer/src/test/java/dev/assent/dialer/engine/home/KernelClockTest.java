package dev.assent.dialer.engine.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.ClockState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** R02: what the kernel says of its clock, and what that is worth. */
@Timeout(60)
class KernelClockTest {

  @ParameterizedTest
  @CsvSource({
    // state, status, offset, max error in microseconds, trusted
    "0, 0x2001, 350000, 20000, true",
    "0, 0x2001, 1000000000, 20000, true",
    "0, 0x2001, 1000000001, 20000, false",
    "0, 0x2001, -1000000001, 20000, false",
    "0, 0x0001, 1000000, 20000, true",
    "0, 0x0001, 1000001, 20000, false",
    "0, 0x2001, 0, 1000000, true",
    "0, 0x2001, 0, 1000001, false",
    "0, 0x2041, 0, 20000, false",
    "5, 0x2001, 0, 20000, false",
    "1, 0x2001, 0, 20000, true",
    "-1, 0x2001, 0, 20000, false",
  })
  void judges(int state, String status, long offset, long maxError, boolean trusted) {
    ClockState found = KernelClock.judge(state, Integer.decode(status), offset, maxError);

    assertThat(found.trusted()).isEqualTo(trusted);
    assertThat(found.why().isEmpty()).isEqualTo(trusted);
    assertThat(found.tzdata()).matches("20[0-9]{2}[a-z]+");
  }

  @Test
  void asksTheKernelOfThisMachine() {
    ClockState found = KernelClock.state();

    assertThat(found.why()).doesNotContain("cannot be called").doesNotContain("refused");
    assertThat(found.offset().abs().toSeconds()).isLessThan(3600);
  }
}
