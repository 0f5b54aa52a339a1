package dev.assent.compliance.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Requirement;
import dev.assent.compliance.World;
import dev.assent.compliance.policy.Calendars;
import dev.assent.compliance.policy.PolicyBook;
import dev.assent.compliance.privacy.Deadline.Alarm;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The days of requests, by the test vectors of requirements 2.5. */
@Timeout(60)
@Requirement({"R57", "B-19", "A-33", "X-07", "X-08"})
class RightsClockTest {
  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

  @ParameterizedTest
  @CsvSource({
    "DELETE, 2026-09-14, 2026-09-22, 2026-10-10",
    "DELETE, 2026-02-13, 2026-03-02, 2026-03-12",
    "ACCESS, 2026-04-30, 2026-05-08, 2026-05-08",
    "CORRECT, 2026-04-30, 2026-05-08, 2026-05-08",
    // Nothing is published for 2027: New Year's Day is taken for a working day, the earlier date.
    "DELETE, 2026-12-28, 2027-01-06, 2027-01-18",
  })
  void theEarlierOfBothCountsHolds(
      RightKind kind, LocalDate received, LocalDate due, LocalDate outer) {
    // Late in the evening: it is the day in China that counts, not the one in Greenwich.
    Instant at = received.atTime(23, 30).atZone(CHINA).toInstant();
    Deadline deadline = new RightsClock(World.BOOK, "CN").deadline(kind, at);
    assertThat(deadline.due()).isEqualTo(due);
    assertThat(deadline.outer()).isEqualTo(outer);
    assertThat(deadline.zone()).isEqualTo(CHINA);
    assertThat(deadline.calendars()).contains("CN-2026@");
  }

  @Test
  void itIsToldAtHalfAtFourFifthsAndWhenOver() {
    Instant received = Instant.parse("2026-09-13T16:00:00Z"); // midnight in China
    Deadline ten = new Deadline(LocalDate.of(2026, 9, 23), LocalDate.of(2026, 10, 10), CHINA, "");
    assertThat(ten.alarm(received, received)).isEqualTo(Alarm.NONE);
    assertThat(ten.alarm(received, Instant.parse("2026-09-18T15:59:59Z"))).isEqualTo(Alarm.NONE);
    assertThat(ten.alarm(received, Instant.parse("2026-09-18T16:00:00Z"))).isEqualTo(Alarm.HALF);
    assertThat(ten.alarm(received, Instant.parse("2026-09-21T16:00:00Z"))).isEqualTo(Alarm.URGENT);
    assertThat(ten.alarm(received, Instant.parse("2026-09-23T15:59:59Z"))).isEqualTo(Alarm.URGENT);
    assertThat(ten.alarm(received, Instant.parse("2026-09-23T16:00:00Z"))).isEqualTo(Alarm.OVERDUE);
  }

  @Test
  void withoutAPackNothingIsPromised() {
    assertThatThrownBy(
            () -> new RightsClock(new PolicyBook(List.of(), new Calendars(List.of())), "CN"))
        .hasMessageContaining("no policy pack");
  }
}
