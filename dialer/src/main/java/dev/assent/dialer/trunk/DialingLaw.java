package dev.assent.dialer.trunk;

import dev.assent.compliance.Clearance;
import java.time.Duration;
import java.util.Optional;

/**
 * What dialling asks of the law while it goes on, and tells it. Bound to gate and store by the
 * engine.
 */
public interface DialingLaw {
  /**
   * Just before the first byte leaves: no hold was set since the clearance was given, and the
   * clearance is fresh and unused. Takes the clearance: none is said against it only once.
   *
   * @return what stands against it; empty when the first byte may leave
   */
  Optional<String> against(Clearance clearance);

  /**
   * Before a further INVITE of the same attempt: R01, R20 and R28 again, and the INVITE journalled
   * when they allow it. Returns when durable.
   */
  boolean maySendAgain(Clearance clearance, String cause);

  /** How long it may ring (R41), at most 45 s. */
  Duration ringAtMost(Clearance clearance);
}
