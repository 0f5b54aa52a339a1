package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.HOLD_ACTIVE;
import static dev.assent.compliance.ReasonCode.HOLD_STATE_UNKNOWN;

import dev.assent.compliance.Attempt;
import dev.assent.compliance.Facts;
import dev.assent.compliance.Found;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.Hold;
import dev.assent.compliance.numbering.PhoneNumber;
import java.util.List;

/** R01: no call while a hold covers it. Holds that cannot be read are holds. */
public final class R01KillSwitch implements Rule {

  @Override
  public String id() {
    return "R01";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    judge(facts.holds(), facts.attempt(), facts.contact().number(), objections);
  }

  /** The same question with nothing but the holds at hand: the last look before bytes leave. */
  public static boolean free(Found<List<Hold>> holds, Attempt attempt, PhoneNumber number) {
    Objections objections = new Objections();
    judge(holds, attempt, number, objections);
    return objections.worstFirst().isEmpty();
  }

  private static void judge(
      Found<List<Hold>> found, Attempt attempt, PhoneNumber number, Objections objections) {
    if (!(found instanceof Present<List<Hold>>(var holds))) {
      objections.deny(HOLD_STATE_UNKNOWN, "the holds could not be read");
      return;
    }
    for (Hold hold : holds) {
      if (covers(hold, attempt, number)) {
        objections.deny(HOLD_ACTIVE, hold.scope() + " hold " + hold.id() + " set by " + hold.by());
      }
    }
  }

  private static boolean covers(Hold hold, Attempt attempt, PhoneNumber number) {
    return switch (hold.scope()) {
      case GLOBAL -> true;
      case CAMPAIGN -> hold.target().equals(attempt.campaignId().toString());
      case TRUNK -> hold.target().equals(attempt.trunk());
      case NUMBER_RANGE -> number.e164().startsWith(hold.target());
    };
  }
}
