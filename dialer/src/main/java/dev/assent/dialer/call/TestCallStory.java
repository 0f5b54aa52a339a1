package dev.assent.dialer.call;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.script.TestScript;
import dev.assent.media.prompt.Prompt;
import dev.assent.media.rtp.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The story of a test call: say who calls and that it is a test, ask for 1, 0 and 9 in turn, and
 * tell by which path each was heard. Nothing is recorded, and a 9 is kept as any 9.
 *
 * <p>Runs on the call's own thread, from the answer to the BYE.
 */
public final class TestCallStory {
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final Words words;
  private final BooleanSupplier optOut;
  private final List<Asked> asked = new ArrayList<>();

  /**
   * A key that was asked for.
   *
   * @param heard empty when it was not heard, or another was
   */
  public record Asked(char key, Optional<Key> heard) {}

  /**
   * @param words of the test script
   * @param optOut keeps a 9; true when that is durable
   */
  public TestCallStory(Words words, BooleanSupplier optOut) {
    this.words = words;
    this.optOut = optOut;
  }

  /** Leads the call to its end and hangs up. Never throws for what a person or a network does. */
  public Outcome lead(Call call) {
    try (call) {
      return askEach(call);
    }
  }

  /** What was asked so far, and what was heard. */
  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  private Outcome askEach(Call call) {
    Outcome end = Outcome.REFUSED_TIMEOUT;
    boolean nine = false;
    try {
      call.play(words.identity());
      List<Prompt> choices = words.choices();
      for (int i = 0; i < choices.size(); i++) {
        List<Prompt> choice = List.of(choices.get(i));
        Answer answer = call.ask(new Question(choice, choice.getFirst(), PATIENCE, 1, 2));
        asked.add(new Asked(TestScript.KEYS.get(i), heard(call, TestScript.KEYS.get(i), answer)));
        if (answer == Digit.NINE) {
          nine = true;
          end = optOut.getAsBoolean() ? Outcome.OPTED_OUT : Outcome.OPT_OUT_PENDING;
        }
      }
      call.play(words.thanks());
    } catch (CallEnded ended) {
      end = nine ? end : Outcome.HUNG_UP;
    }
    // A 9 that came while something was said, or with the BYE, counts like any other.
    if (!nine && call.pressed().filter(digit -> digit == Digit.NINE).isPresent()) {
      asked.add(new Asked('9', heard(call, '9', Digit.NINE)));
      end = optOut.getAsBoolean() ? Outcome.OPTED_OUT : Outcome.OPT_OUT_PENDING;
    }
    return end;
  }

  private static Optional<Key> heard(Call call, char wanted, Answer answer) {
    return answer instanceof Digit
        ? call.log().answer().filter(key -> key.digit() == wanted)
        : Optional.empty();
  }
}
