package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.*;
import static dev.assent.compliance.ReasonCode.CALLEE_PREFERENCE;
import static dev.assent.compliance.With.with;
import static dev.assent.compliance.World.CAMPAIGN;
import static dev.assent.compliance.World.CONTACT;
import static dev.assent.compliance.World.beijing;
import static dev.assent.compliance.rules.Example.allows;
import static dev.assent.compliance.rules.Example.defers;
import static dev.assent.compliance.rules.Example.denies;

import dev.assent.compliance.CallHistory.PastCall;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.CampaignSchedule;
import dev.assent.compliance.Found;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.RetryStep;
import dev.assent.compliance.SubjectState;
import dev.assent.compliance.World;
import dev.assent.compliance.numbering.Whereabouts;
import dev.assent.compliance.policy.Cap;
import dev.assent.compliance.policy.QuietTimes;
import dev.assent.compliance.policy.Window;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Examples of the rules about time: holidays, windows, retries, caps, calls in flight. */
final class TimeExamples {

  private TimeExamples() {}

  static List<Example> all() {
    List<Example> all = new ArrayList<>();
    all.addAll(holidays());
    all.addAll(windows());
    all.addAll(quietBreaks());
    all.addAll(retries());
    for (Cap.Scope scope : Cap.Scope.values()) {
      all.addAll(caps(scope));
    }
    all.addAll(counted());
    all.addAll(inFlight());
    return all;
  }

  private static List<Example> holidays() {
    return List.of(
        defers(
            "R27",
            "3 January 2026",
            w -> w.at("2026-01-03T10:00:00"),
            "2026-01-04T09:00:00",
            HOLIDAY),
        defers(
            "R27",
            "in the night too",
            w -> w.at("2026-01-03T22:00:00"),
            "2026-01-04T09:00:00",
            HOLIDAY,
            OUTSIDE_WINDOW),
        allows("R27", "a make-up Sunday is a workday", w -> w.at("2026-01-04T10:00:00")),
        defers(
            "R27",
            "the first day of a shifted rest (X-02)",
            w -> w.at("2026-02-15T10:00:00"),
            "2026-02-24T09:00:00",
            HOLIDAY),
        defers(
            "R27",
            "its last day",
            w -> w.at("2026-02-23T20:00:00"),
            "2026-02-24T09:00:00",
            HOLIDAY),
        allows("R27", "the day before it", w -> w.at("2026-02-14T20:00:00")),
        allows("R27", "the day after it", w -> w.at("2026-02-24T09:00:00")),
        allows("R27", "a plain Saturday (X-03)", w -> w.at("2026-03-21T10:00:00")),
        defers("R27", "2025 too", w -> w.at("2025-10-08T10:00:00"), "2025-10-09T09:00:00", HOLIDAY),
        denies(
            "R27", "a year without a notice", w -> w.at("2027-01-04T10:00:00"), CALENDAR_MISSING),
        denies(
            "R27",
            "a year before our calendars",
            w -> longAgo(w),
            CALENDAR_MISSING,
            POLICY_EXPIRED));
  }

  private static void longAgo(World world) {
    world.at("2024-12-30T10:00:00");
    world.campaign = with(world.campaign, "from", beijing("2024-01-01T00:00:00"));
    world.caller = with(world.caller, "filedAt", java.time.LocalDate.of(2024, 1, 1));
  }

