package dev.assent.compliance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.assent.compliance.ClosedHours.Field;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.Window;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hours a campaign may wait for in vain, under the pack cn-own-customer: 9 to 21 every day. */
@Timeout(60)
class ClosedHoursTest {
  private static final Set<DayOfWeek> WEEK = EnumSet.allOf(DayOfWeek.class);

  private static CampaignSchedule.Slot slot(Set<DayOfWeek> days, String start, String end) {
    return new CampaignSchedule.Slot(
        days, new Window(LocalTime.parse(start), LocalTime.parse(end)));
  }

  private static List<ClosedHours> closed(
      ZoneId zone, String from, String to, CampaignSchedule.Slot... slots) {
    CampaignSchedule schedule = new CampaignSchedule(zone, false, List.of(slots), Set.of());
    Campaign.Dialling dialling = new Campaign.Dialling(10, schedule, List.of());
    Campaign campaign = With.with(World.campaign(World.script()), "dialling", dialling);
    Instant begin = LocalDate.parse(from).atStartOfDay(World.BEIJING).toInstant();
    Instant end = LocalDate.parse(to).atStartOfDay(World.BEIJING).toInstant();
    campaign = With.with(With.with(campaign, "from", begin), "to", end);
    if (World.BOOK.policy(List.of("cn-own-customer"))
        instanceof Found.Present<Policy>(var policy)) {
      return ClosedHours.of(campaign, policy, World.BOOK.calendars());
    }
    throw new AssertionError("no policy");
  }

  @Test
  void openHoursAreNotSpokenOf() {
    assertThat(closed(World.BEIJING, "2026-03-02", "2026-04-01", slot(WEEK, "09:00", "21:00")))
        .isEmpty();
    assertThat(closed(World.BEIJING, "2026-02-09", "2026-03-09", slot(WEEK, "10:00", "11:00")))
        .as("ten days of holidays close no day of the week for good")
        .isEmpty();
  }

  @Test
  void whatLiesOutsideIsToldWithItsField() {
    assertThat(
            closed(
                World.BEIJING,
                "2026-03-02",
                "2026-04-01",
                slot(WEEK, "10:00", "11:00"),
                slot(Set.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), "08:00", "22:30"),
                slot(Set.of(DayOfWeek.SUNDAY), "21:00", "23:00")))
        .containsExactly(
            new ClosedHours(
                1,
                Field.START,
                Set.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                LocalTime.of(8, 0),
                LocalTime.of(9, 0)),
            new ClosedHours(
                1,
                Field.END,
                Set.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                LocalTime.of(21, 0),
                LocalTime.of(22, 30)),
            new ClosedHours(
                2, Field.DAYS, Set.of(DayOfWeek.SUNDAY), LocalTime.of(21, 0), LocalTime.of(23, 0)));
  }

  @Test
  void itsOwnZoneIsTheOneOfItsHours() {
    assertThat(
            closed(
                ZoneId.of("Europe/Paris"),
                "2026-03-02",
                "2026-03-20",
                slot(WEEK, "02:00", "14:00"),
                slot(WEEK, "15:00", "16:00")))
        .extracting(ClosedHours::slot, ClosedHours::field)
        .containsExactly(tuple(1, Field.DAYS));
  }

  @Test
  void aCampaignWithinHolidaysNeverOpens() {
    assertThat(closed(World.BEIJING, "2026-10-01", "2026-10-08", slot(WEEK, "10:00", "11:00")))
        .containsExactly(
            new ClosedHours(0, Field.DAYS, WEEK, LocalTime.of(10, 0), LocalTime.of(11, 0)));
  }
}
