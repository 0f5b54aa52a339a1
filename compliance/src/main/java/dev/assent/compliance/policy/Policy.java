package dev.assent.compliance.policy;

import dev.assent.compliance.consent.ConsentForm;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.numbering.Whereabouts;
import dev.assent.compliance.policy.ConsentKeys.OnRefuse;
import dev.assent.compliance.policy.TimeKeys.HolidayMode;
import dev.assent.compliance.policy.TimeKeys.TimezoneMode;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The packs of a campaign combined: of every limit the strictest (requirements 1F). Immutable.
 *
 * @param packs at least one, all of one region
 * @param hash over the packs, lower hex; the order they are named in does not matter
 * @param figures of every key a value
 */
public record Policy(List<PolicyPack> packs, String hash, String region, Figures figures) {

  /**
   * @param gap from one attempt to the next, within a campaign
   * @param max attempts within a campaign, 1 or more
   */
  public record Retry(Duration gap, int max) {}

  /**
   * @param forms those that count as proof
   * @param maxAge a grant older than this no longer counts
   * @param syntheticVoice whether a synthetic voice needs a grant that says so
   */
  public record ConsentTerms(
      boolean required, Set<ConsentForm> forms, Duration maxAge, boolean syntheticVoice) {}

  /**
   * @param mandatory no call without a recorder ready
   * @param endOnRefuse the call ends when recording is refused, whatever the campaign says
   */
  public record RecordingTerms(boolean mandatory, boolean endOnRefuse) {}

  /**
   * @param series beginnings of the E.164 numbers that may be shown
   * @param filingWorkingDays a change must be filed within so many working days
   */
  public record CallerTerms(Set<String> series, int filingWorkingDays) {}