  private static List<Example> windows() {
    return List.of(
        defers(
            "R28",
            "a second early (A-25, D-l)",
            w -> w.at("2026-03-18T08:59:59"),
            "2026-03-18T09:00:00",
            OUTSIDE_WINDOW),
        allows("R28", "the first instant of the campaign's own hours", w -> keeps(w, 10, 11)),
        defers(
            "R28",
            "the campaign's own hours are over",
            w -> keeps(w, 9, 10),
            "2026-03-25T09:00:00",
            CAMPAIGN_HOURS),
        defers(
            "R28",
            "the campaign's own hours are no permission",
            w -> keeps(w.at("2026-03-18T08:00:00"), 6, 22),
            "2026-03-18T09:00:00",
            OUTSIDE_WINDOW),
        allows("R28", "the first instant", w -> w.at("2026-03-18T09:00:00")),
        allows(
            "R28", "the last second a phone may begin to ring", w -> w.at("2026-03-18T20:59:14")),
        defers(
            "R28",
            "it would ring till the end",
            w -> w.at("2026-03-18T20:59:15"),
            "2026-03-19T09:00:00",
            OUTSIDE_WINDOW),
        defers(
            "R28",
            "the end",
            w -> w.at("2026-03-18T21:00:00"),
            "2026-03-19T09:00:00",
            OUTSIDE_WINDOW),
        defers(
            "R28",
            "midnight",
            w -> w.at("2026-03-19T00:00:00"),
            "2026-03-19T09:00:00",
            OUTSIDE_WINDOW),
        defers(
            "R28",
            "before National Day 2026",
            w -> w.at("2026-09-30T21:00:00"),
            "2026-10-08T09:00:00",
            OUTSIDE_WINDOW),
        defers(
            "R28",
            "before Spring Festival 2026",
            w -> w.at("2026-02-14T21:00:00"),
            "2026-02-24T09:00:00",
            OUTSIDE_WINDOW),
        defers(
            "R28",
            "before Labour Day 2026",
            w -> w.at("2026-04-30T21:00:00"),
            "2026-05-06T09:00:00",
            OUTSIDE_WINDOW),
        defers(
            "R28",
            "before National Day 2025",
            w -> w.at("2025-09-30T21:00:00"),
            "2025-10-09T09:00:00",
            OUTSIDE_WINDOW),
        defers(
            "R28",
            "across a year without a notice: ask again",
            w -> w.at("2026-12-31T21:00:00"),
            "2027-01-01T09:00:00",
            OUTSIDE_WINDOW),
        defers(
            "R28",
            "in Urumqi it is two hours earlier",
            w -> in(w, "2026-03-18T10:59:59", "Asia/Urumqi"),
            "2026-03-18T11:00:00",
            OUTSIDE_WINDOW),
        allows(
            "R28",
            "Urumqi opens at 11:00 Beijing time",
            w -> in(w, "2026-03-18T11:00:00", "Asia/Urumqi")),
        allows(
            "R28", "Urumqi closes with Beijing", w -> in(w, "2026-03-18T20:59:14", "Asia/Urumqi")),
        defers(
            "R28",
            "and not later",
            w -> in(w, "2026-03-18T20:59:15", "Asia/Urumqi"),
            "2026-03-19T11:00:00",
            OUTSIDE_WINDOW),
        defers(
            "R28",
            "declared abroad, in winter an hour is left",
            w -> in(w, "2026-01-14T10:00:00", "America/New_York"),
            "2026-01-15T09:00:00",
            OUTSIDE_WINDOW),
        allows("R28", "that hour", w -> in(w, "2026-01-15T09:30:00", "America/New_York")),
        denies(
            "R28",
            "declared abroad, in summer none is left",
            w -> in(w, "2026-07-15T09:30:00", "America/New_York"),
            OUTSIDE_WINDOW));
  }

  private static List<Example> quietBreaks() {
    return List.of(
        allows("R29", "before it", w -> lunch(w, "2026-03-18T11:59:14")),
        defers(
            "R29",
            "it would ring into it",
            w -> lunch(w, "2026-03-18T11:59:15"),
            "2026-03-18T14:00:00",
            QUIET_BREAK),
        defers(
            "R29",
            "its last second",
            w -> lunch(w, "2026-03-18T13:59:59"),
            "2026-03-18T14:00:00",
            QUIET_BREAK),
        allows("R29", "after it", w -> lunch(w, "2026-03-18T14:00:00")),
        defers(
            "R29",
            "the person's own word",
            w -> quiet(w, "2026-03-18T18:30:00", "", "18:00-19:00"),
            "2026-03-18T19:00:00",
            CALLEE_PREFERENCE),
        defers(
            "R29",
            "a list and the person both count",
            w -> quiet(w, "2026-03-18T18:30:00", "19:00-20:00", "18:00-19:00"),
            "2026-03-18T20:00:00",
            CALLEE_PREFERENCE),
        defers(
            "R29",
            "beside the break of the policy",
            w -> {
              quiet(w, "2026-03-18T13:30:00", "14:00-15:00", "13:00-14:00");
              lunch(w, "2026-03-18T13:30:00");
            },
            "2026-03-18T15:00:00",
            QUIET_BREAK,
            CALLEE_PREFERENCE),
        allows(
            "R29",
            "after both",
            w -> quiet(w, "2026-03-18T20:00:00", "19:00-20:00", "18:00-19:00")),
        denies(
            "R29",
            "no lawful time is left",
            w -> quiet(w, "2026-03-18T12:00:00", "09:00-15:00", "15:00-21:00"),
            CALLEE_PREFERENCE));
  }

  private static void quiet(World world, String localBeijing, String listed, String asked) {
    world.at(localBeijing);
    world.contact = with(world.contact, "quiet", QuietTimes.parse(listed));
    world.subject = Found.present(new SubjectState(Set.of(), Set.of(), QuietTimes.parse(asked)));
  }

  private static void lunch(World world, String localBeijing) {
    world.at(localBeijing);
    world.policy = World.BOOK.policy(List.of("cn-own-customer", "cn-lunch"));
  }

  private static void in(World world, String localBeijing, String zone) {
    world.at(localBeijing);
    world.contact = with(world.contact, "whereabouts", Whereabouts.in(ZoneId.of(zone)));
  }

