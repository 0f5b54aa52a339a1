package dev.assent.compliance.consent;

/** How a consent was given. */
public enum ConsentForm {
  DTMF,
  SPEECH,
  WEB_TICK,
  PAPER,
  GUARDIAN_WRITTEN
}
