package dev.assent.recorder;

import java.nio.file.Path;
import java.util.UUID;

/**
 * A recording in its own file, on disk and in the journal.
 *
 * @param fileSha256 of the whole file
 * @param seconds of sound, the lost ones counted
 * @param lostSeconds of these, seconds that never reached the recorder
 * @param complete false if the disk gave back less than was written
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SealedRecording(
    UUID id,
    Path file,
    byte[] fileSha256,
    long seconds,
    long lostSeconds,
    String endCause,
    boolean complete) {}
