package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.VULNERABLE_OR_DISPUTE;

import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.SubjectState;

/** R17: nobody with an open complaint or lawsuit, nobody who died or must not be disturbed. */
public final class R17Vulnerable implements Rule {

  @Override
  public String id() {
    return "R17";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    // Without the person's state R15 denies already.
    if (facts.subject() instanceof Present<SubjectState>(var state)) {
      state.flags().stream()
          .filter(R17Vulnerable::standsAgainst)
          .sorted()
          .forEach(flag -> objections.deny(VULNERABLE_OR_DISPUTE, flag.name()));
    }
  }

  private static boolean standsAgainst(SubjectState.Flag flag) {
    return switch (flag) {
      case COMPLAINT_OPEN, LITIGATION, DECEASED, DO_NOT_DISTURB, VULNERABLE -> true;
      case MINOR -> false; // R16
    };
  }
}
