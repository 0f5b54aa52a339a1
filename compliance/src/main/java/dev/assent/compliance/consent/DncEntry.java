package dev.assent.compliance.consent;

import java.time.Instant;
import java.util.UUID;

/**
 * A number on the do-not-call list. It has no expiry, and it holds no number: the list is kept by
 * keyed hash only.
 */
public record DncEntry(UUID id, Manner manner, Instant at) {}
