package dev.assent.recorder;

import java.util.UUID;

/**
 * A recording that had to stop before its call ended.
 *
 * @param seconds sealed until then; the last of them may not have reached the disk
 */
public record StoppedRecording(UUID id, long seconds) {}
