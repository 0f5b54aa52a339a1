package dev.assent.recorder.spool;

import java.util.Optional;
import java.util.UUID;

/**
 * Where in the spool a call's frames lie that are in no file of their own yet, as it was at one
 * moment: it does not change.
 *
 * @param header place of the HEADER record; negative if the temporary file has it already
 * @param from the first of these frames; those before are in the temporary file
 * @param frames places of frame {@code from} and those after it, without holes
 * @param finished whether FINAL is the last of them
 * @param startMicros start of the recording, if the temporary file has the header
 * @param fileSha256 of the whole file, if who sealed it has told; empty if it is to be read back
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SpooledPart(
    UUID recordingId,
    long header,
    int from,
    long[] frames,
    boolean finished,
    long startMicros,
    Optional<byte[]> fileSha256) {
  /** With what the file's SHA-256 is, if every frame that was sealed is in it. */
  public SpooledPart of(byte[] wholeFileSha256) {
    return new SpooledPart(
        recordingId, header, from, frames, finished, startMicros, Optional.of(wholeFileSha256));
  }

  boolean isBegun() {
    return header < 0;
  }

  /** One more than the last frame. */
  int end() {
    return from + frames.length;
  }
}
