package dev.assent.dialer.simulate.recount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.assent.dialer.simulate.recount.Bounds.Cap;
import dev.assent.dialer.simulate.recount.Bounds.Hours;
import dev.assent.dialer.simulate.recount.Finding.Kind;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every kind of thing that must never happen is found when it does, and nothing else is. */
@Timeout(120)
class RecountTest {
  private static final Instant WEDNESDAY = at("2026-03-18T10:00:00");

  private static final UUID CAMPAIGN = new UUID(7, 1);
  private static final UUID OTHER = new UUID(7, 2);

  private final Recount recount = new Recount(Map.of(CAMPAIGN, bounds(), OTHER, bounds()));
  private long ids;

  private static Bounds bounds() {
    return boundsUntil(LocalTime.of(21, 0));
  }

  private static Bounds boundsUntil(LocalTime end) {
    Map<DayOfWeek, List<Hours>> open = new EnumMap<>(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      open.put(day, List.of(new Hours(LocalTime.of(9, 0), end)));
    }
    return new Bounds(
        ZoneId.of("Asia/Shanghai"),
        open,
        Set.of(LocalDate.of(2026, 4, 5)),
        List.of(
            new Cap.Day(1),
            new Cap.Rolling(Duration.ofHours(24), 1),
            new Cap.Week(3),
            new Cap.Month(4)),
        6,
        Duration.ofHours(2),
        List.of(new Cap.Rolling(Duration.ofMinutes(5), 3)));
  }

  private static Instant at(String beijing) {
    return OffsetDateTime.parse(beijing + "+08:00").toInstant();
  }

  private UUID invited(String who, Instant at) {
    return invited(who, CAMPAIGN, at);
  }

  private UUID invited(String who, UUID campaign, Instant at) {
    UUID attempt = new UUID(1, ++ids);
    recount.invited(who, campaign, attempt, "call-" + ids, at);
    return attempt;
  }

  /** A call that rings and is over. */
  private UUID rang(String who, String at) {
    UUID attempt = invited(who, at(at));
    recount.ringing(attempt, at(at).plusSeconds(1));
    recount.over(attempt);
    return attempt;
  }

  private void finds(Kind... kinds) {
    assertThat(recount.findings()).extracting(Finding::what).containsExactlyInAnyOrder(kinds);
  }

  @Test
  void callsWithinEverythingAreFine() {
    rang("a", "2026-03-18T09:00:00");
    rang("b", "2026-03-18T20:59:00");
    rang("a", "2026-03-19T09:00:00"); // 24 hours later to the second
    rang("a", "2026-03-20T10:00:00");
    rang("a", "2026-03-23T10:00:00"); // another week
    rang("a", "2026-04-01T10:00:00"); // another month
    assertThat(recount.findings()).isEmpty();
    assertThat(recount.checks()).isPositive();
  }

  @Test
  void aCallBeforeTheWindow() {
    rang("a", "2026-03-18T08:59:59");
    finds(Kind.OUTSIDE_WINDOW);
  }

  @Test
  void aTelephoneThatRingsIntoTheEvening() {
    UUID attempt = invited("a", at("2026-03-18T20:59:30"));
    recount.ringing(attempt, at("2026-03-18T20:59:31"));
    recount.ringsStill(attempt, at("2026-03-18T21:00:00"));
    finds(Kind.OUTSIDE_WINDOW);
  }

  @Test
  void hoursMadeShorterWhileItRingsAreThoseOfTheNextCall() {
    UUID attempt = invited("a", at("2026-03-18T13:00:10"));
    recount.ringing(attempt, at("2026-03-18T13:00:11"));
    recount.bound(CAMPAIGN, boundsUntil(LocalTime.of(13, 0)));
    recount.ringsStill(attempt, at("2026-03-18T13:00:40"));
    recount.over(attempt);
    assertThat(recount.findings()).isEmpty();
    invited("b", at("2026-03-18T13:00:41"));
    finds(Kind.OUTSIDE_WINDOW);
  }

  @Test
  void aCallOnAHoliday() {
    rang("a", "2026-04-05T10:00:00");
    finds(Kind.ON_A_HOLIDAY);
  }

  @Test
  void aSecondCallWithinADay() {
    rang("a", "2026-03-18T10:00:00");
    rang("a", "2026-03-19T09:59:59");
    finds(Kind.OVER_CAP);
  }

