package dev.assent.dialer.cli.command;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import java.time.Duration;

/** Durations as people type them: {@code 8h}, {@code 90m}, {@code 2d}. */
public final class Durations {
  private Durations() {}

  /**
   * @throws UserError exit 2 unless it is a number from 1 to 9999 and one of s, m, h, d
   */
  public static Duration parse(String option, String text) {
    if (!text.matches("[1-9][0-9]{0,3}[smhd]")) {
      throw new UserError(Exit.USAGE, Message.of("cli.duration", option, text), null);
    }
    long count = Long.parseLong(text.substring(0, text.length() - 1));
    return switch (text.charAt(text.length() - 1)) {
      case 's' -> Duration.ofSeconds(count);
      case 'm' -> Duration.ofMinutes(count);
      case 'h' -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }
}
