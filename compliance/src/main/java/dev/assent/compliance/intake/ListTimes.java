package dev.assent.compliance.intake;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the times of a list: with their zone, or, where the map states one, without. A time that
 * exists twice or not at all by its clock is refused, as is a spreadsheet's count of days.
 */
final class ListTimes {

  private static final Pattern SERIAL = Pattern.compile("[0-9]{4,6}([.,][0-9]+)?");
  private static final DateTimeFormatter WALL_CLOCK =
      DateTimeFormatter.ofPattern("uuuu-M-d['T'][ ]H:m[:s]");

  private static final int REMEMBERED = 64;

  private final @Nullable ZoneId stated;
  private final Map<String, Instant> last = new HashMap<>();

  /**
   * @param stated the zone of times that name none; null when these are refused
   */
  ListTimes(@Nullable ZoneId stated) {
    this.stated = stated;
  }

  Instant read(ListField field, String text) throws BadField {
    return read(field.written(), text);
  }

  /**
   * @param field as complaints name it
   */
  Instant read(String field, String text) throws BadField {
    // Most rows of a list end on the same day.
    Instant known = last.get(text);
    if (known == null) {
      known = readAnew(field, text);
      if (last.size() == REMEMBERED) {
        last.clear();
      }
      last.put(text, known);
    }
    return known;
  }

  private Instant readAnew(String field, String text) throws BadField {
    if (SERIAL.matcher(text).matches()) {
      throw new BadField(
          field,
          "TIME_SERIAL",
          "is a spreadsheet's count of days and has no zone; format the column as text such as"
              + " 2026-01-10T12:00:00+08:00, export again");
    }
    try {
      return ZonedDateTime.parse(text.replace(' ', 'T'), DateTimeFormatter.ISO_ZONED_DATE_TIME)
          .toInstant();
    } catch (DateTimeException e) {
      return wallClock(field, text);
    }
  }

  private Instant wallClock(String field, String text) throws BadField {
    ZoneId zone = stated;
    if (zone == null) {
      throw new BadField(
          field,
          "TIME_WITHOUT_ZONE",
          "must be a time with its offset or zone such as 2026-01-10T12:00:00+08:00");
    }
    LocalDateTime time;
    try {
      time = LocalDateTime.parse(text.replace('/', '-'), WALL_CLOCK);
    } catch (DateTimeException e) {
      throw new BadField(
          field, "TIME_UNKNOWN", "must be a date and a time such as 2026-01-10 12:00:00");
    }
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
    if (offsets.size() != 1) {
      throw new BadField(
          field,
          "TIME_AMBIGUOUS",
          "exists twice or not at all by the clock of that zone; write it with its offset");
    }
    return time.toInstant(offsets.getFirst());
  }
}
