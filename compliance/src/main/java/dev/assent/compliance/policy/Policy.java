package dev.assent.compliance.policy;

import dev.assent.compliance.policy.PolicyPack.CallerTerms;
import dev.assent.compliance.policy.PolicyPack.ConsentTerms;
import dev.assent.compliance.policy.PolicyPack.HolidayMode;
import dev.assent.compliance.policy.PolicyPack.RecordingTerms;
import dev.assent.compliance.policy.PolicyPack.Retry;
import dev.assent.compliance.policy.PolicyPack.TimezoneMode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The packs of a campaign combined: of every limit the strictest (requirements 1F). Immutable.
 *
 * @param packs at least one, all of one region
 * @param hash over the packs, lower hex; the order they are named in does not matter
 */
public record Policy(
    List<PolicyPack> packs,
    String hash,
    String region,
    Set<Purpose> purposes,
    TimezoneMode timezoneMode,
    Map<DayOfWeek, List<Window>> windows,
    Set<String> holidayCalendars,
    HolidayMode holidayMode,
    boolean weekendAllowed,
    Duration ringMin,
    Duration ringMax,
    Set<Cap> caps,
    Retry retry,
    ConsentTerms consent,
    RecordingTerms recording,
    CallerTerms callerId) {

  /**
   * @throws IllegalArgumentException for no packs, packs of several regions, or ring times that
   *     contradict each other
   */
  public static Policy combine(List<PolicyPack> packs) {
    Set<String> regions = collect(packs, PolicyPack::region);
    if (regions.size() != 1) {
      throw new IllegalArgumentException("packs must be of exactly one region, not of " + regions);
    }
    Duration ringMin = packs.stream().map(PolicyPack::ringMin).max(Comparator.naturalOrder()).get();
    Duration ringMax = shortest(packs, PolicyPack::ringMax);
    if (ringMin.compareTo(ringMax) > 0) {
      throw new IllegalArgumentException("ringMinSec is above ringMaxSec when combined");
    }
    return new Policy(
        List.copyOf(packs),
        CanonicalHash.of(collect(packs, PolicyPack::hash)),
        regions.iterator().next(),
        common(packs, PolicyPack::purposes),
        strictest(packs, PolicyPack::timezoneMode),
        commonWindows(packs),
        collect(packs, PolicyPack::holidayCalendar),
        strictest(packs, PolicyPack::holidayMode),
        packs.stream().allMatch(PolicyPack::weekendAllowed),
        ringMin,
        ringMax,
        allCaps(packs),
        new Retry(
            packs.stream().map(p -> p.retry().gap()).max(Comparator.naturalOrder()).get(),
            packs.stream().mapToInt(p -> p.retry().max()).min().getAsInt()),
        new ConsentTerms(
            packs.stream().anyMatch(p -> p.consent().required()),
            common(packs, p -> p.consent().forms()),
            shortest(packs, p -> p.consent().maxAge()),
            packs.stream().anyMatch(p -> p.consent().syntheticVoice())),
        new RecordingTerms(
            packs.stream().anyMatch(p -> p.recording().mandatory()),
            packs.stream().anyMatch(p -> p.recording().endOnRefuse())),
        new CallerTerms(
            commonSeries(packs),
            packs.stream().mapToInt(p -> p.callerId().filingWorkingDays()).min().getAsInt()));
  }

  /** Whether every pack is in force, each by the date in its own zone. */
  public boolean inForce(Instant at) {
    return packs.stream()
        .allMatch(
            pack -> {
              LocalDate day = at.atZone(pack.zone()).toLocalDate();
              return !day.isBefore(pack.effectiveFrom())
                  && (pack.effectiveTo() == null || day.isBefore(pack.effectiveTo()));
            });
  }

  /** The date by which its papers are judged: of the packs' own zones the furthest ahead. */
  public LocalDate day(Instant at) {
    return packs.stream()
        .map(pack -> at.atZone(pack.zone()).toLocalDate())
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  private static Map<DayOfWeek, List<Window>> commonWindows(List<PolicyPack> packs) {
    Map<DayOfWeek, List<Window>> common = new EnumMap<>(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      List<Window> left = packs.getFirst().windows().getOrDefault(day, List.of());
      for (PolicyPack pack : packs.subList(1, packs.size())) {
        left = overlaps(left, pack.windows().getOrDefault(day, List.of()));
      }
      common.put(day, left);
    }
    return common;
  }

  private static List<Window> overlaps(List<Window> some, List<Window> others) {
    List<Window> both = new ArrayList<>();
    for (Window a : some) {
      for (Window b : others) {
        LocalTime start = a.start().isAfter(b.start()) ? a.start() : b.start();
        LocalTime end = a.end().isBefore(b.end()) ? a.end() : b.end();
        if (start.isBefore(end)) {
          both.add(new Window(start, end));
        }
      }
    }
    both.sort(Comparator.comparing(Window::start));
    return List.copyOf(both);
  }

  /** Every cap of every pack holds, so all are kept: the strictest binds by itself. */
  private static Set<Cap> allCaps(List<PolicyPack> packs) {
    Set<Cap> caps = new LinkedHashSet<>();
    packs.forEach(pack -> caps.addAll(pack.caps()));
    return Set.copyOf(caps);
  }

  /** The longer of two beginnings is the stricter, when one begins with the other. */
  private static Set<String> commonSeries(List<PolicyPack> packs) {
    Set<String> left = packs.getFirst().callerId().series();
    for (PolicyPack pack : packs.subList(1, packs.size())) {
      Set<String> both = new LinkedHashSet<>();
      for (String a : left) {
        for (String b : pack.callerId().series()) {
          if (a.startsWith(b)) {
            both.add(a);
          } else if (b.startsWith(a)) {
            both.add(b);
          }
        }
      }
      left = both;
    }
    return Set.copyOf(left);
  }

  private static <E extends Enum<E>> E strictest(
      List<PolicyPack> packs, Function<PolicyPack, E> key) {
    return packs.stream().map(key).min(Comparator.naturalOrder()).orElseThrow();
  }

  private static Duration shortest(List<PolicyPack> packs, Function<PolicyPack, Duration> key) {
    return packs.stream().map(key).min(Comparator.naturalOrder()).orElseThrow();
  }

  private static <T> Set<T> collect(List<PolicyPack> packs, Function<PolicyPack, T> key) {
    Set<T> all = new LinkedHashSet<>();
    packs.forEach(pack -> all.add(key.apply(pack)));
    return all;
  }

  private static <T> Set<T> common(List<PolicyPack> packs, Function<PolicyPack, Set<T>> key) {
    Set<T> common = new LinkedHashSet<>(key.apply(packs.getFirst()));
    packs.forEach(pack -> common.retainAll(key.apply(pack)));
    return Set.copyOf(common);
  }
}