  private static void retried(World world, String last, int gapMinutes, int max, Window... hours) {
    filed(world.called(last, CAMPAIGN, false, Outcome.BUSY), gapMinutes, max, hours);
  }

  private static void filed(World world, int gapMinutes, int max, Window... hours) {
    RetryStep step =
        new RetryStep(RetryStep.After.BUSY, Duration.ofMinutes(gapMinutes), max, List.of(hours));
    world.campaign =
        with(world.campaign, "dialling", new Campaign.Dialling(10, null, List.of(step)));
  }

  /** Wednesdays in Beijing. */
  private static void keeps(World world, int fromHour, int toHour) {
    CampaignSchedule schedule =
        new CampaignSchedule(
            ZoneId.of("Asia/Shanghai"),
            false,
            List.of(
                new CampaignSchedule.Slot(
                    Set.of(DayOfWeek.WEDNESDAY),
                    new Window(LocalTime.of(fromHour, 0), LocalTime.of(toHour, 0)))),
            Set.of());
    world.campaign =
        with(world.campaign, "dialling", new Campaign.Dialling(10, schedule, List.of()));
  }

  private static List<Example> retries() {
    return List.of(
        defers(
            "R30",
            "a second before the gap is over",
            w -> w.called("2026-03-18T08:00:01", CAMPAIGN, false, Outcome.BUSY),
            "2026-03-18T10:00:01",
            RETRY_GAP),
        allows(
            "R30",
            "the gap over",
            w -> w.called("2026-03-18T08:00:00", CAMPAIGN, false, Outcome.BUSY)),
        allows(
            "R30",
            "another campaign's",
            w -> w.called("2026-03-18T09:59:00", new UUID(3, 3), false, Outcome.BUSY)),
        allows(
            "R30",
            "nothing left the house",
            w -> w.called("2026-03-18T09:59:00", CAMPAIGN, false, Outcome.NOT_SENT)),
        defers(
            "R30",
            "the file's own gap, longer than the pack's",
            w -> retried(w, "2026-03-18T06:00:01", 240, 2),
            "2026-03-18T10:00:01",
            RETRY_GAP),
        allows("R30", "the file's gap over", w -> retried(w, "2026-03-18T06:00:00", 240, 2)),
        defers(
            "R30",
            "a shorter gap in the file is no permission",
            w -> retried(w, "2026-03-18T08:00:01", 1, 2),
            "2026-03-18T10:00:01",
            RETRY_GAP),
        denies(
            "R30",
            "not once again after such an end",
            w -> retried(w, "2026-03-18T06:00:00", 1, 0),
            ATTEMPTS_EXHAUSTED),
        defers(
            "R30",
            "the file's best time of the person's day",
            w ->
                retried(
                    w,
                    "2026-03-17T10:00:00",
                    1,
                    2,
                    new Window(LocalTime.of(18, 0), LocalTime.of(20, 0))),
            "2026-03-18T18:00:00",
            RETRY_GAP),
        allows(
            "R30",
            "what the file says of another end",
            w ->
                filed(w.called("2026-03-18T06:00:00", CAMPAIGN, false, Outcome.NO_ANSWER), 240, 0)),
        allows("R30", "a third", w -> busy(w, 2)),
        denies("R30", "a fourth", w -> busy(w, 3), ATTEMPTS_EXHAUSTED),
        denies(
            "R30",
            "after an answer",
            w -> w.called("2026-01-12T10:00:00", CAMPAIGN, true, Outcome.REFUSED),
            ATTEMPTS_EXHAUSTED,
            COOL_OFF),
        denies(
            "R30",
            "after a yes",
            w -> w.called("2026-01-12T10:00:00", CAMPAIGN, true, Outcome.AGREED),
            ATTEMPTS_EXHAUSTED),
        denies(
            "R30",
            "after an attempt that may have rung",
            w -> w.called("2026-01-12T10:00:00", CAMPAIGN, true, Outcome.UNKNOWN),
            ATTEMPTS_EXHAUSTED),
        allows(
            "R30",
            "another campaign's unknown end, long ago",
            w -> w.called("2026-01-12T10:00:00", new UUID(3, 3), true, Outcome.UNKNOWN)),
        denies(
            "R30",
            "history unreadable",
            w -> w.historyReadable = false,
            COOL_OFF,
            ATTEMPTS_EXHAUSTED,
            COUNTER_UNAVAILABLE,
            TRUNK_LIMIT));
  }

  private static void busy(World world, int times) {
    for (int day = 1; day <= times; day++) {
      world.called("2026-03-1%dT10:00:00".formatted(day), CAMPAIGN, false, Outcome.BUSY);
    }
  }

