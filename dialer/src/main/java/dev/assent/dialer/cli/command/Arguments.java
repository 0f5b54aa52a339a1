package dev.assent.dialer.cli.command;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.function.Function;

/** Turns the refusal of a value into a usage error that names its option. */
public final class Arguments {
  private Arguments() {}

  /**
   * @param parser throws IllegalArgumentException with the form it wants
   * @throws UserError exit 2
   */
  public static <T> T parse(String option, String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new UserError(
          Exit.USAGE,
          Message.of("cli.bad_value", option, text, String.valueOf(e.getMessage())),
          null);
    }
  }

  /**
   * A time with its offset, such as {@code 2026-09-15T10:00+08:00}.
   *
   * @throws UserError exit 2
   */
  public static Instant time(String option, String text) {
    return parse(
        option,
        text,
        time -> {
          try {
            return OffsetDateTime.parse(time).toInstant();
          } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("a time with its offset, 2026-09-15T10:00+08:00", e);
          }
        });
  }
}
