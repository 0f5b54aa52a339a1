package dev.assent.recorder;

import java.util.UUID;

/**
 * Where the facts about recordings go. A call returns when the fact is on disk. After a crash
 * either may come again for the same recording, with the same values: the second time changes
 * nothing.
 */
public interface RecordingJournal {
  /** {@code REC_OPEN}: this recording's header is on disk and its first second may follow. */
  void opened(UUID recordingId, UUID attemptId, byte[] headerSha256);

  /**
   * {@code REC_SEALED}: this recording has its own file on disk.
   *
   * @param complete false if it was cut short
   */
  void sealed(UUID recordingId, byte[] fileSha256, long seconds, String endCause, boolean complete);
}
