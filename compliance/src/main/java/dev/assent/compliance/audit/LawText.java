package dev.assent.compliance.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The packs and calendars that calls were decided on, as their text stands in the journal, read
 * here anew: named by what a decision wrote down of them, {@code name version@hash}.
 */
final class LawText {
  private static final ObjectMapper YAML = YAMLMapper.builder().build();

  private final Map<String, JsonNode> byNameAndHash = new HashMap<>();
  private final Map<String, Optional<Limits>> limits = new HashMap<>();

  LawText(History history) {
    for (Registration law : history.registrations) {
      if (law.kind().equals("LAW")) {
        String key = key(law.body().path("name").asText(), law.body().path("hash").asText());
        byNameAndHash.computeIfAbsent(key, _ -> yaml(law.body().path("text").asText()));
      }
    }
  }

  private static String key(String name, String hash) {
    return name + "@" + hash.substring(0, Math.min(12, hash.length()));
  }

  private static JsonNode yaml(String text) {
    try {
      return YAML.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a law in the journal is not YAML", e);
    }
  }

  /** At most so many calls; {@code scope} is person or number. */
  record Cap(String scope, String window, int limit) {}

  /** Part of a day. */
  private record Hours(LocalTime start, LocalTime end) {}

  /** What a call had to keep to. */
  static final class Limits {
    /** Of each pack, by day: a call must be in one of each. */
    private final List<Map<DayOfWeek, List<Hours>>> windows = new ArrayList<>();

    final List<Cap> caps = new ArrayList<>();
    private boolean weekends = true;
    private boolean holidays;
    private boolean statutoryOnly = true;
    private int ringSeconds;
    private final Set<LocalDate> daysOff = new HashSet<>();
    private final Set<LocalDate> statutory = new HashSet<>();
    private final Set<LocalDate> makeUp = new HashSet<>();
    private final Set<Integer> years = new HashSet<>();

    /** There are limits of parts of a country, which are not recounted. */
    boolean territories;

    /** Why a call at that instant in that zone breaks them. */
    Optional<String> broken(Instant at, ZoneId zone) {
      LocalDate day = at.atZone(zone).toLocalDate();
      if (holidays && !years.contains(day.getYear())) {
        return Optional.of("CALENDAR_MISSING");
      }
      if (holidays && (statutoryOnly ? statutory : daysOff).contains(day)) {
        return Optional.of("HOLIDAY");
      }
      boolean weekend =
          day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
      if (weekend && !weekends && !makeUp.contains(day)) {
        return Optional.of("WEEKEND");
      }
      for (Map<DayOfWeek, List<Hours>> each : windows) {
        boolean open =
            each.getOrDefault(day.getDayOfWeek(), List.of()).stream()
                .anyMatch(
                    hours ->
                        !at.isBefore(day.atTime(hours.start()).atZone(zone).toInstant())
                            && at.plusSeconds(ringSeconds)
                                .isBefore(
                                    day.atTime(hours.end())
                                        .atZone(zone)
                                        .withEarlierOffsetAtOverlap()
                                        .toInstant()));
        if (!open) {
          return Optional.of("OUTSIDE_WINDOW");
        }
      }
      return Optional.empty();
    }
  }

  /** What held for a call; empty when a law it names does not stand in the journal. */
  Optional<Limits> of(Call call) {
    return limits.computeIfAbsent(call.packs + "|" + call.calendars, _ -> read(call));
  }

  private Optional<Limits> read(Call call) {
    List<JsonNode> packs = new ArrayList<>();
    for (String pack : call.packs.split(", *")) {
      int at = pack.indexOf('@');
      int space = pack.indexOf(' ');
      if (at < 0 || space < 0 || space > at) {
        return Optional.empty();
      }
      JsonNode text = byNameAndHash.get(pack.substring(0, space) + pack.substring(at));
      if (text == null) {
        return Optional.empty();
      }
      packs.add(text);
    }
    var all = new Limits();
    for (JsonNode pack : packs) {
      if (!pack.path("profile").isObject()) {
        take(all, pack, packs);
      }
    }
    for (String calendar : call.calendars.isEmpty() ? new String[0] : call.calendars.split(" ")) {
      JsonNode text = byNameAndHash.get(calendar);
      if (text == null) {
        return Optional.empty();
      }
      all.years.add(text.path("year").asInt());
      days(text.path("daysOff"), all.daysOff);
      days(text.path("statutory"), all.statutory);
      days(text.path("makeUp"), all.makeUp);
    }
    return Optional.of(all);
  }

  private static void take(Limits all, JsonNode pack, List<JsonNode> packs) {
    windows(value(pack, "windows", packs)).ifPresent(all.windows::add);
    for (JsonNode cap : value(pack, "caps", packs)) {
      for (JsonNode scope : cap.path("scope")) {
        all.caps.add(
            new Cap(scope.asText(), cap.path("window").asText(), cap.path("limit").asInt()));
      }
    }
    all.weekends &= value(pack, "weekendAllowed", packs).asBoolean(true);
    int ring = value(pack, "ringMaxSec", packs).asInt(0);
    if (ring > 0) {
      all.ringSeconds = all.ringSeconds == 0 ? ring : Math.min(all.ringSeconds, ring);
    }
    String mode = value(pack, "holidayMode", packs).asText("");
    all.holidays |= !mode.isEmpty() && !mode.equals("none");
    all.statutoryOnly &= !mode.equals("dayoff");
    all.territories |= pack.path("territories").size() > 0;
  }

  /** A pack's own value, or that of the profiles that loosen it. */
  private static JsonNode value(JsonNode pack, String key, List<JsonNode> packs) {
    JsonNode own = pack.path(key);
    for (JsonNode other : packs) {
      for (JsonNode loosened : other.path("profile").path("loosens")) {
        if (loosened.asText().equals(pack.path("pack").asText()) && other.has(key)) {
          own = other.path(key);
        }
      }
    }
    return own;
  }

  private static Optional<Map<DayOfWeek, List<Hours>>> windows(JsonNode windows) {
    if (!windows.isArray()) {
      return Optional.empty();
    }
    Map<DayOfWeek, List<Hours>> byDay = new HashMap<>();
    for (JsonNode window : windows) {
      var hours =
          new Hours(
              LocalTime.parse(window.path("start").asText()),
              LocalTime.parse(window.path("end").asText()));
      for (JsonNode day : window.path("days")) {
        byDay
            .computeIfAbsent(
                DayOfWeek.valueOf(day.asText().toUpperCase(Locale.ROOT)), _ -> new ArrayList<>())
            .add(hours);
      }
    }
    return Optional.of(byDay);
  }

  /**
   * Days as calendars write them: {@code 2026-10-01}, a range with two dots, a weekday after it.
   */
  private static void days(JsonNode list, Set<LocalDate> into) {
    for (JsonNode each : list) {
      String text = each.asText().split(" ", 2)[0];
      int dots = text.indexOf("..");
      LocalDate first = LocalDate.parse(dots < 0 ? text : text.substring(0, dots));
      LocalDate last = dots < 0 ? first : LocalDate.parse(text.substring(dots + 2));
      first.datesUntil(last.plusDays(1)).forEach(into::add);
    }
  }
}
