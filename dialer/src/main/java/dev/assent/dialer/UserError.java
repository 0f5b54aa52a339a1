package dev.assent.dialer;

import org.jspecify.annotations.Nullable;

/**
 * Ends a command for a reason its user can do something about: told with its cause and the next
 * command, never with a stack trace. Everything that is not one of these is a bug or a broken
 * machine.
 */
public final class UserError extends RuntimeException {
  private final Exit exit;
  private final Message said;
  private final @Nullable String next;

  /**
   * @param next the command that helps, without the leading {@code assent}'s options; null if none
   */
  public UserError(Exit exit, Message said, @Nullable String next) {
    super(said.code().isEmpty() ? String.valueOf(said.arguments().getFirst()) : said.toString());
    this.exit = exit;
    this.said = said;
    this.next = next;
  }

  /** With a text that needs no translation. */
  public UserError(Exit exit, String text, @Nullable String next) {
    this(exit, Message.text(text), next);
  }

  public Exit exit() {
    return exit;
  }

  public Message said() {
    return said;
  }

  public @Nullable String next() {
    return next;
  }
}
