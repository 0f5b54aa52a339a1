package dev.assent.compliance.store.suppression;

import java.util.UUID;

/** What became of a person's word that they want no more calls. */
public sealed interface Refused {
  UUID entryId();

  /** Committed and journalled: it may be confirmed to the person. */
  record Durable(UUID entryId) implements Refused {}

  /**
   * The database did not take it in time. The node is on hold, nothing may be promised.
   *
   * @param journalled whether the journal alone holds it; the next start carries it out
   */
  record Pending(UUID entryId, boolean journalled) implements Refused {}
}
