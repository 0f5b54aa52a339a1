package dev.assent.dialer.campaign;

import dev.assent.compliance.CallHistory;
import dev.assent.compliance.CallHistory.PastCall;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.Outlook;
import dev.assent.compliance.rules.Timetable;
import dev.assent.compliance.store.campaign.AnswerRates;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * When nobody is left to be called, with everybody who does not answer called again as the rules
 * let them be. People flow in parts, minute by minute: of those called in an hour as many answer as
 * the estimate says, and the rest come back at the instant the rules themselves name. Nothing in it
 * is a permission. One thread.
 */
final class CampaignForecast {
  private static final Duration STEP = Duration.ofMinutes(1);

  /** Two years of open minutes: further ahead nobody plans. */
  private static final int STEPS_AT_MOST = 1_100_000;

  /** Less than half a person is nobody. */
  private static final double NOBODY = 0.5;

  private final Timetable timetable;
  private final UUID campaignId;
  private final AnswerRates rates;
  private final ZoneId zone;
  private final Map<Set<ZoneId>, Place> places = new LinkedHashMap<>();

  /**
   * @param zone whose hours of the day the rates are of
   */
  CampaignForecast(Timetable timetable, UUID campaignId, AnswerRates rates, ZoneId zone) {
    this.timetable = timetable;
    this.campaignId = campaignId;
    this.rates = rates;
    this.zone = zone;
  }

  /**
   * @param finish when the last call leaves; empty when somebody cannot be called before the end
   * @param calls that are still to be placed before the end
   * @param left people who cannot be called before it
   */
  record Result(Optional<Instant> finish, double calls, double left) {}

  /** People who were called at the same hours. */
  private record Called(List<Instant> hours) {
    Called and(Instant hour) {
      List<Instant> all = new ArrayList<>(hours);
      all.add(hour);
      return new Called(List.copyOf(all));
    }
  }

  /** People of the same opening hours. */
  private final class Place {
    private final Facts anybody;
    private final NavigableMap<Instant, Map<Called, Double>> due = new TreeMap<>();
    private final Map<Called, Double> waiting = new LinkedHashMap<>();
    private final Map<Called, Optional<Instant>> next = new HashMap<>();

    Place(Facts anybody) {
      this.anybody = anybody;
    }

    void add(Instant at, Called called, double people) {
      Instant minute = at.truncatedTo(ChronoUnit.MINUTES);
      due.computeIfAbsent(minute.equals(at) ? at : minute.plus(STEP), _ -> new LinkedHashMap<>())
          .merge(called, people, Double::sum);
    }

    void admit(Instant now) {
      while (!due.isEmpty() && !due.firstKey().isAfter(now)) {
        due.pollFirstEntry()
            .getValue()
            .forEach((called, people) -> waiting.merge(called, people, Double::sum));
      }
    }

    double waits() {
      return waiting.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    double left() {
      return waits()
          + due.values().stream()
              .flatMap(people -> people.values().stream())
              .mapToDouble(Double::doubleValue)
              .sum();
    }

    /** Whoever waits longest first. */
    double call(double atMost, Instant at) {
      double again = 1 - rates.at(at.atZone(zone).getHour());
      Instant hour = at.truncatedTo(ChronoUnit.HOURS);
      double room = atMost;
      for (Map.Entry<Called, Double> people : List.copyOf(waiting.entrySet())) {
        double now = Math.min(room, people.getValue());
        room -= now;
        if (now == people.getValue()) {
          waiting.remove(people.getKey());
        } else {
          waiting.put(people.getKey(), people.getValue() - now);
        }
        Called after = people.getKey().and(hour);
        if (now > 0) {
          next.computeIfAbsent(after, this::nextLawful)
              .ifPresent(then -> add(then.isAfter(at) ? then : at, after, now * again));
        }
      }
      return atMost - room;
    }

    /** As if all of them had been called at the end of their hours, and nobody had answered. */
    private Optional<Instant> nextLawful(Called called) {
      List<PastCall> calls =
          called.hours().stream()
              .map(hour -> unanswered(hour.plus(Duration.ofHours(1)).minus(STEP)))
              .toList();
      Instant last = calls.getLast().at();
      return timetable.nextLawful(anybody.after(new CallHistory(calls, calls), last.plus(STEP)));
    }

    private PastCall unanswered(Instant at) {
      return new PastCall(
          new UUID(0, at.getEpochSecond()),
          campaignId,
          anybody.contact().id(),
          at,
          true,
          true,
          Outcome.NO_ANSWER,
          null);
    }
  }

  /**
   * One who may be called some day.
   *
   * @param people how many they stand for
   */
  void add(Outlook contact, double people) {
    if (contact.nextLawful().isPresent()
        && contact.facts() instanceof Found.Present<Facts>(var facts)) {
      places
          .computeIfAbsent(timetable.zones(facts), _ -> new Place(facts))
          .add(contact.nextLawful().get(), before(facts), people);
    }
  }

  /** Of one person: what counts against this campaign's own attempts. */
  private Called before(Facts facts) {
    return facts.history() instanceof Found.Present<CallHistory>(var history)
        ? new Called(
            history.person().stream()
                .filter(call -> call.campaignId().equals(campaignId))
                .filter(call -> call.outcome() != Outcome.NOT_SENT)
                .map(call -> call.at().truncatedTo(ChronoUnit.HOURS))
                .sorted()
                .toList())
        : new Called(List.of());
  }

  /**
   * @param perSecond calls a second, above 0
   * @param end no call leaves from then on
   */
  Result run(Instant from, double perSecond, Instant end) {
    double perStep = perSecond * STEP.toSeconds();
    double calls = 0;
    Instant finish = from;
    Instant now = from;
    double left = left();
    for (int step = 0; step < STEPS_AT_MOST && now.isBefore(end) && left >= NOBODY; step++) {
      Instant at = now;
      places.values().forEach(place -> place.admit(at));
      double room = perStep;
      for (Place place : places.values()) {
        if (room > 0 && !place.waiting.isEmpty() && timetable.open(place.anybody, at)) {
          room -= place.call(room, at);
        }
      }
      double called = perStep - room;
      if (called > 0) {
        calls += called;
        left = left();
        finish =
            at.plus(left < NOBODY ? Duration.ofMillis((long) (1000 * called / perSecond)) : STEP);
        now = at.plus(STEP);
      } else {
        now = later(at, end);
      }
    }
    return new Result(left < NOBODY ? Optional.of(finish) : Optional.empty(), calls, left);
  }

  /** People who have not been called to an end yet. */
  double left() {
    return places.values().stream().mapToDouble(Place::left).sum();
  }

  /** When somebody may be called who may not now. */
  private Instant later(Instant at, Instant end) {
    return places.values().stream()
        .flatMap(place -> wanted(place, at).stream())
        .min(Comparator.naturalOrder())
        .filter(end::isAfter)
        .orElse(end);
  }

  private Optional<Instant> wanted(Place place, Instant at) {
    Instant from = at.plus(STEP);
    if (!place.waiting.isEmpty()) {
      return timetable.nextOpening(place.anybody, from);
    }
    return place.due.isEmpty()
        ? Optional.empty()
        : timetable.nextOpening(
            place.anybody, place.due.firstKey().isAfter(from) ? place.due.firstKey() : from);
  }
}
