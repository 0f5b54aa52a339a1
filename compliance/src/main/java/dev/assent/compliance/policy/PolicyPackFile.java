package dev.assent.compliance.policy;

import dev.assent.compliance.consent.ConsentForm;
import dev.assent.compliance.policy.PolicyPack.CallerTerms;
import dev.assent.compliance.policy.PolicyPack.ConsentTerms;
import dev.assent.compliance.policy.PolicyPack.HolidayMode;
import dev.assent.compliance.policy.PolicyPack.RecordingTerms;
import dev.assent.compliance.policy.PolicyPack.Retry;
import dev.assent.compliance.policy.PolicyPack.TimezoneMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a policy pack (requirements 3.4). Keys: schema/policy-pack.schema.json. */
public final class PolicyPackFile {

  /** What says nothing about the law itself needs no legal source. */
  private static final Set<String> UNSOURCED =
      Set.of("pack", "version", "region", "zone", "effectiveFrom", "effectiveTo", "legalSource");

  private static final String[] KEYS = {
    "pack",
    "version",
    "region",
    "zone",
    "effectiveFrom",
    "effectiveTo",
    "legalSource",
    "purposes",
    "timezoneMode",
    "windows",
    "holidayCalendar",
    "holidayMode",
    "weekendAllowed",
    "ringMinSec",
    "ringMaxSec",
    "caps",
    "retry",
    "consent",
    "recording",
    "callerId"
  };

  private PolicyPackFile() {}

  /**
   * @throws YamlError naming file, line and key
   */
  public static PolicyPack read(Path file) throws IOException {
    return YamlDocument.read(file, PolicyPackFile::pack);
  }

  static PolicyPack read(String file, String text) {
    return YamlDocument.read(file, text, PolicyPackFile::pack);
  }

  static PolicyPack pack(YamlMapping yaml) {
    yaml.only(KEYS);
    LocalDate from = yaml.date("effectiveFrom");
    LocalDate to = yaml.optionalDate("effectiveTo").orElse(null);
    if (to != null && !to.isAfter(from)) {
      throw yaml.error("effectiveTo", "must be after effectiveFrom");
    }
    Duration ringMin = Duration.ofSeconds(yaml.integer("ringMinSec", 1, 120));
    Duration ringMax = Duration.ofSeconds(yaml.integer("ringMaxSec", 1, 120));
    if (ringMax.compareTo(ringMin) < 0) {
      throw yaml.error("ringMaxSec", "must not be below ringMinSec");
    }
    PolicyPack pack =
        new PolicyPack(
            name(yaml),
            yaml.integer("version", 1, Integer.MAX_VALUE),
            region(yaml, "region"),
            yaml.zone("zone"),
            from,
            to,
            yaml.mappings(
                "legalSource", each -> new LegalSource(each.text("key"), each.text("source"))),
            yaml.choices("purposes", Purpose.class),
            yaml.choice("timezoneMode", TimezoneMode.class),
            windows(yaml),
            region(yaml, "holidayCalendar"),
            yaml.choice("holidayMode", HolidayMode.class),
            yaml.bool("weekendAllowed"),
            ringMin,
            ringMax,
            caps(yaml),
            yaml.mapping("retry", PolicyPackFile::retry),
            yaml.mapping("consent", PolicyPackFile::consent),
            yaml.mapping("recording", PolicyPackFile::recording),
            yaml.mapping("callerId", PolicyPackFile::callerId));
    everyFigureHasASource(yaml, pack);
    return pack;
  }

  private static String name(YamlMapping yaml) {
    String name = yaml.text("pack");
    if (!name.matches("[a-z][a-z0-9-]{1,40}")) {
      throw yaml.error("pack", "must be lower-case letters, digits and hyphens");
    }
    return name;
  }

  static String region(YamlMapping yaml, String key) {
    String region = yaml.text(key);
    if (!region.matches("[A-Z]{2}")) {
      throw yaml.error(key, "must be two capital letters such as CN");
    }
    return region;
  }

