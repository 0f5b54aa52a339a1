package dev.assent.compliance.access;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * What one person's work looks like; beyond it their account is frozen (R54).
 *
 * @param reveals of single fields, an hour
 * @param plays of recordings, an hour
 * @param from when work begins
 * @param until when it ends
 * @param zone of both
 */
public record AccessLimits(int reveals, int plays, LocalTime from, LocalTime until, ZoneId zone) {
  /** Outside the hours of work: somebody finishing, not somebody beginning. */
  private static final int OFF_HOURS = 5;

  /** How often the pages may tell of a player that fetches what nobody could hear. */
  public static final int BULK = 3;

  public static final AccessLimits USUAL =
      new AccessLimits(20, 60, LocalTime.of(7, 0), LocalTime.of(22, 0), ZoneId.of("Asia/Shanghai"));

  /** How many of that kind an hour ending then may have. */
  public long of(Access.Kind kind, Instant now) {
    int usual = kind == Access.Kind.REVEAL ? reveals : plays;
    return isWork(now) ? usual : Math.min(usual, OFF_HOURS);
  }

  /** Why somebody who did more is frozen. */
  public String cause(Access.Kind kind, Instant now) {
    return (kind == Access.Kind.REVEAL ? "REVEALS" : "PLAYS") + (isWork(now) ? "" : "_OFF_HOURS");
  }

  private boolean isWork(Instant now) {
    LocalTime time = now.atZone(zone).toLocalTime();
    return !time.isBefore(from) && time.isBefore(until);
  }
}
