package dev.assent.compliance.store.campaign;

import dev.assent.compliance.Outcome;
import java.util.Map;

/**
 * A campaign in figures. Each contact is counted once: by the outcome of its last attempt, else by
 * the primary reason against calling it, else as not looked at yet.
 *
 * @param imported contacts of the campaign's batches
 * @param attempted contacts with an attempt
 * @param attempts all attempts
 * @param inProgress contacts whose last attempt is still open
 * @param outcomes contacts by the outcome of their last attempt
 * @param causes contacts whose last attempt came to nothing, by outcome and the cause it was given
 * @param blocked contacts never attempted, by the code that denied them
 * @param deferred contacts never attempted, by the code that deferred them
 * @param untouched contacts not looked at yet
 */
public record Report(
    long imported,
    long attempted,
    long attempts,
    long inProgress,
    Map<Outcome, Long> outcomes,
    Map<String, Long> causes,
    Map<String, Long> blocked,
    Map<String, Long> deferred,
    long untouched) {
  public Report {
    outcomes = Map.copyOf(outcomes);
    causes = Map.copyOf(causes);
    blocked = Map.copyOf(blocked);
    deferred = Map.copyOf(deferred);
  }
}
