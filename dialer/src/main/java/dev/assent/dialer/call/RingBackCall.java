package dev.assent.dialer.call;

import dev.assent.compliance.store.suppression.Refused;
import dev.assent.media.prompt.Prompt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The story of a person who rings the presented number back: who called and why, where to complain,
 * and 9 against further calls. Nobody is asked for anything, nothing is recorded, and nothing here
 * could place a call.
 *
 * <p>Runs on the call's own virtual thread, from the answer to the BYE.
 */
public final class RingBackCall {
  /** How long a 9 is waited for after the last word. */
  static final Duration PATIENCE = Duration.ofSeconds(8);

  private static final int TIMES = 2;

  /** How it ended. */
  public enum End {
    /** Everything was said. */
    ANNOUNCED,
    OPTED_OUT,
    /** The 9 is not durable yet: no success was claimed. */
    OPT_OUT_PENDING,
    /** A 9 without a number it could be about: told where to turn instead. */
    OPT_OUT_WITHOUT_NUMBER,
    /** They hung up before everything was said. */
    HUNG_UP
  }

  /** Where a 9 becomes durable. */
  public interface Desk {
    /** Empty if the call presented no number; else durable, or pending, before it returns. */
    Optional<Refused> optOut();
  }

  private final Words words;
  private final Desk desk;

  /** One call's story, in the words of an approved script. */
  public RingBackCall(Words words, Desk desk) {
    this.words = words;
    this.desk = desk;
  }

  /** Leads the call to its end and hangs up. Never throws for what a person or a network does. */
  public End lead(Call call) {
    try (call) {
      return announce(call);
    }
  }

  private End announce(Call call) {
    try {
      for (int i = 0; i < TIMES; i++) {
        call.play(words.identity());
        call.play(words.noKeyPath());
        if (nineWithinPatience(call)) {
          return optOut(call);
        }
      }
      return End.ANNOUNCED;
    } catch (CallEnded _) {
      // A 9 that crossed their BYE is a 9.
      return call.pressed().filter(digit -> digit == Digit.NINE).isPresent()
          ? optOut(call)
          : End.HUNG_UP;
    }
  }

  /** A 0 is an answer to nothing that is asked here: it ends the words, but a 9 may follow. */
  private static boolean nineWithinPatience(Call call) throws CallEnded {
    Optional<Digit> pressed = Optional.of(Digit.ZERO);
    for (int i = 0; i < TIMES && pressed.isPresent(); i++) {
      call.listen(PATIENCE);
      pressed = call.pressed();
      if (pressed.filter(digit -> digit == Digit.NINE).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private End optOut(Call call) {
    Optional<Refused> refused = desk.optOut();
    if (refused.isEmpty()) {
      say(call, words.noKeyPath());
      return End.OPT_OUT_WITHOUT_NUMBER;
    }
    return switch (refused.get()) {
      case Refused.Durable _ -> {
        say(call, words.optOutConfirmed());
        yield End.OPTED_OUT;
      }
      case Refused.Pending _ -> {
        say(call, words.optOutPending());
        yield End.OPT_OUT_PENDING;
      }
    };
  }

  private static void say(Call call, List<Prompt> segments) {
    try {
      call.play(segments);
    } catch (CallEnded _) {
      // They hung up on our last words; the outcome stands.
    }
  }
}
