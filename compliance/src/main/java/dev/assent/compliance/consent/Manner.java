package dev.assent.compliance.consent;

/** By which way a refusal reached us. */
public enum Manner {
  KEY9,
  SPEECH,
  AGENT,
  SMS,
  WEB,
  MAIL,
  REGULATOR,
  NATIONAL,
  /** Rehearsals. */
  TEST
}
