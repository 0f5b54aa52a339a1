package dev.assent.compliance.rules;

import dev.assent.compliance.policy.Cap;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/** How long a call counts towards a cap. */
final class CapPeriod {

  private CapPeriod() {}

  /** The first instant at which a call made then counts no longer. */
  static Instant leaves(Cap.Period period, Instant call, ZoneId zone) {
    LocalDate day = call.atZone(zone).toLocalDate();
    return switch (period) {
      case DAY -> day.plusDays(1).atStartOfDay(zone).toInstant();
      case WEEK ->
          day.with(TemporalAdjusters.next(DayOfWeek.MONDAY)).atStartOfDay(zone).toInstant();
      case MONTH ->
          day.with(TemporalAdjusters.firstDayOfNextMonth()).atStartOfDay(zone).toInstant();
      case HOURS_24 -> call.plus(Duration.ofHours(24));
      case DAYS_7 -> call.plus(Duration.ofDays(7));
      case DAYS_30 -> call.plus(Duration.ofDays(30));
    };
  }
}
