package dev.assent.dialer.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.campaign.DialingSchedule.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class DialingScheduleTest {
  private static final Instant TEN = Instant.parse("2026-03-18T10:00:00Z");
  private static final Instant FAR = Instant.parse("2026-06-01T00:00:00Z");

  /** Open from that hour to 20:00, but not on the 19th. */
  private record From(int hour) implements DialingSchedule.Hours {
    @Override
    public boolean open(Instant at) {
      LocalTime time = at.atOffset(ZoneOffset.UTC).toLocalTime();
      return !date(at).equals(LocalDate.of(2026, 3, 19))
          && time.getHour() >= hour
          && time.getHour() < 20;
    }

    @Override
    public Optional<Instant> nextOpening(Instant from) {
      Instant at = from;
      while (!open(at)) {
        at = at.plus(Duration.ofMinutes(1));
      }
      return Optional.of(at);
    }
  }

  private static LocalDate date(Instant at) {
    return at.atOffset(ZoneOffset.UTC).toLocalDate();
  }

  private static void add(DialingSchedule.Place place, int people, Instant from) {
    for (int i = 0; i < people; i++) {
      place.add(from);
    }
  }

  private static Result run(DialingSchedule schedule, double perSecond, Instant end) {
    return schedule.run(TEN, perSecond, end, at -> date(at).getDayOfMonth() <= 18);
  }

  @Test
  void aListThatFitsTheDayTakesItsNumberOverTheRate() {
    DialingSchedule schedule = new DialingSchedule();
    add(schedule.place(new From(9)), 3_600, TEN);
    Result result = run(schedule, 2, FAR);
    assertThat(result.finish()).contains(TEN.plus(Duration.ofMinutes(30)));
    assertThat(result.closed()).isZero();
    assertThat(result.inFirstPeriod()).isEqualTo(3_600);
  }

  @Test
  void whatIsLeftAtClosingWaitsOverTheHoliday() {
    DialingSchedule schedule = new DialingSchedule();
    add(schedule.place(new From(9)), 3_600 * 12, TEN);
    Result result = run(schedule, 1, FAR);
    assertThat(result.finish()).contains(Instant.parse("2026-03-20T11:00:00Z"));
    assertThat(result.closed()).isEqualTo(Duration.ofHours(37));
    assertThat(result.dialing()).isEqualTo(Duration.ofHours(12));
    assertThat(result.inFirstPeriod()).isEqualTo(36_000);
  }

  @Test
  void capsHoldBackWhoIsLeftWhileTheWindowIsOpen() {
    DialingSchedule schedule = new DialingSchedule();
    add(schedule.place(new From(9)), 60, TEN.plus(Duration.ofHours(2)));
    Result result = run(schedule, 1, FAR);
    assertThat(result.waiting()).isEqualTo(Duration.ofHours(2));
    assertThat(result.finish()).contains(TEN.plus(Duration.ofMinutes(121)));
  }

  @Test
  void placesThatOpenLaterShareTheRate() {
    DialingSchedule schedule = new DialingSchedule();
    add(schedule.place(new From(9)), 3_600, TEN);
    add(schedule.place(new From(11)), 3_600, TEN);
    assertThat(run(schedule, 1, FAR).finish()).contains(TEN.plus(Duration.ofHours(2)));
  }

  @Test
  void whoDoesNotFitThePeriodIsLeftOver() {
    DialingSchedule schedule = new DialingSchedule();
    add(schedule.place(new From(9)), 7_200, TEN);
    Result result = run(schedule, 1, TEN.plus(Duration.ofHours(1)));
    assertThat(result.finish()).isEmpty();
    assertThat(result.left()).isEqualTo(3_600);
  }

  @Test
  void nobodyTakesNoTime() {
    assertThat(run(new DialingSchedule(), 1, FAR).finish()).contains(TEN);
  }
}
