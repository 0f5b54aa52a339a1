package dev.assent.compliance;

import dev.assent.compliance.policy.Window;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The hours a campaign keeps. It only narrows: what the law forbids at an open hour stays
 * forbidden.
 *
 * @param zone its hours and days are of
 * @param byItself whether the engine begins it without a person's {@code campaign run}, once it is
 *     approved
 * @param slots when it is open; those of one day may touch and overlap
 * @param except whole days on which it is closed
 */
public record CampaignSchedule(
    ZoneId zone, boolean byItself, List<Slot> slots, Set<LocalDate> except) {
  /** Further ahead nobody plans. */
  private static final int DAYS_AHEAD = 800;

  /**
   * @param hours of each of the days
   */
  public record Slot(Set<DayOfWeek> days, Window hours) {
    public Slot {
      days = Set.copyOf(days);
    }
  }

  public CampaignSchedule {
    slots = List.copyOf(slots);
    except = Set.copyOf(except);
  }

  public boolean open(Instant at) {
    ZonedDateTime local = at.atZone(zone);
    return !except.contains(local.toLocalDate())
        && slots.stream()
            .filter(slot -> slot.days().contains(local.getDayOfWeek()))
            .anyMatch(slot -> slot.hours().contains(local.toLocalTime()));
  }

  /** The first instant not before {@code from} at which it is open; empty when none is near. */
  public Optional<Instant> nextOpening(Instant from) {
    if (open(from)) {
      return Optional.of(from);
    }
    LocalDate first = from.atZone(zone).toLocalDate();
    for (int day = 0; day < DAYS_AHEAD; day++) {
      LocalDate date = first.plusDays(day);
      Optional<Instant> opening =
          slots.stream()
              .filter(slot -> slot.days().contains(date.getDayOfWeek()))
              .map(slot -> LocalDateTime.of(date, slot.hours().start()).atZone(zone).toInstant())
              .filter(at -> !at.isBefore(from) && open(at))
              .min(Comparator.naturalOrder());
      if (opening.isPresent()) {
        return opening;
      }
    }
    return Optional.empty();
  }
}
