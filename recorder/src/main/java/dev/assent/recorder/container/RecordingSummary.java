package dev.assent.recorder.container;

import dev.assent.recorder.files.Files;
import dev.assent.recorder.files.ReadFile;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * What a recording's file says of itself at a glance: its header and last frame, nothing in
 * between. Not a verdict.
 *
 * @param lostSeconds of these, lost before they reached the recorder; 0 if it is not complete
 * @param complete it ends with a FINAL whose signature holds
 * @param endCause empty if it is not complete
 * @param bytes of the file
 */
public record RecordingSummary(
    RecordingHeader header,
    int seconds,
    int lostSeconds,
    boolean complete,
    String endCause,
    long bytes) {

  public static RecordingSummary of(Files files, Path path) throws MalformedRecording {
    long bytes = files.size(path);
    try (RecordingFile file = RecordingFile.open(files, path)) {
      RecordingHeader header = file.header();
      int frames = file.frames();
      byte[] frame = new byte[FrameFormat.FRAME_BYTES];
      if (frames > 0 && file.tornBytes() == 0) {
        file.read(frames - 1, frame);
        if (FrameFormat.isFinal(frame, 0) && FinalFrame.signatureHolds(header, frame)) {
          FinalFrame last = FinalFrame.parse(frame);
          return new RecordingSummary(
              header, last.seconds(), last.lostSeconds(), true, last.endCause(), bytes);
        }
      }
      return new RecordingSummary(header, file.seconds(), 0, false, "", bytes);
    }
  }

  /** What a FINAL frame that lies at {@code at} says the call ended of; a word for what is none. */
  public static String endCause(byte[] bytes, int at) {
    try {
      return FinalFrame.parse(Arrays.copyOfRange(bytes, at, at + FrameFormat.FRAME_BYTES))
          .endCause();
    } catch (MalformedRecording e) {
      return "UNREADABLE";
    }
  }

  /** Of the whole file. */
  public static byte[] sha256(Files files, Path path) {
    MessageDigest digest = Sha256.digest();
    byte[] block = new byte[1 << 16];
    try (ReadFile file = files.open(path)) {
      long at = 0;
      for (int n = file.read(0, block, 0, block.length); n > 0; ) {
        digest.update(block, 0, n);
        at += n;
        n = file.read(at, block, 0, block.length);
      }
    }
    return digest.digest();
  }
}
