package dev.assent.compliance;

import dev.assent.compliance.policy.Calendars;
import dev.assent.compliance.policy.OpeningHours;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.TimeKeys;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A part of a campaign's own hours in which the law lets nobody be called, wherever in the packs'
 * region they are: on no date of that day of the week within the campaign.
 *
 * @param slot which of the schedule's hours, from 0
 * @param field what of it to correct: {@code days}, {@code start} or {@code end}
 * @param until exclusive; midnight is 00:00
 */
public record ClosedHours(
    int slot, Field field, Set<DayOfWeek> days, LocalTime from, LocalTime until) {

  /** A key of a schedule's hours. */
  public enum Field {
    DAYS,
    START,
    END
  }

  /** Long enough for a row of holidays not to close a weekday for good. */
  private static final int DAYS_LOOKED_AT = 56;

  private static final int MINUTES_A_DAY = 24 * 60;

  /** A minute may be closed at the end of a window because a telephone rings so long. */
  private static final int LEAST_MINUTES = 2;

  public ClosedHours {
    days = Set.copyOf(days);
  }

  private record Part(Field field, LocalTime from, LocalTime until) {}

  /** All of them in the order of the file; days that are alike are one. */
  public static List<ClosedHours> of(Campaign campaign, Policy policy, Calendars calendars) {
    CampaignSchedule schedule = campaign.dialling().schedule();
    if (schedule == null) {
      return List.of();
    }
    List<OpeningHours> anywhere =
        policy.get(TimeKeys.REGION_ZONES).stream()
            .map(zone -> new OpeningHours(policy, calendars, Set.of(zone)))
            .toList();
    List<ClosedHours> all = new ArrayList<>();
    for (int i = 0; i < schedule.slots().size(); i++) {
      CampaignSchedule.Slot slot = schedule.slots().get(i);
      Map<Part, Set<DayOfWeek>> parts = new LinkedHashMap<>();
      for (DayOfWeek day : EnumSet.copyOf(slot.days())) {
        for (Part part : closed(slot, dates(campaign, schedule, day), schedule.zone(), anywhere)) {
          parts.computeIfAbsent(part, _ -> EnumSet.noneOf(DayOfWeek.class)).add(day);
        }
      }
      int at = i;
      parts.forEach(
          (part, days) ->
              all.add(new ClosedHours(at, part.field(), days, part.from(), part.until())));
    }
    return List.copyOf(all);
  }

  private static List<LocalDate> dates(
      Campaign campaign, CampaignSchedule schedule, DayOfWeek day) {
    LocalDate first = campaign.from().atZone(schedule.zone()).toLocalDate();
    return Stream.iterate(first, date -> date.plusDays(1))
        .limit(DAYS_LOOKED_AT)
        .filter(date -> date.getDayOfWeek() == day && !schedule.except().contains(date))
        .filter(date -> date.atStartOfDay(schedule.zone()).toInstant().isBefore(campaign.to()))
        .toList();
  }

  private static List<Part> closed(
      CampaignSchedule.Slot slot, List<LocalDate> dates, ZoneId zone, List<OpeningHours> anywhere) {
    List<Part> parts = new ArrayList<>();
    int start = slot.hours().start().toSecondOfDay() / 60;
    int end = Math.ceilDiv(slot.hours().end().toSecondOfDay(), 60);
    int from = -1;
    for (int minute = start; minute <= end; minute++) {
      boolean never = minute < end && !dates.isEmpty() && never(minute, dates, zone, anywhere);
      if (never && from < 0) {
        from = minute;
      } else if (!never && from >= 0) {
        if (minute - from >= LEAST_MINUTES) {
          parts.add(new Part(field(from == start, minute == end), time(from), time(minute)));
        }
        from = -1;
      }
    }
    return parts;
  }

  private static Field field(boolean fromTheStart, boolean toTheEnd) {
    if (fromTheStart && toTheEnd) {
      return Field.DAYS;
    }
    return fromTheStart ? Field.START : Field.END;
  }

  private static LocalTime time(int minute) {
    return LocalTime.MIN.plus(Duration.ofMinutes(minute % MINUTES_A_DAY));
  }

  private static boolean never(
      int minute, List<LocalDate> dates, ZoneId zone, List<OpeningHours> anywhere) {
    return dates.stream()
        .map(date -> LocalDateTime.of(date, time(minute)).atZone(zone).toInstant())
        .noneMatch(at -> anywhere.stream().anyMatch(hours -> open(hours, at)));
  }

  private static boolean open(OpeningHours hours, Instant at) {
    return hours.zones().stream()
            .allMatch(
                zone -> hours.day(at.atZone(zone).toLocalDate()) == OpeningHours.DayState.OPEN)
        && hours.withinWindow(at)
        && !hours.withinBreak(at);
  }
}
