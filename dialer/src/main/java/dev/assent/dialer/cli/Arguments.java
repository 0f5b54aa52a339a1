package dev.assent.dialer.cli;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import java.util.function.Function;

/** Turns the refusal of a value into a usage error that names its option. */
final class Arguments {
  private Arguments() {}

  /**
   * @param parser throws IllegalArgumentException with the form it wants
   * @throws UserError exit 2
   */
  static <T> T parse(String option, String text, Function<String, T> parser) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      throw new UserError(
          Exit.USAGE,
          Message.of("cli.bad_value", option, text, String.valueOf(e.getMessage())),
          null);
    }
  }
}
