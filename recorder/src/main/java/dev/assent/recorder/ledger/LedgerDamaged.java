package dev.assent.recorder.ledger;

/** The ledger on disk is not what this ledger wrote, or is under another key. */
public final class LedgerDamaged extends RuntimeException {
  LedgerDamaged(String message) {
    super(message);
  }
}
