package dev.assent.dialer.campaign;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * How long a list takes: people become callable at their instants, calls leave at a steady rate
 * while the windows of their places are open. Counts in minutes; each person is called once, so
 * that retries come on top. One thread.
 */
final class DialingSchedule {
  private static final Duration STEP = Duration.ofMinutes(1);

  /** Two years of open minutes: further ahead nobody plans. */
  private static final int STEPS_AT_MOST = 1_100_000;

  private final List<Place> places = new ArrayList<>();

  /** When calls to one set of zones may leave. */
  interface Hours {
    boolean open(Instant at);

    /** Not before {@code from}; empty when none is ahead. */
    Optional<Instant> nextOpening(Instant from);
  }

  /** People of the same opening hours. */
  static final class Place {
    private final Hours hours;
    private final NavigableMap<Instant, Integer> callableFrom = new TreeMap<>();
    private int waiting;
    private int left;

    private Place(Hours hours) {
      this.hours = hours;
    }

    /** One more, who may be called from then on. */
    void add(Instant at) {
      left++;
      Instant minute = at.truncatedTo(ChronoUnit.MINUTES);
      callableFrom.merge(minute.equals(at) ? at : minute.plus(STEP), 1, Integer::sum);
    }

    private void admit(Instant now) {
      while (!callableFrom.isEmpty() && !callableFrom.firstKey().isAfter(now)) {
        waiting += callableFrom.pollFirstEntry().getValue();
      }
    }
  }

  /**
   * @param finish when the last call leaves; empty when some cannot leave before the end
   * @param dialing while calls leave
   * @param closed while it is closed wherever somebody is left
   * @param waiting while a window is open, but a cap, a gap or a rest holds back whoever is left
   * @param inFirstPeriod how many leave while the predicate holds
   * @param left who cannot be called before the end
   */
  record Result(
      Optional<Instant> finish,
      Duration dialing,
      Duration closed,
      Duration waiting,
      int inFirstPeriod,
      int left) {}

  Place place(Hours hours) {
    Place place = new Place(hours);
    places.add(place);
    return place;
  }

  /**
   * @param perSecond calls a second, above 0
   * @param end no call leaves from then on
   * @param firstPeriod such as: in this month
   */
  Result run(Instant from, double perSecond, Instant end, Predicate<Instant> firstPeriod) {
    double perStep = perSecond * STEP.toSeconds();
    double due = 0;
    Instant now = from;
    Instant finish = from;
    Duration dialing = Duration.ZERO;
    Duration closed = Duration.ZERO;
    Duration waiting = Duration.ZERO;
    int early = 0;
    int left = places.stream().mapToInt(place -> place.left).sum();
    for (int step = 0; step < STEPS_AT_MOST && now.isBefore(end) && left > 0; step++) {
      Instant at = now;
      places.forEach(place -> place.admit(at));
      List<Place> open =
          places.stream().filter(place -> place.left > 0 && place.hours.open(at)).toList();
      if (open.isEmpty()) {
        due = 0;
        Instant opening = nextOpening(at, end);
        closed = closed.plus(Duration.between(at, opening));
        now = opening;
      } else if (open.stream().allMatch(place -> place.waiting == 0)) {
        due = 0;
        waiting = waiting.plus(STEP);
        now = at.plus(STEP);
      } else {
        due += perStep;
        int called = call(open, (int) due);
        due -= called;
        left -= called;
        early += firstPeriod.test(at) ? called : 0;
        Duration took = left == 0 ? Duration.ofMillis((long) (1000 * called / perSecond)) : STEP;
        dialing = dialing.plus(took);
        finish = at.plus(took);
        now = at.plus(STEP);
      }
    }
    return new Result(
        left == 0 ? Optional.of(finish) : Optional.empty(), dialing, closed, waiting, early, left);
  }

  private static int call(List<Place> open, int atMost) {
    int called = 0;
    for (Place place : open) {
      int now = Math.min(place.waiting, atMost - called);
      place.waiting -= now;
      place.left -= now;
      called += now;
    }
    return called;
  }

  private Instant nextOpening(Instant at, Instant end) {
    return places.stream()
        .filter(place -> place.left > 0)
        .flatMap(place -> place.hours.nextOpening(at.plus(STEP)).stream())
        .filter(opening -> opening.isBefore(end))
        .min(Comparator.naturalOrder())
        .orElse(end);
  }
}
