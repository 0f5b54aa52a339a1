package dev.assent.compliance.policy;

import dev.assent.compliance.consent.ConsentForm;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One pack of limits, as its file has it. Requirements 3.4.
 *
 * @param pack its name, such as {@code cn-callcentre}
 * @param version 1 and up
 * @param region the one region it is law in, ISO 3166-1 alpha-2
 * @param zone the zone its own dates are meant in
 * @param effectiveFrom first day in force
 * @param effectiveTo first day no longer in force; null when open
 * @param purposes what may be called for
 * @param windows by day of the week; a day without an entry is closed
 * @param holidayCalendar region of the calendars it follows
 * @param ringMin do not give up earlier
 * @param ringMax give up then; no INVITE later than the end of the window less this
 */
public record PolicyPack(
    String pack,
    int version,
    String region,
    ZoneId zone,
    LocalDate effectiveFrom,
    @Nullable LocalDate effectiveTo,
    List<LegalSource> legalSources,
    Set<Purpose> purposes,
    TimezoneMode timezoneMode,
    Map<DayOfWeek, List<Window>> windows,
    String holidayCalendar,
    HolidayMode holidayMode,
    boolean weekendAllowed,
    Duration ringMin,
    Duration ringMax,
    List<Cap> caps,
    Retry retry,
    ConsentTerms consent,
    RecordingTerms recording,
    CallerTerms callerId) {

  /** What to make of a declared zone. Strictest first. */
  public enum TimezoneMode {
    /** The window must be open there and where the number says. */
    INTERSECT,
    /** A declared zone replaces the number's. */
    DECLARED
  }

  /** Which days are closed. Strictest first. */
  public enum HolidayMode {
    DAYOFF,
    STATUTORY,
    NONE
  }

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

  public PolicyPack {
    legalSources = List.copyOf(legalSources);
    purposes = Set.copyOf(purposes);
    windows = Map.copyOf(windows);
    caps = List.copyOf(caps);
  }

  /** Lower hex; whatever the layout of the file. */
  public String hash() {
    return CanonicalHash.of(this);
  }
}
