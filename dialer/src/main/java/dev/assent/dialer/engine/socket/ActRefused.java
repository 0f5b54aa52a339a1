package dev.assent.dialer.engine.socket;

import dev.assent.dialer.Language;
import dev.assent.dialer.Message;
import dev.assent.dialer.Messages;
import dev.assent.dialer.UserError;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An act that was not done, for a reason the person at the page can do something about.
 *
 * <p>Codes the pages know: ENGINE_GONE, ENGINE_LOCKED, SIGN_IN_REFUSED, LOCKED_OUT, NO_CODE_DEVICE,
 * SESSION_ENDED, NOT_PROVED, NO_SUCH_ACTION, ROLE, STEP_UP, FROZEN, TOO_FAST, BAD_REQUEST, FAILED;
 * others belong to one action.
 */
public final class ActRefused extends RuntimeException {
  private final String code;
  private final String english;
  private final String chinese;
  private final @Nullable String next;

  ActRefused(String code, String english, String chinese, @Nullable String next) {
    super(code);
    this.code = code;
    this.english = english;
    this.chinese = chinese;
    this.next = next;
  }

  /**
   * @param code upper case, stable: pages and scripts look at it
   * @param next the command that helps, or null
   */
  public static ActRefused of(String code, Message said, @Nullable String next) {
    return new ActRefused(
        code, Messages.in(Language.EN).say(said), Messages.in(Language.ZH).say(said), next);
  }

  /** What a part of the engine said to commands, said to a page. */
  public static ActRefused of(UserError error) {
    String code = error.said().code();
    String stable =
        switch (code) {
          case "" -> error.exit().name();
          case "user.frozen" -> "FROZEN";
          default -> code.replace('.', '_').toUpperCase(Locale.ROOT);
        };
    return of(stable, error.said(), error.next());
  }

  public String code() {
    return code;
  }

  public String english() {
    return english;
  }

  public String chinese() {
    return chinese;
  }

  public @Nullable String next() {
    return next;
  }
}
