package dev.assent.dialer.simulate;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.IvrCapacity;
import dev.assent.compliance.Places;
import dev.assent.compliance.TrunkState;
import dev.assent.compliance.With;
import dev.assent.compliance.World;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.script.Segment;
import dev.assent.compliance.script.SegmentType;
import dev.assent.dialer.call.PromptShelf;
import dev.assent.dialer.simulate.Scenario.Carrier;
import dev.assent.dialer.simulate.Scenario.Planned;
import dev.assent.dialer.simulate.recount.Bounds;
import dev.assent.dialer.simulate.recount.Bounds.Cap;
import dev.assent.dialer.simulate.recount.Bounds.Hours;
import dev.assent.media.prompt.PromptException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Lawful campaigns of made-up lists under the pack cn-own-customer. */
final class Scenarios {
  private static final PromptShelf PROMPTS = prompts();

  /** Wednesday, 18 March 2026, midnight in Beijing. */
  static final Instant FROM = World.beijing("2026-03-18T00:00:00");

  private Scenarios() {}

  private static PromptShelf prompts() {
    try {
      return PromptShelf.load(Path.of("../conf/prompts"), Path.of("nowhere"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (PromptException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Script script() {
    Map<SegmentType, String> names = Map.of(SegmentType.OPT_OUT, "opt_out_hint");
    List<Segment> segments = new ArrayList<>();
    for (SegmentType type : SegmentType.values()) {
      String id = "zh-CN/" + names.getOrDefault(type, type.name().toLowerCase(Locale.ROOT));
      var prompt = PROMPTS.find(id).orElseThrow(() -> new IllegalStateException(id));
      segments.add(new Segment(type, id, prompt.text(), prompt.wavSha256(), true));
    }
    return With.with(World.script(), "segments", List.copyOf(segments));
  }

  /** As the pack says it in words, written down once more. */
  static Bounds bounds() {
    Set<LocalDate> holidays = new HashSet<>();
    // Notice of the State Council on 2026: all days off.
    add(holidays, "2026-01-01", "2026-01-03");
    add(holidays, "2026-02-15", "2026-02-23");
    add(holidays, "2026-04-04", "2026-04-06");
    add(holidays, "2026-05-01", "2026-05-05");
    add(holidays, "2026-06-19", "2026-06-21");
    add(holidays, "2026-09-25", "2026-09-27");
    add(holidays, "2026-10-01", "2026-10-07");
    return new Bounds(
        World.BEIJING,
        everyDay(new Hours(LocalTime.of(9, 0), LocalTime.of(21, 0))),
        holidays,
        List.of(
            new Cap.Day(1),
            new Cap.Rolling(Duration.ofHours(24), 1),
            new Cap.Week(3),
            new Cap.Rolling(Duration.ofDays(7), 3),
            new Cap.Month(2),
            new Cap.Rolling(Duration.ofDays(30), 2)),
        3,
        Duration.ofHours(2),
        List.of(new Cap.Rolling(Duration.ofDays(1), 5), new Cap.Rolling(Duration.ofMinutes(5), 3)));
  }

  private static Map<DayOfWeek, List<Hours>> everyDay(Hours hours) {
    Map<DayOfWeek, List<Hours>> open = new EnumMap<>(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      open.put(day, List.of(hours));
    }
    return open;
  }

  private static void add(Set<LocalDate> days, String from, String to) {
    LocalDate.parse(from).datesUntil(LocalDate.parse(to).plusDays(1)).forEach(days::add);
  }

  /** Never open. */
  static Bounds closed() {
    return With.with(bounds(), "open", Map.of());
  }

  static Scenario heldAgainst(Scenario scenario, Bounds others) {
    Planned planned = scenario.campaigns().getFirst();
    return With.with(
        scenario, "campaigns", List.of(new Planned(planned.campaign(), planned.script(), others)));
  }

  static Scenario of(int contacts, int days, long seed, Habits habits) {
    Script script = script();
    Campaign campaign = With.with(World.campaign(script), "pacing", new Campaign.Pacing(5, 30));
    return new Scenario(
        List.of(new Planned(campaign, script, bounds())),
        PROMPTS,
        List.of(World.caller()),
        World.source(),
        List.of(World.licence("call-centre")),
        World.BOOK::policy,
        World.BOOK.calendars(),
        "2026a",
        List.of(carrier(World.TRUNK)),
        new IvrCapacity(100, 0, 128, 0),
        new Places("CN", "CN", "CN"),
        new MadeUpPeople(contacts, Purpose.MARKETING, "notice-3", "zh-CN", FROM),
        habits,
        FROM,
        days,
        seed);
  }

  static Carrier carrier(String name) {
    return new Carrier(name, new TrunkState(30, 0, Map.of(1440, 5, 5, 3), Set.of()), 5);
  }
}
