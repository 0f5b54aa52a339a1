package dev.assent.compliance.consent;

import java.time.Instant;
import java.util.UUID;

/**
 * A number on the do-not-call list. It has no expiry, and it holds no number: the list is kept by
 * keyed hash only.
 *
 * @param id of the entry in the journal, or of the imported list the number stands on
 */
public record DncEntry(UUID id, DncReach reach, Manner manner, Instant at) {}
