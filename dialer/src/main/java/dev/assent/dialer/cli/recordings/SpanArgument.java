package dev.assent.dialer.cli.recordings;

import dev.assent.compliance.export.Span;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Stretches of sound as people type them: {@code 00:12-00:19}, {@code 1:02:03.5-1:02:04}. */
final class SpanArgument {
  private static final String TIME = "(?:(\\d{1,3}):)?(\\d{1,2}):([0-5]\\d)(?:\\.(\\d{1,3}))?";
  private static final Pattern SPAN = Pattern.compile(TIME + "-" + TIME);
  private static final int GROUPS = 4;

  private SpanArgument() {}

  /**
   * @throws UserError exit 2 when it is none, or ends before it begins
   */
  static Span parse(String text) {
    Matcher span = SPAN.matcher(text);
    if (span.matches()) {
      long from = millis(span, 1);
      long to = millis(span, 1 + GROUPS);
      if (from < to) {
        return new Span(from, to);
      }
    }
    throw new UserError(Exit.USAGE, Message.of("export.span", text), null);
  }

  private static long millis(Matcher span, int at) {
    String fraction = span.group(at + 3) == null ? "" : span.group(at + 3);
    return number(span.group(at)) * 3_600_000
        + number(span.group(at + 1)) * 60_000
        + number(span.group(at + 2)) * 1000
        + number((fraction + "000").substring(0, 3));
  }

  private static long number(@Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }

  /** As {@link #parse} reads it. */
  static String text(long millis) {
    return String.format(
        Locale.ROOT,
        "%02d:%02d:%02d.%03d",
        millis / 3_600_000,
        millis / 60_000 % 60,
        millis / 1000 % 60,
        millis % 1000);
  }
}
