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
  /** Their telephone or network said it for them when called (SIP 607). */
  NETWORK,
  /** Rehearsals. */
  TEST
}
