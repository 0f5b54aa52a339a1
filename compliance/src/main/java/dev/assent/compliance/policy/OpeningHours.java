package dev.assent.compliance.policy;

import dev.assent.compliance.Found;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.policy.TimeKeys.HolidayMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * When a called party may be called: the windows of the policy on the days that are not closed, in
 * every zone they may be in at once. Compares instants, never wall clocks, and never takes tomorrow
 * for 24 hours later (requirements 2.5).
 *
 * @param zones at least one
 * @param quiet when the person asked not to be called
 */
public record OpeningHours(
    Policy policy, Calendars calendars, Set<ZoneId> zones, QuietTimes quiet) {

  /** Further ahead nothing is planned; longer than any row of closed days. */
  private static final int DAYS_AHEAD = 62;

  public enum DayState {
    OPEN,
    CLOSED,
    /** No official calendar has been loaded for its year. */
    UNKNOWN
  }

  public OpeningHours {
    zones = Set.copyOf(zones);
  }

  /** By the policy alone. */
  public OpeningHours(Policy policy, Calendars calendars, Set<ZoneId> zones) {
    this(policy, calendars, zones, QuietTimes.NONE);
  }

  /** The day by the calendars and the rule for weekends, whatever the time. */
  public DayState day(LocalDate day) {
    if (policy.holidayMode() == HolidayMode.NONE) {
      return weekendClosed(day, false) ? DayState.CLOSED : DayState.OPEN;
    }
    DayState state = DayState.OPEN;
    for (String region : policy.holidayCalendars()) {
      switch (calendars.of(region, day.getYear())) {
        case Present<HolidayCalendar>(var calendar) -> {
          if (closed(calendar, day)) {
            state = DayState.CLOSED;
          }
        }
        case Found.Absent<HolidayCalendar> _, Found.Unreadable<HolidayCalendar> _ -> {
          return DayState.UNKNOWN;
        }
      }
    }
    return state;
  }

  /**
   * Whether an INVITE may leave at this instant by the window alone: it is open in every zone, and
   * would still be when it has rung as long as it may.
   */
  public boolean withinWindow(Instant at) {
    return zones.stream().allMatch(zone -> withinWindow(at, zone));
  }

  /**
   * Whether a quiet break keeps this instant closed though the window is open: somewhere it is one,
   * or would be before the phone stops ringing.
   */
  public boolean withinBreak(Instant at) {
    return zones.stream()
        .anyMatch(zone -> withinWindow(at, zone) && !within(at, zone, this::unbroken));
  }

  /** As {@link #withinBreak}, of the times the person asked for. */
  public boolean withinQuiet(Instant at) {
    return zones.stream()
        .anyMatch(zone -> withinWindow(at, zone) && !within(at, zone, this::welcome));
  }

  /**
   * The first instant not before {@code from} at which window and days are open in every zone,
   * breaks and what the person asked for kept. At the edge of a year without a calendar that year's
   * first opening is named: to be judged again then.
   *
   * @return empty when there is none within {@link #DAYS_AHEAD} days
   */
  public Optional<Instant> nextOpening(Instant from) {
    Instant limit = from.plusSeconds(DAYS_AHEAD * 86_400L);
    Instant candidate = from;
    while (candidate.isBefore(limit)) {
      Instant latest = candidate;
      for (ZoneId zone : zones) {
        Optional<Instant> opening = nextOpening(candidate, zone);
        if (opening.isEmpty()) {
          return Optional.empty();
        }
        latest = opening.get().isAfter(latest) ? opening.get() : latest;
      }
      if (latest.equals(candidate)) {
        return Optional.of(candidate);
      }
      candidate = latest;
    }
    return Optional.empty();
  }

  private Optional<Instant> nextOpening(Instant from, ZoneId zone) {
    LocalDate today = from.atZone(zone).toLocalDate();
    for (LocalDate day = today; !day.isAfter(today.plusDays(DAYS_AHEAD)); day = day.plusDays(1)) {
      if (day(day) == DayState.CLOSED) {
        continue;
      }
      for (Window window : open(day)) {
        if (from.isBefore(lastInvite(day, window, zone))) {
          Instant opens = opens(day, window, zone);
          return Optional.of(opens.isAfter(from) ? opens : from);
        }
      }
    }
    return Optional.empty();
  }

  private boolean withinWindow(Instant at, ZoneId zone) {
    return within(at, zone, this::windows);
  }

  private boolean within(Instant at, ZoneId zone, Function<LocalDate, List<Window>> windowsOfDay) {
    LocalDate day = at.atZone(zone).toLocalDate();
    return windowsOfDay.apply(day).stream()
        .anyMatch(
            window ->
                !at.isBefore(opens(day, window, zone))
                    && at.isBefore(lastInvite(day, window, zone)));
  }

  private List<Window> windows(LocalDate day) {
    return policy.windows().getOrDefault(day.getDayOfWeek(), List.of());
  }

  /** The windows of the day less its quiet breaks. */
  private List<Window> unbroken(LocalDate day) {
    return Windows.without(
        windows(day),
        policy.get(TimeKeys.QUIET_BREAKS).getOrDefault(day.getDayOfWeek(), List.of()));
  }

  /** The windows of the day less what the person asked for. */
  private List<Window> welcome(LocalDate day) {
    return Windows.without(windows(day), quiet.of(day.getDayOfWeek()));
  }

  /** The windows of the day less either. */
  private List<Window> open(LocalDate day) {
    return Windows.without(unbroken(day), quiet.of(day.getDayOfWeek()));
  }

  private static Instant opens(LocalDate day, Window window, ZoneId zone) {
    return at(day, window.start(), zone).withLaterOffsetAtOverlap().toInstant();
  }

  /** Exclusive: the end less the longest ringing, so that nobody's phone rings after the end. */
  private Instant lastInvite(LocalDate day, Window window, ZoneId zone) {
    return at(day, window.end(), zone)
        .withEarlierOffsetAtOverlap()
        .toInstant()
        .minus(policy.ringMax());
  }

  /** In a gap of the clock the time moves forward by its length. */
  private static ZonedDateTime at(LocalDate day, LocalTime time, ZoneId zone) {
    return ZonedDateTime.of(day, time, zone);
  }

  private boolean closed(HolidayCalendar calendar, LocalDate day) {
    return switch (calendar.kind(day)) {
      case STATUTORY -> true;
      case DAY_OFF -> policy.holidayMode() == HolidayMode.DAYOFF || weekendClosed(day, false);
      case WEEKEND -> weekendClosed(day, false);
      case MAKE_UP_WORKDAY -> weekendClosed(day, true);
      case WORKDAY -> false;
    };
  }

  /** Where weekends are closed, a make-up workday is a workday. */
  private boolean weekendClosed(LocalDate day, boolean makeUp) {
    return !policy.weekendAllowed() && HolidayCalendar.weekend(day) && !makeUp;
  }
}
