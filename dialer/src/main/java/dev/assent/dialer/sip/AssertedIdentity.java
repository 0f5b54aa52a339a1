package dev.assent.dialer.sip;

/** In which header, besides From, the caller number stands (RFC 3325, RFC 3261 section 20). */
public enum AssertedIdentity {
  NONE,
  /** P-Asserted-Identity: the carrier trusts us to assert it. */
  PAI,
  /** P-Preferred-Identity: the carrier asserts it for us. */
  PPI
}
