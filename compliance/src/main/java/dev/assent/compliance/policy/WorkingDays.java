package dev.assent.compliance.policy;

import dev.assent.compliance.Found.Present;
import dev.assent.compliance.policy.HolidayCalendar.DayKind;
import java.time.LocalDate;

/**
 * Deadlines in working days (requirements 2.5): the day of receipt is not counted; computed with
 * and without make-up workdays, the earlier counts. In a year without a calendar every weekday is
 * taken for a working day, which can only make a deadline earlier.
 */
public final class WorkingDays {

  private final Calendars calendars;
  private final String region;

  /**
   * @param region ISO 3166-1 alpha-2
   */
  public WorkingDays(Calendars calendars, String region) {
    this.calendars = calendars;
    this.region = region;
  }

  /**
   * The last day to do it.
   *
   * @param days 1 or more
   */
  public LocalDate due(LocalDate received, int days) {
    LocalDate with = due(received, days, true);
    LocalDate without = due(received, days, false);
    return with.isBefore(without) ? with : without;
  }

  private LocalDate due(LocalDate received, int days, boolean makeUpCounts) {
    LocalDate day = received;
    for (int left = days; left > 0; ) {
      day = day.plusDays(1);
      if (works(day, makeUpCounts)) {
        left--;
      }
    }
    return day;
  }

  private boolean works(LocalDate day, boolean makeUpCounts) {
    if (!(calendars.of(region, day.getYear()) instanceof Present<HolidayCalendar>(var calendar))) {
      return !HolidayCalendar.weekend(day);
    }
    DayKind kind = calendar.kind(day);
    return kind == DayKind.WORKDAY || (makeUpCounts && kind == DayKind.MAKE_UP_WORKDAY);
  }
}
