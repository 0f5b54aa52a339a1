package dev.assent.dialer.simulate;

import dev.assent.compliance.Found;
import dev.assent.compliance.policy.Calendars;
import dev.assent.compliance.policy.Cap;
import dev.assent.compliance.policy.HolidayCalendar;
import dev.assent.compliance.policy.HolidayCalendar.DayKind;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.TimeKeys.HolidayMode;
import dev.assent.compliance.policy.Window;
import dev.assent.dialer.simulate.recount.Bounds;
import dev.assent.dialer.simulate.recount.Bounds.Hours;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The figures of packs and calendars as the recount wants them: it knows neither. */
public final class PolicyBounds {
  private PolicyBounds() {}

  /**
   * @param zone where all people are
   * @param calleeCaps attempts the carrier takes to one callee, by minutes
   * @param from first day
   * @param until last day
   */
  public static Bounds of(
      Policy policy,
      Calendars calendars,
      ZoneId zone,
      Map<Integer, Integer> calleeCaps,
      LocalDate from,
      LocalDate until) {
    Set<LocalDate> closed = new HashSet<>();
    from.datesUntil(until.plusDays(1))
        .filter(day -> isClosed(policy, calendars, day))
        .forEach(closed::add);
    Map<DayOfWeek, List<Hours>> open = new EnumMap<>(DayOfWeek.class);
    policy
        .windows()
        .forEach(
            (day, windows) -> open.put(day, windows.stream().map(PolicyBounds::hours).toList()));
    return new Bounds(
        zone,
        open,
        closed,
        policy.caps().stream()
            .filter(cap -> cap.scope() == Cap.Scope.PERSON)
            .map(PolicyBounds::cap)
            .toList(),
        policy.retry().max(),
        policy.retry().gap(),
        calleeCaps.entrySet().stream()
            .<Bounds.Cap>map(
                cap -> new Bounds.Cap.Rolling(Duration.ofMinutes(cap.getKey()), cap.getValue()))
            .toList());
  }

  private static Hours hours(Window window) {
    return new Hours(window.start(), window.end());
  }

  private static Bounds.Cap cap(Cap cap) {
    int limit = cap.limit();
    return switch (cap.period()) {
      case DAY -> new Bounds.Cap.Day(limit);
      case HOURS_24 -> new Bounds.Cap.Rolling(Duration.ofHours(24), limit);
      case WEEK -> new Bounds.Cap.Week(limit);
      case DAYS_7 -> new Bounds.Cap.Rolling(Duration.ofDays(7), limit);
      case MONTH -> new Bounds.Cap.Month(limit);
      case DAYS_30 -> new Bounds.Cap.Rolling(Duration.ofDays(30), limit);
    };
  }

  private static boolean isClosed(Policy policy, Calendars calendars, LocalDate day) {
    return policy.holidayCalendars().stream()
        .anyMatch(
            region ->
                !(calendars.of(region, day.getYear())
                        instanceof Found.Present<HolidayCalendar>(var calendar))
                    || isClosed(policy, calendar.kind(day)));
  }

  private static boolean isClosed(Policy policy, DayKind kind) {
    return switch (kind) {
      case WORKDAY, MAKE_UP_WORKDAY -> false;
      case WEEKEND -> !policy.weekendAllowed();
      case DAY_OFF -> policy.holidayMode() == HolidayMode.DAYOFF;
      case STATUTORY -> policy.holidayMode() != HolidayMode.NONE;
    };
  }
}
