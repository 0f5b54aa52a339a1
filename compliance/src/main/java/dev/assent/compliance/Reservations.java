package dev.assent.compliance;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The one place where a call is reserved. Implemented by the store. */
public interface Reservations {

  /**
   * Runs the work in one transaction that holds the locks of the permit's number and person, in the
   * one lock order. Returns after the commit is journalled and forced. When the work reserved
   * nothing, nothing is written; when it throws, everything is rolled back.
   *
   * @return empty when a lock could not be had in time
   */
  <T> Optional<T> underLock(Permit permit, Function<LockedFacts, T> work);

  /** The facts as they are under the locks, each read by a statement of its own. */
  interface LockedFacts {
    Facts facts();

    /**
     * Writes the attempt as HELD, its counters and its journal entry.
     *
     * @throws RuntimeException when it cannot be written; the transaction rolls back
     */
    Reserved reserve(DecisionRecord decision, String sipCallId);
  }

  /**
   * @param at the instant of the reservation, not later than the commit
   */
  record Reserved(UUID attemptId, Instant at) {}
}
