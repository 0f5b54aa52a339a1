package dev.assent.compliance.reconcile;

import dev.assent.compliance.Outcome;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One of our attempts, as far as a carrier's record is held against it.
 *
 * @param number the id of the number called
 * @param outcome null while it is still open
 * @param answered whether we saw the answer
 */
public record OurCall(
    UUID attempt,
    UUID campaign,
    UUID number,
    String trunk,
    String callId,
    Instant placedAt,
    @Nullable Outcome outcome,
    boolean answered) {

  public boolean unknown() {
    return outcome == Outcome.UNKNOWN;
  }
}
