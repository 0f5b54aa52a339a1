package dev.assent.compliance.policy;

import static dev.assent.compliance.With.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Requirement;
import dev.assent.compliance.World;
import dev.assent.compliance.policy.TimeKeys.HolidayMode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clocks that change, and zones that do not agree. Requirements 2.5. */
@Timeout(60)
@Requirement("R28")
final class OpeningHoursTest {

  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final PolicyPack PACK =
      World.BOOK.packs().stream()
          .findFirst()
          .map(p -> figure(p, TimeKeys.HOLIDAY_MODE, HolidayMode.NONE))
          .get();

  @Test
  void inAGapTheOpeningMovesForward() {
    OpeningHours hours = hours("02:30", "21:00", NEW_YORK);
    assertOpensAt(hours, "2026-03-08T05:00:00Z", "2026-03-08T07:30:00Z"); // 03:30 in summer time
  }

  @Test
  void inAnOverlapTheOpeningIsTheLaterOne() {
    OpeningHours hours = hours("01:30", "21:00", NEW_YORK);
    assertOpensAt(hours, "2026-11-01T05:00:00Z", "2026-11-01T06:30:00Z"); // the second 01:30
  }

  @Test
  void inAnOverlapTheEndIsTheEarlierOne() {
    OpeningHours hours = hours("00:00", "01:30", NEW_YORK);
    Instant firstHalfPastOne = Instant.parse("2026-11-01T05:30:00Z");
    assertThat(hours.withinWindow(firstHalfPastOne.minusSeconds(46))).isTrue();
    assertThat(hours.withinWindow(firstHalfPastOne.minusSeconds(45))).isFalse();
    assertThat(hours.withinWindow(firstHalfPastOne.plusSeconds(1800))).isFalse();
  }

  @Test
  void tomorrowIsNotTwentyFourHoursLater() {
    OpeningHours hours = hours("09:00", "21:00", NEW_YORK);
    // Before the clock goes forward 09:00 is 14:00 UTC, after it 13:00.
    assertOpensAt(hours, "2026-03-07T14:00:00Z", "2026-03-07T14:00:00Z");
    assertOpensAt(hours, "2026-03-08T03:00:00Z", "2026-03-08T13:00:00Z");
    assertOpensAt(hours, "2026-10-31T23:00:00Z", "2026-10-31T23:00:00Z");
    assertOpensAt(hours, "2026-11-01T02:00:00Z", "2026-11-01T14:00:00Z");
  }