  /**
   * @throws IllegalArgumentException for no packs, packs of several regions, a figure that none of
   *     them states, ring times that contradict each other, or a profile without its pack
   */
  public static Policy combine(List<PolicyPack> packs) {
    Set<String> regions = packs.stream().map(PolicyPack::region).collect(Collectors.toSet());
    if (regions.size() != 1) {
      throw new IllegalArgumentException("packs must be of exactly one region, not of " + regions);
    }
    Figures figures = Figures.NONE;
    for (PolicyPack pack : packs) {
      if (pack.profile() == null) {
        figures = figures.and(loosened(pack, packs));
      }
    }
    Set<String> missing = figures.missing();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException("no pack states " + String.join(", ", missing));
    }
    Policy policy =
        new Policy(
            List.copyOf(packs),
            CanonicalHash.of(packs.stream().map(PolicyPack::hash).collect(Collectors.toSet())),
            regions.iterator().next(),
            figures.complete());
    if (policy.ringMin().compareTo(policy.ringMax()) > 0) {
      throw new IllegalArgumentException("ringMinSec is above ringMaxSec when combined");
    }
    return policy;
  }

  /** The pack with the values of the profiles that loosen it; several of them all hold. */
  private static Figures loosened(PolicyPack pack, List<PolicyPack> packs) {
    Figures profiles = Figures.NONE;
    for (PolicyPack other : packs) {
      PolicyPack.Profile profile = other.profile();
      if (profile == null) {
        continue;
      }
      if (profile.loosens().contains(pack.pack())) {
        profiles = profiles.and(other.figures());
      } else if (packs.stream().noneMatch(p -> profile.loosens().contains(p.pack()))) {
        throw new IllegalArgumentException(
            other.pack() + " loosens " + profile.loosens() + ", which is not among the packs");
      }
    }
    return pack.figures().replacedBy(profiles);
  }

  /**
   * What holds for this number: with the limits of the territories it belongs to and of the one its
   * holder says they live in, and of all that it may belong to when nothing tells its place.
   */
  public Policy of(PhoneNumber number, Whereabouts where) {
    List<Territory> territories = territories(number, where);
    if (territories.isEmpty()) {
      return this;
    }
    Figures here = figures;
    for (Territory territory : territories) {
      here = here.and(territory.figures());
    }
    return new Policy(packs, hash, region, here);
  }

  /** Zones of the territories of a number, beside those the number itself tells. */
  public Set<ZoneId> zones(PhoneNumber number, Whereabouts where) {
    Set<ZoneId> zones =
        territories(number, where).stream()
            .flatMap(territory -> territory.zones().stream())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    Set<ZoneId> ofState = stateZones(where);
    ZoneId declared = where.zone();
    // A zone declared beside its own state is the more exact word.
    if (declared == null || !ofState.contains(declared)) {
      zones.addAll(ofState);
    }
    return zones;
  }

  /**
   * Whether nothing says in which part of the region a number is used: its prefix does not, or it
   * was ported, or its holder names a state of which the policy knows no zone.
   */
  public boolean tellsNoPlace(PhoneNumber number, Whereabouts where) {
    return number.placeless()
        || where.ported()
        || (where.state() != null
            && !get(TimeKeys.STATE_ZONES).isEmpty()
            && stateZones(where).isEmpty());
  }

  private Set<ZoneId> stateZones(Whereabouts where) {
    String state = where.state();
    return state == null
        ? Set.of()
        : get(TimeKeys.STATE_ZONES).getOrDefault(state.toUpperCase(Locale.ROOT), Set.of());
  }

  private List<Territory> territories(PhoneNumber number, Whereabouts where) {
    List<Territory> all = figures.get(TimeKeys.TERRITORIES);
    String state = where.state() == null ? "" : where.state();
    return all.isEmpty() || tellsNoPlace(number, where)
        ? all
        : all.stream().filter(each -> each.contains(number) || each.isCalled(state)).toList();
  }

  public <T> T get(PolicyKey<T> key) {
    return figures.get(key);
  }

  /** Whether every pack is in force, each by the date in its own zone. */
  public boolean inForce(Instant at) {
    return packs.stream().allMatch(pack -> pack.inForce(at));
  }

  /** The date by which its papers are judged: of the packs' own zones the furthest ahead. */
  public LocalDate day(Instant at) {
    return packs.stream()
        .map(pack -> at.atZone(pack.zone()).toLocalDate())
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  public Set<Purpose> purposes() {
    return get(DialKeys.PURPOSES);
  }

  public TimezoneMode timezoneMode() {
    return get(TimeKeys.TIMEZONE_MODE);
  }

  public Map<DayOfWeek, List<Window>> windows() {
    return get(TimeKeys.WINDOWS);
  }

  public Set<String> holidayCalendars() {
    return get(TimeKeys.HOLIDAY_CALENDAR);
  }

  public HolidayMode holidayMode() {
    return get(TimeKeys.HOLIDAY_MODE);
  }

  public boolean weekendAllowed() {
    return get(TimeKeys.WEEKEND_ALLOWED);
  }

  public Duration ringMin() {
    return Duration.ofSeconds(get(DialKeys.RING_MIN_SEC));
  }

  public Duration ringMax() {
    return Duration.ofSeconds(get(DialKeys.RING_MAX_SEC));
  }

  public Set<Cap> caps() {
    return get(DialKeys.CAPS);
  }

  public Retry retry() {
    return new Retry(Duration.ofMinutes(get(DialKeys.RETRY_GAP_MINUTES)), get(DialKeys.RETRY_MAX));
  }

  public ConsentTerms consent() {
    return new ConsentTerms(
        get(ConsentKeys.REQUIRED),
        get(ConsentKeys.FORMS),
        Duration.ofDays(get(ConsentKeys.MAX_AGE_DAYS)),
        get(ConsentKeys.SYNTHETIC_VOICE));
  }

  public RecordingTerms recording() {
    return new RecordingTerms(
        get(ConsentKeys.RECORDING_MANDATORY), get(ConsentKeys.RECORDING_ON_REFUSE) == OnRefuse.END);
  }

  public CallerTerms callerId() {
    return new CallerTerms(get(DialKeys.CALLER_SERIES), get(DialKeys.CALLER_FILING_WORKING_DAYS));
  }
}
