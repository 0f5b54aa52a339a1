package dev.assent.compliance.policy;

import dev.assent.compliance.Found;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The calendars in force. A year without one is a year in which nobody is called. Immutable. */
public final class Calendars {

  private static final int WARNED_DAYS_BEFORE = 60;

  private final Map<String, HolidayCalendar> byId = new TreeMap<>();
  private final String version;

  public Calendars(Collection<HolidayCalendar> calendars) {
    for (HolidayCalendar calendar : calendars) {
      if (byId.put(calendar.id(), calendar) != null) {
        throw new IllegalArgumentException("two calendars " + calendar.id());
      }
    }
    version =
        byId.values().stream()
            .map(calendar -> calendar.id() + "@" + calendar.hash().substring(0, 12))
            .collect(Collectors.joining(" "));
  }

  /**
   * @param region ISO 3166-1 alpha-2
   */
  public Found<HolidayCalendar> of(String region, int year) {
    HolidayCalendar calendar = byId.get(region + "-" + year);
    return calendar == null ? Found.absent() : Found.present(calendar);
  }

  /**
   * Whether the next year begins within 60 days and has no calendar yet: its notice appears in
   * November. For {@code doctor}, plans and the daily look.
   */
  public boolean missingSoon(String region, LocalDate today) {
    LocalDate newYear = LocalDate.of(today.getYear() + 1, 1, 1);
    return !today.isBefore(newYear.minusDays(WARNED_DAYS_BEFORE))
        && !byId.containsKey(region + "-" + newYear.getYear());
  }

  public Collection<HolidayCalendar> all() {
    return byId.values();
  }

  /** What decisions record: id and the head of the hash of each, such as {@code CN-2026@1f0c…}. */
  public String version() {
    return version;
  }
}
