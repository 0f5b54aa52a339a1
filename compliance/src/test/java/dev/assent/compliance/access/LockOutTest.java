package dev.assent.compliance.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Requirement;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
@Requirement("A-22")
class LockOutTest {
  private static final Instant LAST = Instant.parse("2026-09-15T02:00:00Z");

  @ParameterizedTest
  @CsvSource({"5,1", "6,2", "7,4", "8,8", "9,16", "10,32", "11,60", "12,60", "1000000,60"})
  void eachFurtherMistakeDoublesTheWaitToAnHour(int mistakes, int minutes) {
    assertThat(LockOut.OF_USER.until(mistakes, LAST)).isEqualTo(LAST.plusSeconds(60L * minutes));
    assertThat(LockOut.OF_ADDRESS.until(mistakes + 15, LAST))
        .isEqualTo(LAST.plusSeconds(60L * minutes));
  }

  @Test
  void theFirstOnesCostNothing() {
    for (int mistakes = 0; mistakes < 5; mistakes++) {
      assertThat(LockOut.OF_USER.until(mistakes, LAST)).isEqualTo(Instant.MIN);
    }
    assertThat(LockOut.OF_ADDRESS.until(19, LAST)).isEqualTo(Instant.MIN);
    assertThat(LockOut.OF_ADDRESS.until(20, LAST)).isAfter(LAST);
  }

  @Test
  void theyAreForgottenAfterADayOfAPersonAndAnHourOfAnAddress() {
    assertThat(LockOut.OF_USER.forgotten(LAST, LAST.plus(Duration.ofDays(1)))).isFalse();
    assertThat(LockOut.OF_USER.forgotten(LAST, LAST.plus(Duration.ofDays(1)).plusNanos(1)))
        .isTrue();
    assertThat(LockOut.OF_ADDRESS.forgotten(LAST, LAST.plus(Duration.ofHours(1)))).isFalse();
    assertThat(LockOut.OF_ADDRESS.forgotten(LAST, LAST.plus(Duration.ofMinutes(61)))).isTrue();
  }

  /** A clock that was set back neither opens the door nor forgets. */
  @Test
  void aClockThatGoesBackForgetsNothing() {
    assertThat(LockOut.OF_USER.forgotten(LAST, LAST.minus(Duration.ofDays(30)))).isFalse();
    assertThat(LockOut.OF_USER.until(5, LAST)).isAfter(LAST.minus(Duration.ofDays(30)));
  }
}
