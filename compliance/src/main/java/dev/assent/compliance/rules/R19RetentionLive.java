package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.RETENTION_EXPIRED;

import dev.assent.compliance.Facts;

/** R19: what should have been erased by now is not used, erased or not. */
public final class R19RetentionLive implements Rule {

  @Override
  public String id() {
    return "R19";
  }

  @Override
  public void judge(Facts facts, Objections objections) {
    if (!facts.now().isBefore(facts.contact().expiresAt())) {
      objections.deny(RETENTION_EXPIRED, "was to be erased at " + facts.contact().expiresAt());
    }
  }
}
