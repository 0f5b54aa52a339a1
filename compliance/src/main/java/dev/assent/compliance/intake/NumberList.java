package dev.assent.compliance.intake;

import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.numbering.PhoneNumber;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a long list of numbers as registers publish them: a number a line, or CSV whose first
 * column is the number and whose second, if any, a day. Streams; memory does not grow with the
 * file. docs/do-not-call.md.
 */
public final class NumberList {
  private static final int LONGEST_LINE = 1_000;
  private static final Set<String> HEADINGS =
      Set.of("number", "phone", "phone_number", "msisdn", "tel", "号码", "电话", "手机号");

  /** What the second column says of a number that is not disconnected. */
  private static final Set<String> NO = Set.of("no", "n", "0", "否");

  private NumberList() {}

  /** What becomes of the lines. */
  public interface Sink {
    /**
     * @param day as the second column has it; null when empty or {@code no}
     */
    void accept(PhoneNumber number, @Nullable LocalDate day) throws IOException;

    /** A line that cannot be read; the reject repeats none of it. */
    void rejected(Reject reject) throws IOException;
  }

  /**
   * How many lines there were.
   *
   * @param uncallable numbers that no rule would let be called, such as emergency numbers; they
   *     need no list
   */
  public record Counts(long numbers, long rejected, long uncallable) {}

  /**
   * @param region where a number without a country code belongs, ISO 3166-1 alpha-2
   */
  public static Counts read(InputStream in, String region, Sink sink) throws IOException {
    // Bytes that are no UTF-8 become a character no number has, so their line is rejected.
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8), 1 << 16);
    long line = 0;
    long numbers = 0;
    long rejected = 0;
    long uncallable = 0;
    for (String text = lines.readLine(); text != null; text = lines.readLine()) {
      line++;
      Row row = Row.of(line == 1 ? withoutMark(text) : text);
      if (row.number().isEmpty() || (line == 1 && isHeading(row.number()))) {
        continue;
      }
      switch (row.parse(region)) {
        case PhoneNumber.Parsed.Valid(PhoneNumber number) -> {
          try {
            sink.accept(number, row.parsedDay());
            numbers++;
          } catch (DateTimeException notADay) {
            rejected++;
            sink.rejected(
                new Reject(line, "day", "DAY_INVALID", "write a day such as 2026-03-18, or no"));
          }
        }
        case PhoneNumber.Parsed.Invalid(ReasonCode code, String _)
            when code == ReasonCode.NUMBER_PROHIBITED ->
            uncallable++;
        case PhoneNumber.Parsed.Invalid(ReasonCode code, String hint) -> {
          rejected++;
          sink.rejected(new Reject(line, "number", code.name(), hint));
        }
      }
    }
    return new Counts(numbers, rejected, uncallable);
  }

  private static String withoutMark(String text) {
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static boolean isHeading(String cell) {
    return HEADINGS.contains(cell.toLowerCase(Locale.ROOT));
  }

  private record Row(String number, String day) {
    static Row of(String line) {
      if (line.length() > LONGEST_LINE) {
        return new Row("too long", "");
      }
      int end = delimiter(line, 0);
      if (end == line.length()) {
        return new Row(cell(line), "");
      }
      return new Row(
          cell(line.substring(0, end)), cell(line.substring(end + 1, delimiter(line, end + 1))));
    }

    private static int delimiter(String line, int from) {
      for (int i = from; i < line.length(); i++) {
        char c = line.charAt(i);
        if (c == ',' || c == ';' || c == '\t') {
          return i;
        }
      }
      return line.length();
    }

    private static String cell(String text) {
      String cell = text.strip();
      boolean quoted = cell.length() > 1 && cell.startsWith("\"") && cell.endsWith("\"");
      return quoted ? cell.substring(1, cell.length() - 1).strip() : cell;
    }

    PhoneNumber.Parsed parse(String region) {
      return region.equals("CN") && plainMobile()
          ? new PhoneNumber.Parsed.Valid(PhoneNumber.ofE164("+86" + number))
          : PhoneNumber.parse(number, region);
    }

    /**
     * Eleven digits from 13, 15, 18 or 19: written in E.164 without asking the numbering plan,
     * which would take most of the time of ten million lines. A number that nobody has may so stand
     * on a list; it harms nobody.
     */
    private boolean plainMobile() {
      if (number.length() != 11 || number.charAt(0) != '1') {
        return false;
      }
      for (int i = 1; i < 11; i++) {
        if (number.charAt(i) < '0' || number.charAt(i) > '9') {
          return false;
        }
      }
      return switch (number.charAt(1)) {
        case '3' -> !number.startsWith("1349"); // satellite
        case '5', '8', '9' -> true;
        default -> false;
      };
    }

    @Nullable LocalDate parsedDay() {
      return day.isEmpty() || NO.contains(day.toLowerCase(Locale.ROOT))
          ? null
          : LocalDate.parse(day);
    }
  }
}
