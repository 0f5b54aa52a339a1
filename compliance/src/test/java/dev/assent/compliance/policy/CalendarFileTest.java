package dev.assent.compliance.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tyme.holiday.LegalHoliday;
import dev.assent.compliance.Found;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.World;
import dev.assent.compliance.policy.HolidayCalendar.DayKind;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requirements 2.5. */
@Timeout(60)
final class CalendarFileTest {

  private static final String CN_2026 = PolicyBook.candidates().get("calendars/cn-2026.yaml");

  @ParameterizedTest
  @ValueSource(ints = {2025, 2026})
  @Requirement({"R27", "C-04"})
  void eachDayIsAsASecondSourceHasIt(int year) {
    HolidayCalendar calendar = calendar(year);
    LocalDate.of(year, 1, 1)
        .datesUntil(LocalDate.of(year + 1, 1, 1))
        .forEach(
            day -> {
              Optional<LegalHoliday> other =
                  Optional.ofNullable(
                      LegalHoliday.fromYmd(
                          day.getYear(), day.getMonthValue(), day.getDayOfMonth()));
              assertThat(calendar.daysOff().contains(day))
                  .as("%s off", day)
                  .isEqualTo(other.isPresent() && !other.get().isWork());
              assertThat(calendar.makeUp().contains(day))
                  .as("%s made up for", day)
                  .isEqualTo(other.isPresent() && other.get().isWork());
            });
  }

  @Test
  void theNoticesAreNamed() {
    assertThat(calendar(2025).noticeNumber()).isEqualTo("国办发明电〔2024〕12号");
    assertThat(calendar(2026).noticeNumber()).isEqualTo("国办发明电〔2025〕7号");
  }

  @Test
  void aDayIsOfOneKind() {
    HolidayCalendar calendar = calendar(2026);
    assertThat(calendar.kind(LocalDate.of(2026, 2, 15))).isEqualTo(DayKind.DAY_OFF);
    assertThat(calendar.kind(LocalDate.of(2026, 2, 16))).isEqualTo(DayKind.STATUTORY);
    assertThat(calendar.kind(LocalDate.of(2026, 2, 14))).isEqualTo(DayKind.MAKE_UP_WORKDAY);
    assertThat(calendar.kind(LocalDate.of(2026, 3, 21))).isEqualTo(DayKind.WEEKEND);
    assertThat(calendar.kind(LocalDate.of(2026, 3, 18))).isEqualTo(DayKind.WORKDAY);
    assertThatThrownBy(() -> calendar.kind(LocalDate.of(2027, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aYearWithoutANoticeIsAbsent() {
    assertThat(World.BOOK.calendars().of("CN", 2027)).isInstanceOf(Found.Absent.class);
    assertThat(World.BOOK.calendars().of("HK", 2026)).isInstanceOf(Found.Absent.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-10-01..2026-10-07|2026-10-01..2026-10-08|totals.daysOff",
        "2026-10-01..2026-10-07|2026-10-01..2027-01-01|daysOff",
        "2026-10-01..2026-10-07|2026-10-07..2026-10-01|daysOff",
        "2026-10-01..2026-10-07|2026-09-27..2026-10-03|daysOff",
        "2026-10-01..2026-10-07|2026-13-01|daysOff",
        "2026-01-04 sunday|2026-01-05|makeUp",
        "2026-01-04 sunday|2026-01-04 monday|makeUp",
        "2026-01-04 sunday|2026-01-03 saturday|makeUp",
        "- 2026-06-19\\n|- 2026-06-18\\n|statutory",
        "- 2026-06-19\\n|\\n|statutory",
        "published: 2025-11-04|published: 2026-01-01|published",
        "year: 2026|year: 2027|daysOff",
        "region: CN|region: China|region",
        "daysOff: 33|daysOff: 32|totals.daysOff",
        "makeUp: 6,|makeUp: 5,|totals.makeUp",
        "noticeNumber: |noticeNo: |noticeNo",
      })
  void aSlipOfThePenIsFound(String from, String to, String key) {
    String broken = CN_2026.replace(from.replace("\\n", "\n"), to.replace("\\n", "\n"));
    assertThat(broken).isNotEqualTo(CN_2026);
    assertThatThrownBy(() -> CalendarFile.read("cn-2026.yaml", broken))
        .isInstanceOf(YamlError.class)
        .extracting(e -> ((YamlError) e).key())
        .isEqualTo(key);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-09-14,7,2026-09-22",
    "2026-09-14,15,2026-10-10",
    "2026-02-13,7,2026-03-02",
    "2026-02-13,15,2026-03-12",
    "2026-04-30,3,2026-05-08",
  })
  @Requirement({"A-33", "B-19", "D-b"})
  void deadlinesTakeTheEarlierOfBothWaysToCount(LocalDate received, int days, LocalDate due) {
    assertThat(new WorkingDays(World.BOOK.calendars(), "CN").due(received, days)).isEqualTo(due);
  }

  @Test
  void anUnknownYearTakesEveryWeekdayForAWorkday() {
    WorkingDays days = new WorkingDays(World.BOOK.calendars(), "CN");
    assertThat(days.due(LocalDate.of(2026, 12, 30), 3)).isEqualTo(LocalDate.of(2027, 1, 4));
  }

  private static HolidayCalendar calendar(int year) {
    return ((Found.Present<HolidayCalendar>) World.BOOK.calendars().of("CN", year)).value();
  }
}
