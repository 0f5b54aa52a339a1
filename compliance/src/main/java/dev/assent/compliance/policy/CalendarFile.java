package dev.assent.compliance.policy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Set;

/**
 * Reads a calendar, such as {@code calendars/cn-2026.yaml}, and checks it against itself: a slip of
 * the pen in a calendar is an unlawful call. Keys: schema/calendar.schema.json.
 */
public final class CalendarFile {

  /** Since 2025, by the State Council's regulation on holidays; 11 before. */
  private static final int STATUTORY_DAYS = 13;

  private CalendarFile() {}

  /**
   * @throws YamlError naming file, line and key
   */
  public static HolidayCalendar read(Path file) throws IOException {
    return YamlDocument.read(file, CalendarFile::calendar);
  }

  /**
   * @param file how to name it in complaints
   * @throws YamlError naming file, line and key
   */
  public static HolidayCalendar read(String file, String text) {
    return YamlDocument.read(file, text, CalendarFile::calendar);
  }

  static HolidayCalendar calendar(YamlMapping yaml) {
    yaml.only(
        "version",
        "region",
        "year",
        "source",
        "noticeNumber",
        "published",
        "daysOff",
        "makeUp",
        "statutory",
        "totals");
    yaml.integer("version", 1, 1);
    String region = PolicyPackFile.region(yaml, "region");
    int year = yaml.integer("year", 2025, 2100);
    String source = yaml.text("source");
    String noticeNumber = yaml.text("noticeNumber");
    LocalDate published = yaml.date("published");
    Set<LocalDate> daysOff = days(yaml, "daysOff", year);
    Set<LocalDate> makeUp = days(yaml, "makeUp", year);
    Set<LocalDate> statutory = days(yaml, "statutory", year);
    if (!published.isBefore(LocalDate.of(year, 1, 1))) {
      throw yaml.error("published", "must be before the year it speaks of");
    }
    makeUp.stream()
        .filter(day -> !HolidayCalendar.weekend(day) || daysOff.contains(day))
        .findFirst()
        .ifPresent(
            day -> {
              throw yaml.error("makeUp", day + " must be a Saturday or Sunday that is not off");
            });
    statutory.stream()
        .filter(day -> !daysOff.contains(day))
        .findFirst()
        .ifPresent(
            day -> {
              throw yaml.error("statutory", day + " must be among the days off");
            });
    if (region.equals("CN") && statutory.size() != STATUTORY_DAYS) {
      throw yaml.error("statutory", "must be " + STATUTORY_DAYS + " days, not " + statutory.size());
    }
    yaml.mapping(
        "totals",
        totals -> {
          total(totals, "daysOff", daysOff);
          total(totals, "makeUp", makeUp);
          total(totals, "statutory", statutory);
          return totals;
        });
    return new HolidayCalendar(
        region, year, source, noticeNumber, published, daysOff, makeUp, statutory);
  }

  private static Set<LocalDate> days(YamlMapping yaml, String key, int year) {
    Set<LocalDate> days = yaml.days(key);
    days.stream()
        .filter(day -> day.getYear() != year)
        .findFirst()
        .ifPresent(
            day -> {
              throw yaml.error(key, day + " is not in " + year);
            });
    return days;
  }

  private static void total(YamlMapping totals, String key, Set<LocalDate> days) {
    int stated = totals.integer(key, 0, 366);
    if (stated != days.size()) {
      throw totals.error(key, "says " + stated + ", but " + days.size() + " days are listed");
    }
  }
}
