package dev.assent.recorder;

import dev.assent.recorder.container.Heartbeat;
import java.util.List;
import java.util.UUID;

/**
 * Where the facts about recordings go. A call returns when the fact is on disk. After a crash
 * either may come again for the same recording, the second one without measures: that changes
 * nothing.
 */
public interface RecordingJournal {
  /** {@code REC_OPEN}: this recording's header is on disk and its first second may follow. */
  void opened(UUID recordingId, UUID attemptId, byte[] headerSha256);

  /**
   * {@code REC_STOPPED}: these recordings had to stop before their calls ended, and will be cut
   * short or lost.
   */
  void stopped(List<StoppedRecording> recordings, String why);

  /** {@code REC_SEALED}: each of these recordings has its own file on disk. */
  void sealed(List<SealedRecording> recordings);

  /**
   * {@code REC_ALIVE}: these recordings, all that live, have come so far on disk. Called now and
   * then, not by the recorder thread.
   */
  void alive(List<Heartbeat> heartbeats);
}
