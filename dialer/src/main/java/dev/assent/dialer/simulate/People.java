package dev.assent.dialer.simulate;

import dev.assent.dialer.simulate.Fate.Deed;
import dev.assent.dialer.simulate.Fate.Manner;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The simulated public and its carrier. What somebody does at their n-th call follows from the
 * seed, their number and n alone, whatever else happened before.
 */
final class People {
  private static final Duration DAY = Duration.ofDays(1);

  private final Habits habits;
  private final long seed;
  private final Instant began;
  private final ZoneId zone;
  private final Map<String, Integer> calls = new HashMap<>();

  /**
   * @param zone where they live
   */
  People(Habits habits, long seed, Instant began, ZoneId zone) {
    this.habits = habits;
    this.seed = seed;
    this.began = began;
    this.zone = zone;
  }

  private SplittableRandom chance(String what, long nth) {
    long mixed = seed;
    for (int i = 0; i < what.length(); i++) {
      mixed = mixed * 0x9E3779B97F4A7C15L + what.charAt(i);
    }
    return new SplittableRandom(mixed * 0xBF58476D1CE4E5B9L + nth);
  }

  /** A call to this number over that trunk: what becomes of it. */
  Fate called(String e164, String trunk, Instant at) {
    int nth = calls.merge(e164, 1, Integer::sum);
    SplittableRandom chance = chance(e164, nth);
    double network = chance.nextDouble();
    if (network < habits.lost()) {
      return new Fate.Lost();
    }
    network -= habits.lost();
    if (network < habits.congested() || isOut(trunk, at)) {
      return new Fate.NoWay(503, millis(chance, 50, 300));
    }
    network -= habits.congested();
    if (network < habits.unwanted()) {
      return new Fate.NoWay(607, millis(chance, 300, 2_000));
    }
    network -= habits.unwanted();
    if (network < habits.blocked()) {
      return new Fate.NoWay(608, millis(chance, 300, 2_000));
    }
    network -= habits.blocked();
    // A number that is not in use is so at every call.
    if (chance(e164, 0).nextDouble() < habits.unreachable()) {
      return new Fate.NoWay(404, millis(chance, 300, 2_000));
    }
    return telephone(chance, at);
  }

  private Fate telephone(SplittableRandom chance, Instant at) {
    int hour = at.atZone(zone).getHour();
    if (chance.nextDouble() >= habits.answered().get(hour)) {
      return chance.nextDouble() < habits.busy()
          ? new Fate.NoWay(486, millis(chance, 500, 3_000))
          : chance.nextDouble() < 0.1
              ? new Fate.Declined(millis(chance, 3_000, 15_000))
              : new Fate.RingsOut();
    }
    boolean keyPath = chance.nextDouble() >= habits.noKeyPath();
    if (chance.nextDouble() < habits.machines()) {
      Deed full = new Deed(millis(chance, 40_000, 120_000), Deed.HANGS_UP);
      return new Fate.Answered(
          millis(chance, 15_000, 25_000), keyPath, new Manner(List.of(full), List.of(), List.of()));
    }
    return new Fate.Answered(millis(chance, 2_000, 20_000), keyPath, person(chance));
  }

  private Manner person(SplittableRandom chance) {
    double choice = chance.nextDouble();
    List<Deed> unasked = new ArrayList<>();
    List<Deed> reply = new ArrayList<>();
    List<Deed> agreed = new ArrayList<>();
    Duration thought = millis(chance, 300, 7_000);
    if (choice < habits.agree()) {
      if (chance.nextDouble() < 0.2) {
        unasked.add(new Deed(millis(chance, 500, 6_000), '1')); // too early, and again when asked
      }
      reply.add(new Deed(thought, '1'));
      if (chance.nextDouble() < habits.regret()) {
        char late = "09-".charAt(chance.nextInt(3));
        agreed.add(new Deed(millis(chance, 500, 12_000), late));
      }
    } else if ((choice -= habits.agree()) < habits.refuse()) {
      decided(chance, '0', thought, unasked, reply);
    } else if ((choice -= habits.refuse()) < habits.optOut()) {
      decided(chance, '9', thought, unasked, reply);
      if (chance.nextBoolean()) { // and put the receiver down at once
        List<Deed> deeds = unasked.isEmpty() ? reply : unasked;
        deeds.add(new Deed(deeds.getLast().after().plusMillis(100), Deed.HANGS_UP));
      }
    } else if ((choice -= habits.optOut()) < habits.hangUp()) {
      unasked.add(new Deed(millis(chance, 200, 20_000), Deed.HANGS_UP));
    } else if ((choice - habits.hangUp()) < habits.wrongKeys()) {
      reply.add(new Deed(thought, "23456#*".charAt(chance.nextInt(7))));
    }
    return new Manner(List.copyOf(unasked), List.copyOf(reply), List.copyOf(agreed));
  }

  /** A third does not wait for the question. */
  private static void decided(
      SplittableRandom chance, char key, Duration thought, List<Deed> unasked, List<Deed> reply) {
    if (chance.nextInt(3) == 0) {
      unasked.add(new Deed(millis(chance, 1_000, 15_000), key));
    } else {
      reply.add(new Deed(thought, key));
    }
  }

  private boolean isOut(String trunk, Instant at) {
    for (Instant outage : times("outage of " + trunk, habits.outagesPerDay(), at)) {
      if (!at.isBefore(outage)
          && at.isBefore(outage.plus(Duration.ofMinutes(habits.outageMinutes())))) {
        return true;
      }
    }
    return false;
  }

  /** The instants of that simulated day at which something that happens so often happens. */
  List<Instant> times(String what, double perDay, Instant at) {
    long day = Duration.between(began, at).dividedBy(DAY);
    SplittableRandom chance = chance(what, day);
    int count = (int) perDay + (chance.nextDouble() < perDay - (int) perDay ? 1 : 0);
    List<Instant> times = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      times.add(began.plus(DAY.multipliedBy(day)).plusMillis(chance.nextLong(DAY.toMillis())));
    }
    times.sort(null);
    return times;
  }

  /** One of so many, at that event. */
  int oneOf(int many, String what, Instant at) {
    return chance(what, at.toEpochMilli()).nextInt(many);
  }

  private static Duration millis(SplittableRandom chance, int from, int to) {
    return Duration.ofMillis(chance.nextInt(from, to));
  }
}
