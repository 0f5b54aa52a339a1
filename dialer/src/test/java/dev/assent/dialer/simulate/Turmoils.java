package dev.assent.dialer.simulate;

import dev.assent.compliance.CallerNumber;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.CampaignSchedule;
import dev.assent.compliance.Found;
import dev.assent.compliance.With;
import dev.assent.compliance.World;
import dev.assent.compliance.policy.Calendars;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.PolicyPack;
import dev.assent.compliance.policy.Window;
import dev.assent.dialer.simulate.Scenario.Planned;
import dev.assent.dialer.simulate.recount.Bounds;
import dev.assent.dialer.simulate.recount.Bounds.Hours;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Campaigns that share people and trunks, and differ in packs, hours and priority. */
final class Turmoils {
  private static final String LUNCH = "cn-lunch";
  private static final LocalTime NOON = LocalTime.NOON;
  private static final LocalTime AFTER_NOON = LocalTime.of(14, 0);
  private static final Hours MORNING = new Hours(LocalTime.of(9, 30), LocalTime.of(11, 30));
  private static final Hours AFTERNOON = new Hours(LocalTime.of(13, 0), LocalTime.of(18, 15));
  private static final Set<DayOfWeek> WEEKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
  private static final String SECOND = "second";

  /** From midnight to when campaigns begin to dial. */
  static final List<Duration> OPENINGS =
      List.of(
          Duration.ofHours(9),
          Duration.ofMinutes(9 * 60 + 30),
          Duration.ofHours(11),
          Duration.ofHours(13),
          Duration.ofHours(14));

  private Turmoils() {}

  static List<String> withLunch(List<String> packs) {
    List<String> all = new ArrayList<>(packs);
    if (!all.contains(LUNCH)) {
      all.add(LUNCH);
    }
    return all;
  }

  /** Three campaigns at a time, and three new ones each month. */
  static Scenario of(int contacts, int days, long seed, Habits habits) {
    Scenario one = Scenarios.of(contacts, days, seed, habits);
    Planned model = one.campaigns().getFirst();
    List<Planned> campaigns = new ArrayList<>();
    for (int from = 0; from < days; from += 15) {
      campaigns.add(planned(model, campaigns.size(), from, "plain", 10, World.TRUNK, null));
      campaigns.add(planned(model, campaigns.size(), from, "hours", 30, SECOND, schedule()));
      campaigns.add(planned(model, campaigns.size(), from, "strict", 1, World.TRUNK, null));
    }
    CallerNumber caller = With.with(World.caller(), "trunks", List.of(World.TRUNK, SECOND));
    Scenario more = With.with(one, "campaigns", campaigns);
    more = With.with(more, "callers", List.of(caller));
    return With.with(
        more, "carriers", List.of(Scenarios.carrier(World.TRUNK), Scenarios.carrier(SECOND)));
  }

  private static CampaignSchedule schedule() {
    return new CampaignSchedule(
        World.BEIJING,
        false,
        List.of(
            new CampaignSchedule.Slot(WEEKDAYS, new Window(MORNING.opens(), MORNING.closes())),
            new CampaignSchedule.Slot(WEEKDAYS, new Window(AFTERNOON.opens(), AFTERNOON.closes()))),
        Set.of());
  }

  private static Planned planned(
      Planned model,
      int number,
      int fromDay,
      String kind,
      int priority,
      String trunk,
      @Nullable CampaignSchedule schedule) {
    Duration opening = fromDay == 0 ? Duration.ZERO : OPENINGS.get(number % OPENINGS.size());
    Instant from = Scenarios.FROM.plus(Duration.ofDays(fromDay)).plus(opening);
    List<String> packs =
        switch (kind) {
          case "strict" -> List.of("cn-own-customer", "cn-no-weekend", LUNCH);
          default -> List.of("cn-own-customer");
        };
    Campaign campaign = With.with(model.campaign(), "id", new UUID(0, 100 + number));
    campaign = With.with(campaign, "name", kind + "-" + number);
    campaign = With.with(campaign, "packs", packs);
    campaign = With.with(campaign, "trunk", trunk);
    campaign = With.with(campaign, "from", from);
    campaign = With.with(campaign, "to", from.plus(Duration.ofDays(25)));
    campaign =
        With.with(
            campaign, "pacing", new Campaign.Pacing(number % 2 == 0 ? 2 : 25, 4 + number % 5));
    campaign =
        With.with(campaign, "dialling", new Campaign.Dialling(priority, schedule, List.of()));
    return new Planned(campaign, model.script(), model.bounds());
  }

  /** A policy whose packs have all run out. */
  static Policy expired(Policy policy, LocalDate last) {
    List<PolicyPack> packs =
        policy.packs().stream().map(pack -> With.with(pack, "effectiveTo", last)).toList();
    return With.with(policy, "packs", packs);
  }

  /** The figures of its packs and calendars; lunch and its own hours as they are written here. */
  static Bounds bounds(
      Scenario scenario, Calendars calendars, Campaign campaign, boolean lunchForAll) {
    if (!(scenario.policies().apply(campaign.packs()) instanceof Found.Present<Policy>(var law))) {
      throw new IllegalStateException("no policy");
    }
    LocalDate day = LocalDate.ofInstant(scenario.from(), World.BEIJING);
    Bounds bounds =
        PolicyBounds.of(
            law,
            calendars,
            World.BEIJING,
            scenario.carriers().getFirst().limits().calleeCaps(),
            day,
            day.plusDays(scenario.days() + 1L));
    Map<DayOfWeek, List<Hours>> open = new EnumMap<>(DayOfWeek.class);
    bounds
        .open()
        .forEach(
            (on, hours) -> {
              List<Hours> left = hours;
              if (lunchForAll || campaign.packs().contains(LUNCH)) {
                left =
                    both(
                        left,
                        List.of(
                            new Hours(LocalTime.MIN, NOON), new Hours(AFTER_NOON, LocalTime.MAX)));
              }
              if (campaign.dialling().schedule() != null) {
                left = WEEKDAYS.contains(on) ? both(left, List.of(MORNING, AFTERNOON)) : List.of();
              }
              open.put(on, left);
            });
    return With.with(bounds, "open", open);
  }

  private static List<Hours> both(List<Hours> some, List<Hours> others) {
    List<Hours> both = new ArrayList<>();
    for (Hours one : some) {
      for (Hours other : others) {
        LocalTime opens = one.opens().isAfter(other.opens()) ? one.opens() : other.opens();
        LocalTime closes = one.closes().isBefore(other.closes()) ? one.closes() : other.closes();
        if (opens.isBefore(closes)) {
          both.add(new Hours(opens, closes));
        }
      }
    }
    return both;
  }
}
