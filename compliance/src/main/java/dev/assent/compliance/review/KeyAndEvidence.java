package dev.assent.compliance.review;

import dev.assent.compliance.consent.ConsentEvidence;
import dev.assent.compliance.consent.ConsentEvidence.Choice;
import java.util.Objects;
import java.util.Optional;

/**
 * The key that was heard, the choice that was kept and the outcome that was written down tell one
 * story (E-04): 1 is a yes, 0 a refusal, and who said yes has a yes on file.
 */
final class KeyAndEvidence implements Check {
  @Override
  public Optional<Finding> look(EndedCall call) {
    return call.choices().stream()
        .filter(choice -> !keyFits(choice))
        .findFirst()
        .map(choice -> choice.choice() + " by key " + Objects.requireNonNullElse(choice.key(), '-'))
        .or(() -> outcome(call))
        .map(detail -> new Finding(Flag.EVIDENCE_DISAGREES, detail));
  }

  private static boolean keyFits(ConsentEvidence choice) {
    return switch (choice.choice()) {
      case AGREED -> fits(choice, '1');
      case REFUSED -> fits(choice, '0');
      case NO_ANSWER_TO_CONSENT, INVALID_KEYS, HANGUP_BEFORE_CHOICE -> choice.key() == null;
    };
  }

  private static boolean fits(ConsentEvidence choice, char key) {
    return switch (choice.means()) {
      case SPEECH -> true;
      case DTMF -> Objects.equals(choice.key(), key);
      case NONE -> false;
    };
  }

  /** A yes is the only way to AGREED; calls the engine died in tell nothing. */
  private static Optional<String> outcome(EndedCall call) {
    boolean fits =
        switch (call.outcome()) {
          case AGREED -> call.yes().isPresent();
          case REFUSED -> has(call, Choice.REFUSED);
          case REFUSED_TIMEOUT ->
              has(call, Choice.NO_ANSWER_TO_CONSENT) || has(call, Choice.INVALID_KEYS);
          case HUNG_UP -> has(call, Choice.HANGUP_BEFORE_CHOICE);
          case REC_FAIL,
              OPTED_OUT,
              OPT_OUT_PENDING,
              NO_KEY_PATH,
              BUSY,
              NO_ANSWER,
              CANCELLED,
              CANCELLED_DNC,
              FAILED,
              UNWANTED,
              BLOCKED,
              UNKNOWN,
              ANSWERED_UNHEARD,
              NOT_SENT ->
              true;
        };
    return fits
        ? Optional.empty()
        : Optional.of("outcome " + call.outcome() + " without its choice");
  }

  private static boolean has(EndedCall call, Choice choice) {
    return call.choices().stream().anyMatch(kept -> kept.choice() == choice);
  }
}
