package dev.assent.compliance.store.campaign;

import java.time.Instant;

/**
 * Where the contacts of a campaign stand, each once.
 *
 * @param imported contacts of its batches
 * @param untouched not looked at yet
 * @param due put off, and to be looked at again now
 * @param waiting put off until later
 * @param calling being called now
 * @param blocked denied until the campaign is run again
 * @param done called to an end, or denied for good
 * @param placedLately calls placed since {@code lately}
 */
public record Standings(
    long imported,
    long untouched,
    long due,
    long waiting,
    long calling,
    long blocked,
    long done,
    long placedLately,
    Instant lately) {
  /** Who may still be called in it. */
  public long left() {
    return untouched + due + waiting;
  }
}
