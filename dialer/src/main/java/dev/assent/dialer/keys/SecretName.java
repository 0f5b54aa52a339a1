package dev.assent.dialer.keys;

/** The keys an operator keyset holds, by the name they carry in its payload. */
public enum SecretName {
  /** Wraps the rows of the ledger: person keys and shares B. */
  LEDGER("ledger"),
  /** What segments not rewritten yet are wrapped under, while that key changes; else absent. */
  LEDGER_FORMER("ledger.former"),
  /** Seals columns that belong to no person, such as a trunk's password. */
  COLUMN("column"),
  /** Seals what a crash must find again: open dialogs, unsent facts. */
  SPOOL("spool"),
  /** Blind index of numbers for lookups; never shared with sealing. */
  PEPPER_NUMBER("pepper.number"),
  /** Blind index of refusals, version 1: survives erasure. */
  PEPPER_DNC_1("pepper.dnc.1"),
  /** Ed25519 seed of the recorder: signs what it sealed. */
  RECORDER_SIGNING("recorder.signing"),
  /** The organisation's id, 16 bytes: not secret, kept here so that it cannot be swapped. */
  CONTROLLER("controller"),
  /**
   * Public key of the QA role, kept here so that it cannot be swapped; absent until one is named.
   */
  QA_RECIPIENT("recipient.qa"),
  /** Public key of the offline recovery, kept here so that it cannot be swapped. */
  RECOVERY_RECIPIENT("recipient.recovery");

  private final String text;

  SecretName(String text) {
    this.text = text;
  }

  String text() {
    return text;
  }
}
