package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.*;
import static dev.assent.compliance.rules.Example.allows;
import static dev.assent.compliance.rules.Example.defers;
import static dev.assent.compliance.rules.Example.denies;

import dev.assent.compliance.AbandonedCalls;
import dev.assent.compliance.AbandonedCalls.Period;
import dev.assent.compliance.CallHistory.PastCall;
import dev.assent.compliance.Found;
import dev.assent.compliance.IvrCapacity;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.TrunkState;
import dev.assent.compliance.World;
import dev.assent.compliance.policy.DialKeys;
import dev.assent.compliance.script.SegmentType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Examples of the rules about who could lead the call and carry it: R09, R10, R32, R33. */
final class CapacityExamples {

  private CapacityExamples() {}

  static List<Example> all() {
    List<Example> all = new ArrayList<>();
    all.addAll(abandoned());
    all.addAll(rest());
    all.addAll(agent());
    all.addAll(trunk());
    all.addAll(calleeCaps());
    all.addAll(lines());
    return all;
  }

  private static List<Example> abandoned() {
    return List.of(
        allows("R09", "just under four fifths of 3 %", w -> abandoned(w, 1000, 23, 1)),
        defers(
            "R09",
            "four fifths of 3 %, beside another call",
            w -> abandoned(w, 1000, 24, 1),
            "2026-03-18T10:00:10",
            ABANDON_LIMIT),
        allows("R09", "one call at a time", w -> abandoned(w, 1000, 24, 0)),
        allows("R09", "none answered yet", w -> abandoned(w, 0, 0, 40)),
        allows("R09", "none abandoned where none may be", w -> zero(w, 0)),
        defers(
            "R09",
            "one abandoned where none may be",
            w -> zero(w, 1),
            "2026-03-18T10:00:10",
            ABANDON_LIMIT),
        defers(
            "R09",
            "unknown",
            w -> w.abandoned = Found.unreadable("x"),
            "2026-03-18T10:00:10",
            ABANDON_LIMIT));
  }

  private static void abandoned(World world, long answered, long abandoned, int up) {
    Instant first = abandoned == 0 ? null : world.now.minusSeconds(60);
    world.abandoned =
        Found.present(new AbandonedCalls(List.of(new Period(30, answered, abandoned, first)), up));
  }

  private static void zero(World world, long abandoned) {
    abandoned(world, 100_000, abandoned, 1);
    UseExamples.policy(world, DialKeys.ABANDON_LIMITS, Map.of(30, 0));
  }

  /** Calls are in another campaign, and under no other limit. */
  private static List<Example> rest() {
    return List.of(
        defers(
            "R09",
            "heard nothing, an hour short of 72",
            w -> heard(w, Duration.ofHours(71), -1),
            "2026-03-18T11:00:00",
            ABANDON_LIMIT),
        defers(
            "R09",
            "heard us after two seconds and a millisecond",
            w -> heard(w, Duration.ofHours(71), 2001),
            "2026-03-18T11:00:00",
            ABANDON_LIMIT),
        allows("R09", "heard us after two seconds", w -> heard(w, Duration.ofHours(71), 2000)),
        allows("R09", "72 hours ago", w -> heard(w, Duration.ofHours(72), -1)));
  }

  private static void heard(World world, Duration ago, long connectMillis) {
    UseExamples.policy(world, DialKeys.CAPS, Set.of());
    world.personCalls.add(
        new PastCall(
            UUID.randomUUID(),
            new UUID(0, 99),
            World.CONTACT,
            world.now.minus(ago),
            true,
            true,
            Outcome.FAILED,
            connectMillis));
  }

