package dev.assent.dialer.campaign;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Decision;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found;
import dev.assent.compliance.Outlook;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.rules.Timetable;
import dev.assent.compliance.store.campaign.AnswerRates;
import dev.assent.dialer.campaign.CampaignPlan.Capacity;
import dev.assent.dialer.campaign.CampaignPlan.Cause;
import dev.assent.dialer.campaign.CampaignPlan.Limit;
import dev.assent.dialer.campaign.CampaignPlan.Times;
import dev.assent.dialer.campaign.CampaignPlan.Verdict;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes a plan out of what the gate says of everybody on the list. One thread, used once. */
public final class CampaignPlanner {
  private final Timetable timetable;
  private final Instant at;
  private final Map<ReasonCode, Tally> blocked = new EnumMap<>(ReasonCode.class);
  private final Map<ReasonCode, Tally> deferred = new EnumMap<>(ReasonCode.class);
  private final DialingSchedule schedule = new DialingSchedule();
  private final Map<Set<ZoneId>, DialingSchedule.Place> places = new HashMap<>();
  private final CampaignForecast forecast;
  private final Set<UUID> reachableThisMonth = new HashSet<>();
  private @Nullable Facts anybody;
  private int contacts;
  private int allowed;
  private int undated;

  /**
   * @param rates how likely its calls are answered, by hours of the day of that zone
   */
  public CampaignPlanner(
      Timetable timetable, Instant at, Campaign campaign, AnswerRates rates, ZoneId zone) {
    this.timetable = timetable;
    this.at = at;
    this.forecast = new CampaignForecast(timetable, campaign.id(), rates, zone);
  }

  /** Contacts of one primary cause. */
  private static final class Tally {
    private int contacts;
    private @Nullable Instant nextLawful;

    void add(Optional<Instant> next) {
      contacts++;
      if (next.isPresent() && (nextLawful == null || next.get().isBefore(nextLawful))) {
        nextLawful = next.get();
      }
    }
  }

  /** One more contact of the list. */
  public void add(Outlook contact) {
    contacts++;
    forecast.add(contact, 1);
    switch (contact.decision()) {
      case Decision.Allow _ -> allowed++;
      case Decision.Deny deny ->
          blocked.computeIfAbsent(deny.primary().code(), _ -> new Tally()).add(Optional.empty());
      case Decision.Defer defer -> {
        deferred
            .computeIfAbsent(defer.primary().code(), _ -> new Tally())
            .add(contact.nextLawful());
        undated += contact.nextLawful().isEmpty() ? 1 : 0;
      }
    }
    if (contact.nextLawful().isPresent()
        && contact.facts() instanceof Found.Present<Facts>(var facts)) {
      callable(facts, contact.nextLawful().get());
    }
  }

  private void callable(Facts facts, Instant from) {
    anybody = facts;
    places.computeIfAbsent(timetable.zones(facts), _ -> schedule.place(hours(facts))).add(from);
    if (month(facts, from).equals(month(facts, at))) {
      reachableThisMonth.add(facts.contact().personId());
    }
  }

  /** By the calendar of the policy's own zone. */
  private static YearMonth month(Facts facts, Instant instant) {
    return YearMonth.from(facts.at(instant).today());
  }

  private DialingSchedule.Hours hours(Facts anyoneThere) {
    return new DialingSchedule.Hours() {
      @Override
      public boolean open(Instant instant) {
        return timetable.open(anyoneThere, instant);
      }

      @Override
      public Optional<Instant> nextOpening(Instant from) {
        return timetable.nextOpening(anyoneThere, from);
      }
    };
  }

  /** The plan for everybody added. */
  public CampaignPlan plan(Campaign campaign, Capacity capacity, String hash) {
    Facts some = anybody;
    DialingSchedule.Result result =
        schedule.run(
            at,
            capacity.sustained(),
            campaign.to(),
            instant -> some != null && month(some, instant).equals(month(some, at)));
    Times times = new Times(result.dialing(), result.closed(), result.waiting());
    CampaignForecast.Result ahead = forecast.run(at, capacity.sustained(), campaign.to());
    int leftOver = undated + result.left();
    return new CampaignPlan(
        at,
        contacts,
        allowed,
        causes(),
        deferred.values().stream()
            .flatMap(tally -> Stream.ofNullable(tally.nextLawful))
            .min(Instant::compareTo),
        reachableThisMonth.size(),
        result.inFirstPeriod(),
        some == null ? Limit.NOBODY : limit(times, capacity),
        capacity,
        times,
        some == null || leftOver > 0 ? Optional.empty() : result.finish(),
        leftOver,
        some == null ? Optional.empty() : ahead.finish(),
        Math.round(ahead.calls()),
        hash);
  }

  private static Limit limit(Times times, Capacity capacity) {
    if (times.closed().compareTo(times.dialing()) > 0
        && times.closed().compareTo(times.waiting()) >= 0) {
      return Limit.WINDOWS;
    }
    if (times.waiting().compareTo(times.dialing()) > 0) {
      return Limit.CAPS;
    }
    return capacity.channelsBind() ? Limit.CHANNELS : Limit.CPS;
  }

  private List<Cause> causes() {
    return Stream.concat(causes(blocked, Verdict.BLOCKED), causes(deferred, Verdict.DEFERRED))
        .toList();
  }

  private static Stream<Cause> causes(Map<ReasonCode, Tally> tallies, Verdict verdict) {
    return tallies.entrySet().stream()
        .map(
            e ->
                new Cause(
                    e.getKey(),
                    verdict,
                    e.getValue().contacts,
                    Optional.ofNullable(e.getValue().nextLawful)));
  }
}
