package dev.assent.compliance.privacy;

import dev.assent.compliance.policy.Calendars;
import dev.assent.compliance.policy.DataKeys;
import dev.assent.compliance.policy.PolicyBook;
import dev.assent.compliance.policy.PolicyKey;
import dev.assent.compliance.policy.PolicyPack;
import dev.assent.compliance.policy.WorkingDays;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * Counts the days of requests (R57) by the packs of a home: of several packs the earliest day,
 * whatever region each counts in.
 */
public final class RightsClock {
  private final List<PolicyPack> packs;
  private final Calendars calendars;

  /**
   * @param region of the person, ISO 3166-1 alpha-2; where no pack is of it, all packs count
   * @throws IllegalArgumentException when no pack states the days: nothing could be promised
   */
  public RightsClock(PolicyBook book, String region) {
    List<PolicyPack> all =
        book.packs().stream()
            .filter(pack -> pack.figures().find(DataKeys.RIGHTS_DELETE).isPresent())
            .toList();
    List<PolicyPack> there = all.stream().filter(pack -> pack.region().equals(region)).toList();
    this.packs = there.isEmpty() ? all : there;
    this.calendars = book.calendars();
    if (packs.isEmpty()) {
      throw new IllegalArgumentException(
          "no policy pack says in how many days people are answered");
    }
  }

  public Deadline deadline(RightKind kind, Instant received) {
    PolicyPack first = packs.getFirst();
    LocalDate due = LocalDate.MAX;
    for (PolicyPack pack : packs) {
      LocalDate day = due(pack, kind.days(), received);
      if (day.isBefore(due)) {
        due = day;
        first = pack;
      }
    }
    LocalDate outer = due(first, kind.outerDays(), received);
    return new Deadline(due, outer.isBefore(due) ? due : outer, first.zone(), calendars.version());
  }

  private LocalDate due(PolicyPack pack, PolicyKey<Integer> days, Instant received) {
    int count = pack.figures().get(days);
    LocalDate day = LocalDate.ofInstant(received, pack.zone());
    return regions(pack).stream()
        .map(region -> new WorkingDays(calendars, region).due(day, count))
        .min(LocalDate::compareTo)
        .orElseThrow();
  }

  private static Set<String> regions(PolicyPack pack) {
    return pack.figures().find(DataKeys.RIGHTS_CALENDAR).orElse(Set.of(pack.region()));
  }
}