  private static Map<DayOfWeek, List<Window>> windows(YamlMapping yaml) {
    Map<DayOfWeek, List<Window>> windows = new EnumMap<>(DayOfWeek.class);
    yaml.mappings("windows", each -> addWindow(each, windows));
    windows.values().forEach(day -> day.sort(Comparator.comparing(Window::start)));
    return windows;
  }

  private static Window addWindow(YamlMapping yaml, Map<DayOfWeek, List<Window>> windows) {
    yaml.only("days", "start", "end");
    LocalTime start = yaml.time("start");
    LocalTime end = yaml.time("end");
    if (!start.isBefore(end)) {
      throw yaml.error("end", "must be after start");
    }
    for (DayOfWeek day : yaml.choices("days", DayOfWeek.class)) {
      List<Window> ofDay = windows.computeIfAbsent(day, d -> new ArrayList<>());
      if (ofDay.stream().anyMatch(w -> w.start().isBefore(end) && start.isBefore(w.end()))) {
        throw yaml.error("days", "two windows of " + Choice.written(day) + " overlap");
      }
      ofDay.add(new Window(start, end));
    }
    return new Window(start, end);
  }

  private static List<Cap> caps(YamlMapping yaml) {
    Set<Cap> caps = new LinkedHashSet<>();
    yaml.mappings(
        "caps",
        each -> {
          each.only("scope", "window", "limit");
          Cap.Period period = each.choice("window", Cap.Period.class);
          int limit = each.integer("limit", 1, 1000);
          each.choices("scope", Cap.Scope.class)
              .forEach(scope -> caps.add(new Cap(scope, period, limit)));
          return each;
        });
    return List.copyOf(caps);
  }

  private static Retry retry(YamlMapping yaml) {
    yaml.only("gapMinutes", "max");
    return new Retry(
        Duration.ofMinutes(yaml.integer("gapMinutes", 1, 43_200)), yaml.integer("max", 1, 100));
  }

  private static ConsentTerms consent(YamlMapping yaml) {
    yaml.only("required", "forms", "maxAgeDays", "syntheticVoice");
    return new ConsentTerms(
        yaml.bool("required"),
        yaml.choices("forms", ConsentForm.class),
        Duration.ofDays(yaml.integer("maxAgeDays", 1, 3650)),
        yaml.bool("syntheticVoice"));
  }

  /** What follows when the callee refuses to be recorded. */
  private enum OnRefuse {
    END,
    CAMPAIGN
  }

  private static RecordingTerms recording(YamlMapping yaml) {
    yaml.only("mandatory", "onRefuse");
    return new RecordingTerms(
        yaml.bool("mandatory"), yaml.choice("onRefuse", OnRefuse.class) == OnRefuse.END);
  }

  private static CallerTerms callerId(YamlMapping yaml) {
    yaml.only("series", "filingWorkingDays");
    List<String> series = yaml.texts("series");
    if (series.isEmpty() || !series.stream().allMatch(s -> s.matches("\\+[1-9][0-9]*"))) {
      throw yaml.error("series", "must be beginnings of E.164 numbers such as \"+86\"");
    }
    return new CallerTerms(Set.copyOf(series), yaml.integer("filingWorkingDays", 1, 365));
  }

  private static void everyFigureHasASource(YamlMapping yaml, PolicyPack pack) {
    Set<String> sourced = new LinkedHashSet<>();
    for (LegalSource source : pack.legalSources()) {
      if (!yaml.keys().contains(source.key())) {
        throw yaml.error("legalSource", "speaks of '" + source.key() + "', which is no key here");
      }
      sourced.add(source.key());
    }
    for (String key : yaml.keys()) {
      if (!UNSOURCED.contains(key) && !sourced.contains(key)) {
        throw yaml.error("legalSource", "says nothing of '" + key + "'; name its source");
      }
    }
  }
}
