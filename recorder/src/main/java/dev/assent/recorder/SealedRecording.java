package dev.assent.recorder;

import dev.assent.recorder.container.LegMeasures;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/**
 * A recording in its own file, on disk.
 *
 * @param fileSha256 of the whole file
 * @param seconds of sound, the lost ones counted
 * @param lostSeconds of these, seconds that never reached the recorder; 0 if it was salvaged
 * @param complete false if it was cut short, or the disk gave back less than was written
 * @param legs what each sounded like; empty if it was salvaged, for then nobody can look
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SealedRecording(
    UUID id,
    Path file,
    byte[] fileSha256,
    long seconds,
    long lostSeconds,
    String endCause,
    boolean complete,
    List<LegMeasures> legs) {}
