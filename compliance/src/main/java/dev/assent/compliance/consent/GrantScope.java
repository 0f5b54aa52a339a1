package dev.assent.compliance.consent;

/** What a grant permits. Consent to be called is not consent to be recorded (R22). */
public enum GrantScope {
  CALL,
  RECORD
}
