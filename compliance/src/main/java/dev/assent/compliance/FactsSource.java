package dev.assent.compliance;

import java.time.Instant;
import java.util.List;

/** Where the gate's facts come from. Implemented by the store; an exception denies the call. */
public interface FactsSource {

  /**
   * Everything the rules look at, read from committed state.
   *
   * @param now the instant to judge; past or future when planning
   * @throws RuntimeException when the contact is unknown or the store cannot answer in time
   */
  Facts of(Attempt attempt, Instant now);

  /** The holds alone, cheap enough for the last look before bytes leave. */
  Found<List<Hold>> holds();
}
