package dev.assent.recorder.catalog;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A recording at a glance: what its header and last frame say in the clear. Nothing personal, and
 * no verdict: that takes a reading of the whole file.
 *
 * @param seconds of sound
 * @param lostSeconds of these, seconds that never reached the recorder; 0 if it is not complete
 * @param complete it has its FINAL, and that is signed
 * @param bytes of the file
 * @param ledgerRow of share B: erasing it erases the recording
 * @param continues the recording that goes on in this file; empty for the first of a call
 */
public record CatalogEntry(
    UUID id,
    UUID attemptId,
    Instant start,
    long seconds,
    long lostSeconds,
    boolean complete,
    String endCause,
    String retentionClass,
    long bytes,
    long ledgerRow,
    Path file,
    Optional<UUID> continues) {}
