package dev.assent.dialer.export;

import dev.assent.recorder.container.RecordingKey;
import dev.assent.recorder.container.Verification;
import java.nio.file.Path;
import java.util.UUID;

/**
 * A sealed file an export is made of.
 *
 * @param sha256 of the file, lower hex
 * @param verification with all its frames opened
 * @param key that opens it alone; whoever made this closes it
 */
public record SealedSource(
    UUID recording, Path file, String sha256, Verification verification, RecordingKey key) {}
