package dev.assent.dialer.simulate.recount;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What no call may be beyond, in plain figures.
 *
 * @param zone where the people are
 * @param open by day of the week: no call leaves outside of them, no telephone rings at their end
 * @param closed days without calls
 * @param caps calls that ring one person
 * @param attempts of one campaign to one person, at most
 * @param gap between two of them, at least
 * @param carrier attempts to one person that the carrier takes
 */
public record Bounds(
    ZoneId zone,
    Map<DayOfWeek, List<Hours>> open,
    Set<LocalDate> closed,
    List<Cap> caps,
    int attempts,
    Duration gap,
    List<Cap> carrier) {

  /** From the first to before the second, where the people are. */
  public record Hours(LocalTime opens, LocalTime closes) {
    boolean contain(LocalTime time) {
      return !time.isBefore(opens) && time.isBefore(closes);
    }
  }

  /** So many in a period. */
  public sealed interface Cap {
    int limit();

    /** Of one calendar day. */
    record Day(int limit) implements Cap {}

    /** Monday to Sunday. */
    record Week(int limit) implements Cap {}

    /** Of one calendar month. */
    record Month(int limit) implements Cap {}

    /** In any so long period. */
    record Rolling(Duration period, int limit) implements Cap {}
  }

  public Bounds {
    open = Map.copyOf(open);
    closed = Set.copyOf(closed);
    caps = List.copyOf(caps);
    carrier = List.copyOf(carrier);
  }

  LocalDate day(Instant at) {
    return at.atZone(zone).toLocalDate();
  }

  Instant startOf(LocalDate day) {
    return day.atStartOfDay(zone).toInstant();
  }

  boolean isOpen(Instant at) {
    ZonedDateTime local = at.atZone(zone);
    return open.getOrDefault(local.getDayOfWeek(), List.of()).stream()
        .anyMatch(hours -> hours.contain(local.toLocalTime()));
  }
}
