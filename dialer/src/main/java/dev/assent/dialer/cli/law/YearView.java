package dev.assent.dialer.cli.law;

import dev.assent.compliance.policy.HolidayCalendar;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;

/**
 * A calendar as people compare it with its notice: a line a month, a mark a day. {@code #} is a
 * statutory day, {@code +} another day off, {@code w} a weekend day that is a workday, {@code -} a
 * weekend, {@code .} a workday.
 */
final class YearView {
  private YearView() {}

  static List<String> lines(HolidayCalendar calendar) {
    List<String> lines = new ArrayList<>();
    lines.add(calendar.id() + "  " + calendar.source() + "  " + calendar.noticeNumber());
    lines.add("         1  .    5    .   10    .   15    .   20    .   25    .   30");
    for (int month = 1; month <= 12; month++) {
      lines.add(line(calendar, YearMonth.of(calendar.year(), month)));
    }
    lines.add("# statutory   + day off   w make-up workday   - weekend   . workday");
    return lines;
  }

  private static String line(HolidayCalendar calendar, YearMonth month) {
    StringBuilder line = new StringBuilder(month.toString()).append("  ");
    for (int day = 1; day <= month.lengthOfMonth(); day++) {
      line.append(mark(calendar, month.atDay(day))).append(' ');
    }
    return line.toString().stripTrailing();
  }

  private static char mark(HolidayCalendar calendar, LocalDate day) {
    return switch (calendar.kind(day)) {
      case STATUTORY -> '#';
      case DAY_OFF -> '+';
      case MAKE_UP_WORKDAY -> 'w';
      case WEEKEND -> '-';
      case WORKDAY -> '.';
    };
  }
}
