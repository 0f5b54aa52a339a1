package dev.assent.compliance.policy;

import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** When somebody may be called (R12, R27–R29). */
public final class TimeKeys {

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

  public static final PolicyKey<TimezoneMode> TIMEZONE_MODE =
      PolicyKey.of("timezoneMode", (y, k) -> y.choice(k, TimezoneMode.class), Stricter::first);

  /** Every zone of the region: where a number may be that tells no place, or has moved. */
  public static final PolicyKey<Set<ZoneId>> REGION_ZONES =
      PolicyKey.of("regionZones", TimeKeys::zones, Stricter::<ZoneId>union);

  /**
   * Zones of each state of the region, by its code in capitals: where somebody may be who says in
   * which they live. Where it is stated, somebody of another state may be anywhere.
   */
  public static final PolicyKey<Map<String, Set<ZoneId>>> STATE_ZONES =
      PolicyKey.of("stateZones", TimeKeys::stateZones, Stricter::<String, ZoneId>unions)
          .orElse(Map.of());

  /** By day of the week, by start; a day without an entry is closed. */
  public static final PolicyKey<Map<DayOfWeek, List<Window>>> WINDOWS =
      PolicyKey.of("windows", Windows::read, Windows::intersect);

  /** Breaks within the windows in which nobody is called either, such as lunch. */
  public static final PolicyKey<Map<DayOfWeek, List<Window>>> QUIET_BREAKS =
      PolicyKey.of("quietBreaks", Windows::read, Windows::union).orElse(Map.of());

  /** Regions whose calendars all count. */
  public static final PolicyKey<Set<String>> HOLIDAY_CALENDAR =
      PolicyKey.of(
          "holidayCalendar", (y, k) -> Set.of(PolicyPackFile.region(y, k)), Stricter::union);

  public static final PolicyKey<HolidayMode> HOLIDAY_MODE =
      PolicyKey.of("holidayMode", (y, k) -> y.choice(k, HolidayMode.class), Stricter::first);

  public static final PolicyKey<Boolean> WEEKEND_ALLOWED =
      PolicyKey.of("weekendAllowed", YamlMapping::bool, Boolean::logicalAnd);

  /** Places within the region where more holds than elsewhere. */
  public static final PolicyKey<List<Territory>> TERRITORIES =
      PolicyKey.of("territories", Territory::readAll, Stricter::concat).orElse(List.of());

  static final List<PolicyKey<?>> ALL =
      List.of(
          TIMEZONE_MODE,
          REGION_ZONES,
          STATE_ZONES,
          WINDOWS,
          QUIET_BREAKS,
          HOLIDAY_CALENDAR,
          HOLIDAY_MODE,
          WEEKEND_ALLOWED,
          TERRITORIES);

  private TimeKeys() {}

  private static Map<String, Set<ZoneId>> stateZones(YamlMapping yaml, String key) {
    Map<String, Set<ZoneId>> zones = new TreeMap<>();
    yaml.mappings(
        key,
        each -> {
          each.only("state", "zones");
          String state = each.text("state");
          if (!state.matches("[A-Z]{2,3}")) {
            throw each.error("state", "must be two or three capital letters such as FL");
          }
          if (zones.put(state, zones(each, "zones")) != null) {
            throw each.error("state", "stands here a second time; remove one");
          }
          return each;
        });
    return Map.copyOf(zones);
  }

  private static Set<ZoneId> zones(YamlMapping yaml, String key) {
    Set<ZoneId> zones = Set.copyOf(yaml.zones(key));
    if (zones.isEmpty()) {
      throw yaml.error(key, "must name at least one zone such as Asia/Shanghai");
    }
    return zones;
  }
}