  private static List<Example> caps(Cap.Scope scope) {
    return List.of(
        cap(
            scope,
            "the same day",
            "2026-03-18T10:00:00",
            "2026-03-19T09:00:00",
            List.of("2026-03-18T09:00:00"),
            FREQ_DAY,
            FREQ_24H),
        cap(
            scope,
            "within 24 hours",
            "2026-03-18T10:00:00",
            "2026-03-18T10:00:01",
            List.of("2026-03-17T10:00:01"),
            FREQ_24H),
        allows(
            "R31",
            scope + ": 24 hours ago",
            w -> past(w.at("2026-03-18T10:00:00"), scope, List.of("2026-03-17T10:00:00"))),
        cap(
            scope,
            "two this month",
            "2026-03-18T10:00:00",
            "2026-04-01T11:00:00",
            List.of("2026-03-02T11:00:00", "2026-03-10T11:00:00"),
            FREQ_MONTH,
            FREQ_30D),
        cap(
            scope,
            "two this month, one of them 30 days ago",
            "2026-03-31T10:00:00",
            "2026-04-01T00:00:00",
            List.of("2026-03-01T10:00:00", "2026-03-10T11:00:00"),
            FREQ_MONTH),
        cap(
            scope,
            "two in 30 days",
            "2026-04-02T10:00:00",
            "2026-04-04T11:00:00",
            List.of("2026-03-05T11:00:00", "2026-03-20T11:00:00"),
            FREQ_30D),
        allows(
            "R31",
            scope + ": two, one 30 days ago",
            w ->
                past(
                    w.at("2026-04-08T10:00:00"),
                    scope,
                    List.of("2026-03-09T10:00:00", "2026-03-20T11:00:00"))),
        cap(
            scope,
            "three this week",
            "2026-04-03T10:00:00",
            "2026-04-30T09:00:00",
            List.of("2026-03-30T09:00:00", "2026-03-31T09:00:00", "2026-04-01T09:00:00"),
            FREQ_WEEK,
            FREQ_7D,
            FREQ_30D),
        cap(
            scope,
            "two this week",
            "2026-04-03T10:00:00",
            "2026-04-30T09:00:00",
            List.of("2026-03-31T09:00:00", "2026-04-01T09:00:00"),
            FREQ_30D),
        cap(
            scope,
            "three in 7 days, over a weekend",
            "2026-04-03T10:00:00",
            "2026-04-30T09:00:00",
            List.of("2026-03-27T10:00:01", "2026-03-31T09:00:00", "2026-04-01T09:00:00"),
            FREQ_7D,
            FREQ_30D),
        cap(
            scope,
            "three, one of them 7 days ago",
            "2026-04-03T10:00:00",
            "2026-04-30T09:00:00",
            List.of("2026-03-27T10:00:00", "2026-03-31T09:00:00", "2026-04-01T09:00:00"),
            FREQ_30D),
        cap(
            scope,
            "from a clock that ran ahead",
            "2026-03-18T10:00:00",
            "2026-03-19T10:00:05",
            List.of("2026-03-18T10:00:05"),
            FREQ_DAY,
            FREQ_24H));
  }

  private static Example cap(
      Cap.Scope scope,
      String says,
      String now,
      String until,
      List<String> calls,
      dev.assent.compliance.ReasonCode... codes) {
    return defers("R31", scope + ": " + says, w -> past(w.at(now), scope, calls), until, codes);
  }

  private static void past(World world, Cap.Scope scope, List<String> calls) {
    List<PastCall> list =
        switch (scope) {
          case PERSON -> world.personCalls;
          case NUMBER -> world.numberCalls;
        };
    for (String at : calls) {
      list.add(
          new PastCall(
              UUID.randomUUID(),
              new UUID(0, 99),
              CONTACT,
              beijing(at),
              true,
              true,
              Outcome.NO_ANSWER,
              null));
    }
  }

  private static List<Example> counted() {
    return List.of(
        allows(
            "R31",
            "what did not ring does not count",
            w -> w.called("2026-03-18T09:00:00", new UUID(0, 99), false, Outcome.BUSY)),
        defers(
            "R31",
            "what is unknown counts",
            w -> w.called("2026-03-18T09:00:00", new UUID(0, 99), true, Outcome.UNKNOWN),
            "2026-03-19T09:00:00",
            FREQ_DAY,
            FREQ_24H),
        defers(
            "R31",
            "what is reserved counts",
            w -> w.called("2026-03-18T09:00:00", new UUID(0, 99), true, null),
            "2026-03-19T09:00:00",
            FREQ_DAY,
            FREQ_24H));
  }

  private static List<Example> inFlight() {
    return List.of(
        defers(
            "R34",
            "a call is up",
            w -> w.inFlight = Found.present(true),
            "2026-03-18T10:01:00",
            IN_FLIGHT),
        denies("R34", "unreadable", w -> w.inFlight = Found.unreadable("down"), IN_FLIGHT));
  }
}
