package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.NUMBER_INVALID;
import static dev.assent.compliance.ReasonCode.NUMBER_PROHIBITED;

import dev.assent.compliance.Facts;
import dev.assent.compliance.numbering.NumberKind;

/** R11: a number of the numbering plan, and none of those that may never be dialled. */
public final class R11NumberValid implements Rule {

  @Override
  public String id() {
    return "R11";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    NumberKind kind = facts.contact().number().kind();
    if (kind == NumberKind.INVALID) {
      objections.denyPermanently(NUMBER_INVALID, "not in the numbering plan");
    } else if (kind.prohibited()) {
      objections.denyPermanently(NUMBER_PROHIBITED, kind.name());
    }
  }
}
