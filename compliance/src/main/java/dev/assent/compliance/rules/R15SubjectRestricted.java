package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.SUBJECT_RESTRICTED;

import dev.assent.compliance.Facts;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.SubjectState;

/** R15: no use of a person's data while a right of theirs or a legal hold stands against it. */
public final class R15SubjectRestricted implements Rule {

  @Override
  public String id() {
    return "R15";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    if (!(facts.subject() instanceof Present<SubjectState>(var state))) {
      objections.deny(SUBJECT_RESTRICTED, "the person's state could not be read");
      return;
    }
    state
        .restrictions()
        .forEach(restriction -> objections.deny(SUBJECT_RESTRICTED, restriction.name()));
  }
}
