package dev.assent.compliance.privacy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * By when a request is to be answered.
 *
 * @param due the last day by the house's own clock
 * @param outer the last day by the law; not before {@code due}
 * @param zone whose days these are
 * @param calendars the calendars counted with, see {@link
 *     dev.assent.compliance.policy.Calendars#version}
 */
public record Deadline(LocalDate due, LocalDate outer, ZoneId zone, String calendars) {

  /** How pressing an open request is (R57). */
  public enum Alarm {
    NONE,
    HALF,
    URGENT,
    OVERDUE
  }

  private static final double HALF = 0.5;
  private static final double URGENT = 0.8;

  /**
   * @param received from when it is counted
   */
  public Alarm alarm(Instant received, Instant now) {
    Instant end = end();
    if (!now.isBefore(end)) {
      return Alarm.OVERDUE;
    }
    double all = end.toEpochMilli() - received.toEpochMilli();
    double gone = now.toEpochMilli() - received.toEpochMilli();
    if (all <= 0 || gone >= URGENT * all) {
      return Alarm.URGENT;
    }
    return gone >= HALF * all ? Alarm.HALF : Alarm.NONE;
  }

  /** The first moment after the last day. */
  public Instant end() {
    return due.plusDays(1).atStartOfDay(zone).toInstant();
  }
}