  @Test
  void aFourthCallInAWeek() {
    rang("a", "2026-03-16T09:00:00");
    rang("a", "2026-03-17T10:00:00");
    rang("a", "2026-03-18T11:00:00");
    rang("a", "2026-03-22T12:00:00");
    finds(Kind.OVER_CAP);
  }

  @Test
  void aFifthCallInAMonth() {
    rang("a", "2026-03-02T10:00:00");
    rang("a", "2026-03-09T10:00:00");
    rang("a", "2026-03-16T10:00:00");
    rang("a", "2026-03-23T10:00:00");
    rang("a", "2026-03-30T10:00:00");
    finds(Kind.OVER_CAP);
  }

  @Test
  void callsThatNeverRangCountForTheCarrierAndTheCampaignOnly() {
    for (int i = 0; i < 4; i++) {
      recount.over(invited("a", WEDNESDAY.plusSeconds(i)));
    }
    finds(Kind.TOO_OFTEN, Kind.TOO_OFTEN, Kind.TOO_OFTEN, Kind.TOO_OFTEN); // 3 too soon, 1 in 5 min
  }

  @Test
  void oneAttemptTooMany() {
    for (int i = 0; i < 7; i++) {
      recount.over(invited("a", WEDNESDAY.plus(Duration.ofDays(i))));
    }
    finds(Kind.TOO_OFTEN);
  }

  @Test
  void aCallAfterARefusal() {
    recount.refused("a", new UUID(2, 1), WEDNESDAY);
    recount.over(invited("a", WEDNESDAY.plusSeconds(1)));
    finds(Kind.AFTER_OPT_OUT);
  }

  @Test
  void aTelephoneThatRingsOnAfterARefusalOrAList() {
    UUID first = invited("a", WEDNESDAY);
    UUID second = invited("b", WEDNESDAY);
    recount.ringing(first, WEDNESDAY);
    recount.ringing(second, WEDNESDAY);
    recount.refused("a", new UUID(2, 1), WEDNESDAY.plusSeconds(5));
    recount.listed(Set.of("b"), WEDNESDAY.plusSeconds(5));
    recount.ringsStill(first, WEDNESDAY.plusSeconds(6));
    recount.ringsStill(second, WEDNESDAY.plusSeconds(6));
    assertThat(recount.findings()).isEmpty();
    recount.ringsStill(first, WEDNESDAY.plusSeconds(7));
    recount.ringsStill(second, WEDNESDAY.plusSeconds(7));
    finds(Kind.AFTER_OPT_OUT, Kind.ON_A_LIST);
  }

  @Test
  void twoCallsToOnePersonAtOnce() {
    invited("a", WEDNESDAY);
    invited("b", WEDNESDAY);
    invited("a", WEDNESDAY.plus(Duration.ofHours(3)));
    finds(Kind.TWICE_AT_ONCE);
  }

  @Test
  void anAttemptPlacedTwice() {
    UUID attempt = invited("a", WEDNESDAY);
    recount.over(attempt);
    recount.invited("b", CAMPAIGN, attempt, "another", WEDNESDAY);
    recount.invited("c", CAMPAIGN, new UUID(3, 3), "call-1", WEDNESDAY);
    finds(Kind.PLACED_TWICE, Kind.PLACED_TWICE);
  }

  @Test
  void aCallAfterACrashInTheMiddleOfOne() {
    invited("a", WEDNESDAY);
    recount.died();
    recount.over(invited("a", WEDNESDAY.plus(Duration.ofDays(2))));
    finds(Kind.AFTER_UNKNOWN);
  }

  @Test
  void aCallAfterOneOfUnknownEndIsKnown() {
    UUID attempt = invited("a", WEDNESDAY);
    recount.died();
    recount.known(attempt, true);
    recount.over(invited("a", WEDNESDAY.plus(Duration.ofDays(2))));
    assertThat(recount.findings()).isEmpty();
    UUID never = invited("b", WEDNESDAY);
    recount.died();
    recount.known(never, false);
    recount.over(invited("b", WEDNESDAY.plusSeconds(1)));
    assertThat(recount.findings()).isEmpty();
  }

  @Test
  void aCallAfterAYes() {
    UUID attempt = invited("a", WEDNESDAY);
    recount.agreed(attempt, WEDNESDAY);
    recount.over(attempt);
    recount.over(invited("a", WEDNESDAY.plus(Duration.ofDays(2))));
    finds(Kind.AFTER_ANSWER);
  }

