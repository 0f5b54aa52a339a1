package dev.assent.compliance.privacy;

import dev.assent.compliance.policy.DataKeys;
import dev.assent.compliance.policy.Keep;
import dev.assent.compliance.policy.PolicyKey;

/** What is held of a person, by the key that destroys it (DESIGN §5). */
public enum HeldKind {
  /** Number, name and what lists said. */
  CONTACT("X-10"),
  /** Which number was called when, for as long as calls must be provable. */
  CALL("X-05"),
  /** What was chosen, proofs of consent, and what was noted of the person. */
  EVIDENCE("A-16"),
  /** The sound of one call. */
  RECORDING("X-06");

  private final String requirement;

  HeldKind(String requirement) {
    this.requirement = requirement;
  }

  /** The requirement its floor follows from. */
  public String requirement() {
    return requirement;
  }

  PolicyKey<Keep> key() {
    return switch (this) {
      case CONTACT -> DataKeys.RETENTION_CONTACT;
      case CALL -> DataKeys.RETENTION_CDR;
      case EVIDENCE -> DataKeys.RETENTION_CONSENT;
      case RECORDING -> DataKeys.RETENTION_RECORDING;
    };
  }
}
