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
    switch (kind) {
      case MOBILE, FIXED_LINE, FIXED_LINE_OR_MOBILE, TOLL_FREE, OTHER -> {}
      case PREMIUM_RATE, SHARED_COST, SATELLITE, SHORT_CODE ->
          objections.denyPermanently(NUMBER_PROHIBITED, kind.name());
      case INVALID -> objections.denyPermanently(NUMBER_INVALID, "not in the numbering plan");
    }
  }
}
