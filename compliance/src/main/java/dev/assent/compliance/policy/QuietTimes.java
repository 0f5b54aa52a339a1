package dev.assent.compliance.policy;

import java.text.Normalizer;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * When a person asked not to be called, in the time of wherever they may be (R29). Written as parts
 * of a week, such as {@code mon-fri 12:00-14:00; sun}: a part without days means every day, one
 * without times the whole day; after {@code only} they are when calls are welcome, and all else is
 * quiet. Immutable.
 *
 * @param byDay by start; a day without an entry has none
 */
public record QuietTimes(Map<DayOfWeek, List<Window>> byDay) {

  public static final QuietTimes NONE = new QuietTimes(Map.of());

  /** A day ends with it: there is no 24:00 among local times. */
  private static final LocalTime MIDNIGHT = LocalTime.MAX;

  /** Of what is read and of what is kept. */
  private static final int LONGEST = 1000;

  private static final Window DAY = new Window(LocalTime.MIN, MIDNIGHT);
  private static final Pattern ONLY = Pattern.compile("(only|仅限?|只在)\\s*(.*)", Pattern.DOTALL);
  private static final Pattern TIMES =
      Pattern.compile("([0-9]{1,2}:[0-9]{2})\\s*[-–~至到]\\s*([0-9]{1,2}:[0-9]{2})$");
  private static final String CHINESE_DAYS = "一二三四五六日";

  public QuietTimes {
    byDay = byDay.isEmpty() ? Map.of() : Windows.union(byDay, Map.of());
  }

  /**
   * @param text empty for none
   * @throws IllegalArgumentException saying what cannot be read, without the text
   */
  public static QuietTimes parse(String text) {
    String plain =
        Normalizer.normalize(text, Normalizer.Form.NFKC).strip().toLowerCase(Locale.ROOT);
    if (plain.length() > LONGEST) {
      throw new IllegalArgumentException("has more than " + LONGEST + " characters");
    }
    Matcher only = ONLY.matcher(plain);
    boolean welcome = only.matches();
    Map<DayOfWeek, List<Window>> all = Map.of();
    for (String part : (welcome ? only.group(2) : plain).split("[;；]")) {
      if (!part.isBlank()) {
        all = Windows.union(all, part(part.strip()));
      }
    }
    if (welcome && all.isEmpty()) {
      throw new IllegalArgumentException("names no time at which calls are welcome");
    }
    QuietTimes quiet = new QuietTimes(welcome ? rest(all) : all);
    if (quiet.written().length() > LONGEST) {
      throw new IllegalArgumentException("has too many parts; put them together");
    }
    return quiet;
  }

  private static Map<DayOfWeek, List<Window>> part(String part) {
    Matcher times = TIMES.matcher(part);
    boolean timed = times.find();
    String days = (timed ? part.substring(0, times.start()) : part).strip();
    Window window = timed ? new Window(time(times.group(1)), end(times.group(2))) : DAY;
    if (!window.start().isBefore(window.end())) {
      throw new IllegalArgumentException(
          "ends before it starts; write a time over midnight as two parts");
    }
    Map<DayOfWeek, List<Window>> each = new EnumMap<>(DayOfWeek.class);
    days(days).forEach(day -> each.put(day, List.of(window)));
    return each;
  }

  private static Set<DayOfWeek> days(String text) {
    if (text.isEmpty()) {
      return EnumSet.allOf(DayOfWeek.class);
    }
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String run : text.split("[,，、\\s]+")) {
      String[] ends = run.split("[-–~至到]");
      if (ends.length > 2) {
        throw new IllegalArgumentException(
            "names days that are none; write them as mon-fri or sun");
      }
      DayOfWeek day = day(ends[0]);
      DayOfWeek last = day(ends[ends.length - 1]);
      days.add(day);
      while (day != last) {
        day = day.plus(1);
        days.add(day);
      }
    }
    return days;
  }

  private static DayOfWeek day(String text) {
    for (DayOfWeek day : DayOfWeek.values()) {
      String name = Choice.written(day);
      if (text.length() >= 3 && name.startsWith(text)) {
        return day;
      }
    }
    Matcher chinese = Pattern.compile("(周|星期|礼拜)?([一二三四五六日天])").matcher(text);
    if (!chinese.matches()) {
      throw new IllegalArgumentException("names days that are none; write them as mon-fri or sun");
    }
    return DayOfWeek.of(CHINESE_DAYS.indexOf(chinese.group(2).replace('天', '日')) + 1);
  }

  private static LocalTime end(String text) {
    return text.equals("24:00") ? MIDNIGHT : time(text);
  }

  private static LocalTime time(String text) {
    try {
      return LocalTime.parse(text.length() == 4 ? "0" + text : text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("names a time that is none; write it as 18:30", e);
    }
  }

  /** All of the week but that. */
  private static Map<DayOfWeek, List<Window>> rest(Map<DayOfWeek, List<Window>> welcome) {
    Map<DayOfWeek, List<Window>> rest = new EnumMap<>(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      rest.put(day, Windows.without(List.of(DAY), welcome.getOrDefault(day, List.of())));
    }
    return rest;
  }

  public List<Window> of(DayOfWeek day) {
    return byDay.getOrDefault(day, List.of());
  }

  /** Both were asked for: a person's words add up. */
  public QuietTimes and(QuietTimes other) {
    if (other.byDay.isEmpty()) {
      return this; // nearly everybody
    }
    return byDay.isEmpty() ? other : new QuietTimes(Windows.union(byDay, other.byDay));
  }

  /** Whether nothing of the other is lost by it. */
  public boolean covers(QuietTimes other) {
    return and(other).equals(this);
  }

  /** As {@link #parse} reads it; empty for none. */
  public String written() {
    Map<String, List<DayOfWeek>> alike = new LinkedHashMap<>();
    for (DayOfWeek day : DayOfWeek.values()) {
      for (Window window : of(day)) {
        String times = window.equals(DAY) ? "" : " " + window.start() + "-" + end(window);
        alike.computeIfAbsent(times, _ -> new ArrayList<>()).add(day);
      }
    }
    return alike.entrySet().stream()
        .map(
            each ->
                each.getValue().stream()
                        .map(day -> Choice.written(day).substring(0, 3))
                        .collect(Collectors.joining(","))
                    + each.getKey())
        .collect(Collectors.joining("; "));
  }

  private static String end(Window window) {
    return window.end().equals(MIDNIGHT) ? "24:00" : window.end().toString();
  }
}
