package dev.assent.compliance.policy;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Set;

/**
 * The days off of one region in one year, as officially announced. Never computed: a runtime lunar
 * calendar is wrong at times (requirements 2.5).
 *
 * @param region ISO 3166-1 alpha-2, such as {@code CN}
 * @param source title of the notice
 * @param noticeNumber its document number
 * @param daysOff every day off, shifted rest days included
 * @param makeUp weekend days that are workdays instead
 * @param statutory the festival days themselves, a part of {@code daysOff}
 */
public record HolidayCalendar(
    String region,
    int year,
    String source,
    String noticeNumber,
    LocalDate publishedAt,
    Set<LocalDate> daysOff,
    Set<LocalDate> makeUp,
    Set<LocalDate> statutory) {

  public enum DayKind {
    WORKDAY,
    MAKE_UP_WORKDAY,
    WEEKEND,
    DAY_OFF,
    STATUTORY
  }

  public HolidayCalendar {
    daysOff = Set.copyOf(daysOff);
    makeUp = Set.copyOf(makeUp);
    statutory = Set.copyOf(statutory);
  }

  /** Such as {@code CN-2026}. */
  public String id() {
    return region + "-" + year;
  }

  public DayKind kind(LocalDate day) {
    if (day.getYear() != year) {
      throw new IllegalArgumentException(id() + " says nothing of " + day);
    }
    if (statutory.contains(day)) {
      return DayKind.STATUTORY;
    }
    if (daysOff.contains(day)) {
      return DayKind.DAY_OFF;
    }
    if (makeUp.contains(day)) {
      return DayKind.MAKE_UP_WORKDAY;
    }
    return weekend(day) ? DayKind.WEEKEND : DayKind.WORKDAY;
  }

  static boolean weekend(LocalDate day) {
    return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
  }

  public String hash() {
    return CanonicalHash.of(this);
  }
}