  @Test
  void anAmericanNumberOfUnknownZoneIsCalledWhenAllZonesAreOpen() {
    // Requirements 2.5: with all contiguous zones 11:00-21:00 Eastern, at 08:00-21:00 each.
    OpeningHours hours =
        hours(
            "08:00",
            "21:00",
            NEW_YORK,
            ZoneId.of("America/Chicago"),
            ZoneId.of("America/Denver"),
            ZoneId.of("America/Los_Angeles"));
    assertOpensAt(hours, "2026-03-18T05:00:00Z", "2026-03-18T15:00:00Z"); // 11:00 Eastern
    assertThat(hours.withinWindow(Instant.parse("2026-03-19T00:59:14Z"))).isTrue();
    assertThat(hours.withinWindow(Instant.parse("2026-03-19T00:59:15Z"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "America/Anchorage, 2026-01-14T05:00:00Z, 2026-01-14T17:00:00Z, 2026-01-15T02:00:00Z",
    "Pacific/Honolulu, 2026-01-14T05:00:00Z, 2026-01-14T18:00:00Z, 2026-01-15T02:00:00Z",
    "Pacific/Honolulu, 2026-07-15T05:00:00Z, 2026-07-15T18:00:00Z, 2026-07-16T01:00:00Z",
  })
  void withAlaskaFromNoonWithHawaiiFromOneOrInSummerTwo(
      String zone, String from, String opens, String ends) {
    // Requirements 2.5, in Eastern time: 12:00, 13:00 in winter, 14:00 in summer; until 21:00.
    OpeningHours hours =
        hours(
            "08:00",
            "21:00",
            NEW_YORK,
            ZoneId.of("America/Chicago"),
            ZoneId.of("America/Denver"),
            ZoneId.of("America/Los_Angeles"),
            ZoneId.of(zone));
    assertOpensAt(hours, from, opens);
    Instant end = Instant.parse(ends);
    assertThat(hours.withinWindow(end.minusSeconds(46))).isTrue();
    assertThat(hours.withinWindow(end.minusSeconds(45))).isFalse();
  }

  @Test
  void zonesWhoseWindowsNeverMeetHaveNoOpening() {
    OpeningHours hours = hours("09:00", "10:00", NEW_YORK, World.BEIJING);
    assertThat(hours.nextOpening(Instant.parse("2026-03-18T05:00:00Z"))).isEmpty();
  }

  @Test
  @Requirement("X-03")
  void whereWeekendsAreClosedAMakeUpSaturdayIsAWorkday() {
    PolicyPack noWeekend =
        figure(
            figure(PACK, TimeKeys.WEEKEND_ALLOWED, false),
            TimeKeys.HOLIDAY_MODE,
            HolidayMode.DAYOFF);
    OpeningHours hours =
        new OpeningHours(
            Policy.combine(List.of(noWeekend)), World.BOOK.calendars(), Set.of(World.BEIJING));
    assertThat(hours.nextOpening(World.beijing("2026-03-20T21:00:00")))
        .contains(World.beijing("2026-03-23T09:00:00"));
    assertThat(hours.nextOpening(World.beijing("2026-02-13T21:00:00")))
        .contains(World.beijing("2026-02-14T09:00:00"));
  }

  @Test
  void aBreakAtNoonIsTwoWindows() {
    PolicyPack pack = figure(PACK, TimeKeys.WINDOWS, everyDay("09:00", "12:00"));
    Map<DayOfWeek, List<Window>> both = new EnumMap<>(DayOfWeek.class);
    pack.figures()
        .get(TimeKeys.WINDOWS)
        .forEach(
            (day, morning) -> both.put(day, List.of(morning.getFirst(), window("14:00", "21:00"))));
    OpeningHours hours =
        new OpeningHours(
            Policy.combine(List.of(figure(pack, TimeKeys.WINDOWS, both))),
            World.BOOK.calendars(),
            Set.of(World.BEIJING));
    assertThat(hours.withinWindow(World.beijing("2026-03-18T11:59:14"))).isTrue();
    assertThat(hours.withinWindow(World.beijing("2026-03-18T12:30:00"))).isFalse();
    assertThat(hours.nextOpening(World.beijing("2026-03-18T12:30:00")))
        .contains(World.beijing("2026-03-18T14:00:00"));
  }

  private static void assertOpensAt(OpeningHours hours, String from, String opening) {
    assertThat(hours.nextOpening(Instant.parse(from)))
        .isEqualTo(Optional.of(Instant.parse(opening)));
  }

  private static OpeningHours hours(String start, String end, ZoneId... zones) {
    PolicyPack pack = figure(PACK, TimeKeys.WINDOWS, everyDay(start, end));
    Policy policy = Policy.combine(List.of(pack));
    assertThat(policy.ringMax()).isEqualTo(Duration.ofSeconds(45));
    return new OpeningHours(policy, World.BOOK.calendars(), Set.of(zones));
  }

  static <T> PolicyPack figure(PolicyPack pack, PolicyKey<T> key, T value) {
    return with(pack, "figures", pack.figures().with(key, value));
  }

  private static Map<DayOfWeek, List<Window>> everyDay(String start, String end) {
    Map<DayOfWeek, List<Window>> windows = new EnumMap<>(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      windows.put(day, List.of(window(start, end)));
    }
    return windows;
  }

  private static Window window(String start, String end) {
    return new Window(LocalTime.parse(start), LocalTime.parse(end));
  }
}