  private static List<Example> agent() {
    return List.of(
        denies(
            "R10",
            "no words for after the opt-out",
            w -> play(w, SegmentType.OPT_OUT_CONFIRMED),
            AGENT_NOT_CERTIFIED),
        denies("R10", "nothing to say", w -> play(w, SegmentType.MESSAGE), AGENT_NOT_CERTIFIED),
        allows("R10", "the last mailbox is its own", w -> capacity(w, 1, 128)),
        defers(
            "R10",
            "more answers than mailboxes",
            w -> capacity(w, 1, 129),
            "2026-03-18T10:00:10",
            NO_AGENT),
        denies("R10", "unknown", w -> w.capacity = Found.absent(), AGENT_NOT_CERTIFIED, CAPACITY));
  }

  private static void play(World world, SegmentType without) {
    world.script = World.script(without);
    world.campaign = World.campaign(world.script);
  }

  private static void capacity(World world, int linesInUse, int mailboxesInUse) {
    world.capacity = Found.present(new IvrCapacity(100, linesInUse, 128, mailboxesInUse));
  }

  private static List<Example> lines() {
    return List.of(
        allows("R33", "the last line is its own", w -> capacity(w, 100, 1)),
        defers(
            "R33",
            "more calls than lines",
            w -> capacity(w, 101, 1),
            "2026-03-18T10:00:10",
            CAPACITY));
  }

  private static List<Example> trunk() {
    return List.of(
        allows("R32", "the last channel", w -> w.trunk = Found.present(new TrunkState(100, 100))),
        defers(
            "R32",
            "a channel too many",
            w -> w.trunk = Found.present(new TrunkState(100, 101)),
            "2026-03-18T10:00:01",
            TRUNK_LIMIT),
        denies("R32", "unknown", w -> w.trunk = Found.absent(), TRUNK_LIMIT),
        denies(
            "R32",
            "a region the carrier does not connect",
            w -> UseExamples.policy(w, DialKeys.CARRIER_BLOCKED, Set.of("+86199000")),
            TRUNK_LIMIT),
        denies(
            "R32",
            "a region this trunk's carrier does not connect",
            w -> w.trunk = Found.present(new TrunkState(100, 1, Map.of(), Set.of("+86199000"))),
            TRUNK_LIMIT),
        allows(
            "R32",
            "another region",
            w -> UseExamples.policy(w, DialKeys.CARRIER_BLOCKED, Set.of("+86991"))));
  }

  /** 5 in 24 hours, 3 in 5 minutes; rejected attempts count, unsent ones do not. */
  private static List<Example> calleeCaps() {
    return List.of(
        allows("R32", "two in five minutes", w -> tried(w, Outcome.BUSY, 1, 2)),
        defers(
            "R32",
            "three in five minutes",
            w -> tried(w, Outcome.BUSY, 1, 2, 4),
            "2026-03-18T10:01:00",
            TRUNK_LIMIT),
        allows("R32", "the third five minutes ago", w -> tried(w, Outcome.BUSY, 1, 2, 5)),
        allows("R32", "unsent ones", w -> tried(w, Outcome.NOT_SENT, 1, 2, 3, 4)),
        allows("R32", "four in 24 hours", w -> tried(w, Outcome.FAILED, 60, 70, 80, 90)),
        defers(
            "R32",
            "five in 24 hours",
            w -> tried(w, Outcome.FAILED, 60, 70, 80, 90, 1439),
            "2026-03-18T10:01:00",
            TRUNK_LIMIT),
        allows(
            "R32", "the fifth 24 hours ago", w -> tried(w, Outcome.FAILED, 60, 70, 80, 90, 1440)));
  }

  private static void tried(World world, Outcome outcome, int... minutesAgo) {
    // One of the two by the trunk, the other by a pack.
    UseExamples.policy(world, DialKeys.CARRIER_CALLEE_CAPS, Map.of(24 * 60, 5));
    world.trunk = Found.present(new TrunkState(100, 1, Map.of(5, 3), Set.of()));
    for (int minutes : minutesAgo) {
      world.numberCalls.add(
          new PastCall(
              UUID.randomUUID(),
              new UUID(0, 99),
              new UUID(0, 98),
              world.now.minus(Duration.ofMinutes(minutes)),
              false,
              false,
              outcome,
              null));
    }
  }
}
