package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.PROTECTED_LINE;

import dev.assent.compliance.Facts;
import dev.assent.compliance.Found;

/**
 * R14: hospitals, emergency services and guest rooms are never called. A list the packs ask for
 * must be there and recent; without such a demand only a number that stands on one is refused.
 */
public final class R14ProtectedLine implements Rule {

  @Override
  public String id() {
    return "R14";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    DemandedLists demanded = DemandedLists.ofProtectedLines(facts);
    demanded.withNumber(
        (reading, _) ->
            objections.denyPermanently(
                PROTECTED_LINE, reading.name() + " version " + reading.version()));
    demanded.wanting(why -> objections.deny(PROTECTED_LINE, why));
    if (!(facts.lists() instanceof Found.Present)) {
      objections.deny(PROTECTED_LINE, "the lists could not be read");
    }
  }
}
