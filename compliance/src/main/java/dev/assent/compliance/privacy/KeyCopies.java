package dev.assent.compliance.privacy;

import java.time.Instant;

/**
 * Copies of the key ledger, which hold what was destroyed for some days more. Bound by the engine.
 */
public interface KeyCopies {
  /** From when on, as planned, no copy that held what was destroyed then can be opened any more. */
  Instant goneFrom(Instant destroyedAt);

  /** Whether that is so now, looked at and not computed. */
  boolean gone(Instant destroyedAt);
}
