package dev.assent.compliance.rules;

import static dev.assent.compliance.With.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Decision;
import dev.assent.compliance.Gate;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.World;
import dev.assent.compliance.numbering.Whereabouts;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The law counted a second time, by wall clocks and tables written out here, with no class of the
 * rules or of the policy: random people at random times must get the same answer from the gate.
 */
@Timeout(120)
@Requirement({"Q01", "Q02", "R27", "R28", "R31"})
final class RecountTest {

  private static final ZoneOffset BEIJING = ZoneOffset.ofHours(8);
  private static final ZoneOffset URUMQI = ZoneOffset.ofHours(6);
  private static final Set<LocalDate> OFF = new HashSet<>();

  static {
    off("2025-01-01", 1);
    off("2025-01-28", 8);
    off("2025-04-04", 3);
    off("2025-05-01", 5);
    off("2025-05-31", 3);
    off("2025-10-01", 8);
    off("2026-01-01", 3);
    off("2026-02-15", 9);
    off("2026-04-04", 3);
    off("2026-05-01", 5);
    off("2026-06-19", 3);
    off("2026-09-25", 3);
    off("2026-10-01", 7);
  }

  private static void off(String first, int days) {
    for (int i = 0; i < days; i++) {
      OFF.add(LocalDate.parse(first).plusDays(i));
    }
  }

  @Test
  void theGateAllowsWhatTheRecountAllowsAndNothingElse() {
    long seed = 7_310_101;
    System.out.println("RecountTest seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    int allowed = 0;
    int rounds = 6000;
    for (int round = 0; round < rounds; round++) {
      Instant now =
          Instant.parse("2025-03-02T00:00:00Z").plusSeconds(random.nextLong(660L * 86_400));
      boolean inUrumqi = random.nextInt(4) == 0;
      List<Instant> calls = calls(now, random);

      World world = new World().at(LocalDateTime.ofInstant(now, BEIJING).toString());
      world.clock = with(world.clock, "tzdata", "2026a");
      if (inUrumqi) {
        world.contact =
            with(world.contact, "whereabouts", Whereabouts.in(ZoneId.of("Asia/Urumqi")));
      }
      calls.forEach(
          at -> world.called(LocalDateTime.ofInstant(at, BEIJING).withNano(0).toString()));
      Decision decision =
          new Gate(world, world, RuleBook.standard(), world, random).decide(world.attempt());

      boolean expected = recount(world.now, inUrumqi, calls);
      assertThat(decision instanceof Decision.Allow)
          .as("round %d at %s, Urumqi %s, calls %s: %s", round, now, inUrumqi, calls, decision)
          .isEqualTo(expected);
      if (decision instanceof Decision.Defer defer) {
        assertThat(defer.until()).isAfter(now);
      }
      allowed += expected ? 1 : 0;
    }
    assertThat(allowed).as("both answers occur").isBetween(rounds / 20, rounds / 2);
  }

  /** A deferral by window or holiday names the first lawful second, not a later one. */
  @Test
  void theNextOpeningIsTheFirstLawfulInstant() {
    long seed = 7_310_102;
    System.out.println("RecountTest seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 300; round++) {
      Instant now =
          Instant.parse("2025-03-02T00:00:00Z").plusSeconds(random.nextLong(640L * 86_400));
      boolean inUrumqi = random.nextBoolean();
      World world = new World().at(LocalDateTime.ofInstant(now, BEIJING).toString());
      if (inUrumqi) {
        world.contact =
            with(world.contact, "whereabouts", Whereabouts.in(ZoneId.of("Asia/Urumqi")));
      }
      Decision decision =
          new Gate(world, world, RuleBook.standard(), world, random).decide(world.attempt());
      if (decision instanceof Decision.Defer defer) {
        Instant first = now.truncatedTo(ChronoUnit.MINUTES);
        while (first.isBefore(now) || !recount(first, inUrumqi, List.of())) {
          first = first.plus(Duration.ofMinutes(1));
        }
        assertThat(defer.until()).as("at %s, Urumqi %s", now, inUrumqi).isEqualTo(first);
      }
    }
  }

  private static List<Instant> calls(Instant now, SplittableRandom random) {
    List<Instant> calls = new ArrayList<>();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      long back =
          random.nextInt(3) == 0 ? random.nextLong(3L * 86_400) : random.nextLong(45L * 86_400);
      calls.add(now.minusSeconds(back));
    }
    return calls;
  }

  private static boolean recount(Instant now, boolean inUrumqi, List<Instant> calls) {
    return open(now, BEIJING)
        && (!inUrumqi || open(now, URUMQI))
        && capsLeave(now, BEIJING, calls)
        && (!inUrumqi || capsLeave(now, URUMQI, calls));
  }

  private static boolean open(Instant now, ZoneOffset zone) {
    LocalDateTime local = LocalDateTime.ofInstant(now, zone);
    return !OFF.contains(local.toLocalDate())
        && !local.toLocalTime().isBefore(LocalTime.of(9, 0))
        && local.toLocalTime().isBefore(LocalTime.of(20, 59, 15));
  }

  private static boolean capsLeave(Instant now, ZoneOffset zone, List<Instant> calls) {
    LocalDate today = LocalDateTime.ofInstant(now, zone).toLocalDate();
    int day = 0;
    int week = 0;
    int month = 0;
    int hours24 = 0;
    int days7 = 0;
    int days30 = 0;
    for (Instant call : calls) {
      LocalDate on = LocalDateTime.ofInstant(call, zone).toLocalDate();
      long secondsAgo = Duration.between(call, now).toSeconds();
      day += on.equals(today) ? 1 : 0;
      week += weekOf(on).equals(weekOf(today)) ? 1 : 0;
      month += on.withDayOfMonth(1).equals(today.withDayOfMonth(1)) ? 1 : 0;
      hours24 += secondsAgo < 86_400 ? 1 : 0;
      days7 += secondsAgo < 7 * 86_400 ? 1 : 0;
      days30 += secondsAgo < 30 * 86_400 ? 1 : 0;
    }
    return day < 1 && hours24 < 1 && week < 3 && days7 < 3 && month < 2 && days30 < 2;
  }

  private static String weekOf(LocalDate day) {
    return day.get(IsoFields.WEEK_BASED_YEAR) + "-" + day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
  }
}
