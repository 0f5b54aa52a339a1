package dev.assent.recorder.spool;

import java.nio.file.Path;
import java.util.UUID;

/**
 * A recording in its own file, on disk.
 *
 * @param sha256 of the whole file
 * @param seconds of sound
 * @param complete whether it has its FINAL
 * @param endCause as FINAL says it, or why it is cut short
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record OwnFile(
    UUID recordingId,
    UUID attemptId,
    Path path,
    byte[] headerSha256,
    byte[] sha256,
    int seconds,
    boolean complete,
    String endCause) {}