  @Test
  void campaignsShareThePersonAndItsCaps() {
    rang("a", "2026-03-18T10:00:00");
    recount.over(invited("a", OTHER, at("2026-03-19T09:59:59")));
    finds(Kind.OVER_CAP); // and no gap: that is each campaign's own
  }

  @Test
  void numbersOfOnePersonShareTheirCapsAndRefusals() {
    rang("b", "2026-03-18T10:00:00");
    rang("a", "2026-03-18T11:00:00");
    recount.onePerson("a", "b");
    rang("b", "2026-03-19T10:30:00"); // 24 hours after the call to b, not after that to a
    finds(Kind.OVER_CAP);
    recount.refused("a", new UUID(2, 1), at("2026-03-20T09:00:00"));
    recount.over(invited("b", at("2026-03-23T12:00:00")));
    finds(Kind.OVER_CAP, Kind.AFTER_OPT_OUT);
  }

  @Test
  void numbersOfOnePersonShareAnswersAndUnknownCalls() {
    UUID agreed = invited("a", WEDNESDAY);
    recount.agreed(agreed, WEDNESDAY);
    recount.over(agreed);
    UUID unknown = invited("b", WEDNESDAY);
    recount.unknown(unknown);
    recount.over(unknown);
    recount.onePerson("b", "a");
    recount.over(invited("b", WEDNESDAY.plus(Duration.ofDays(2))));
    finds(Kind.AFTER_ANSWER, Kind.AFTER_UNKNOWN);
  }

  @Test
  void aCallToANumberOnAList() {
    recount.listed(Set.of("a"), WEDNESDAY);
    recount.over(invited("a", WEDNESDAY));
    finds(Kind.ON_A_LIST);
    recount.listed(Set.of("b"), WEDNESDAY);
    rang("a", "2026-03-19T10:00:00");
    finds(Kind.ON_A_LIST);
  }

  @Test
  void aCallWhileSomethingForbidsIt() {
    recount.forbid(OTHER, "paused");
    rang("a", "2026-03-18T10:00:00");
    recount.forbid(CAMPAIGN, "paused");
    rang("b", "2026-03-18T10:00:00");
    recount.allow(CAMPAIGN, "paused");
    rang("c", "2026-03-18T10:00:00");
    recount.forbid(null, "held");
    rang("d", "2026-03-18T10:00:00");
    finds(Kind.WHILE_FORBIDDEN, Kind.WHILE_FORBIDDEN);
  }

  @Test
  void aCallBeyondBoundsThatCameLater() {
    rang("a", "2026-03-18T10:00:00");
    Bounds other = bounds();
    recount.bound(
        CAMPAIGN,
        new Bounds(
            other.zone(),
            other.open(),
            Set.of(LocalDate.of(2026, 3, 18)),
            other.caps(),
            other.attempts(),
            other.gap(),
            other.carrier()));
    rang("b", "2026-03-18T10:01:00");
    finds(Kind.ON_A_HOLIDAY);
  }

  @Test
  void anEngineThatFails() {
    recount.faults(0, WEDNESDAY);
    recount.faults(2, WEDNESDAY);
    finds(Kind.ENGINE_FAULT);
  }

  @Test
  void whatTheJournalDoesNotKnow() {
    UUID held = rang("a", "2026-03-18T10:00:00");
    UUID unheld = rang("b", "2026-03-18T10:00:00");
    recount.agreed(held, WEDNESDAY);
    recount.refused("c", new UUID(2, 1), WEDNESDAY);
    recount.refused("d", new UUID(2, 2), WEDNESDAY);
    UUID secret = new UUID(9, 9);
    recount.compare(
        new JournalRecount(
            false,
            Set.of(held, secret),
            Set.of(new UUID(2, 1)),
            Set.of(secret),
            Set.of(),
            Set.of()),
        WEDNESDAY);
    assertThat(recount.findings())
        .extracting(Finding::what, Finding::detail)
        .containsExactlyInAnyOrder(
            tuple(Kind.JOURNAL_DAMAGED, "verification"),
            tuple(Kind.NOT_IN_JOURNAL, "attempt " + unheld),
            tuple(Kind.REFUSAL_LOST, "refusal " + new UUID(2, 2)),
            tuple(Kind.RECORDED_WITHOUT_YES, "attempt " + held),
            tuple(Kind.NOT_RECORDED, "attempt " + held),
            tuple(Kind.NOT_RECORDED, "attempt " + secret));
  }
}
