package dev.assent.compliance.store.contact;

import java.util.UUID;

/**
 * A list that counts now.
 *
 * @param batchId the same again for the same file of the same source
 */
public record ImportResult(UUID batchId, long rows) {}
