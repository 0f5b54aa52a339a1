package dev.assent.recorder.catalog;

import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/**
 * A recording at a glance: what its header and last frame say in the clear. Nothing personal, and
 * no verdict: that takes a reading of the whole file.
 *
 * @param seconds of sound
 * @param complete it has its FINAL, and that is signed
 * @param bytes of the file
 * @param ledgerRow of share B: erasing it erases the recording
 */
public record CatalogEntry(
    UUID id,
    UUID attemptId,
    Instant start,
    long seconds,
    boolean complete,
    String endCause,
    String retentionClass,
    long bytes,
    long ledgerRow,
    Path file) {}
