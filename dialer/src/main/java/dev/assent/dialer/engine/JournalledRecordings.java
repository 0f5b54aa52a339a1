package dev.assent.dialer.engine;

import dev.assent.compliance.store.Attempts;
import dev.assent.recorder.RecordingJournal;
import java.util.UUID;

/** What the recorder tells becomes entries of the journal, forced before it goes on. */
record JournalledRecordings(Attempts attempts) implements RecordingJournal {
  @Override
  public void opened(UUID recordingId, UUID attemptId, byte[] headerSha256) {
    attempts.recordingOpened(recordingId, attemptId, headerSha256);
  }

  @Override
  public void sealed(
      UUID recordingId, byte[] fileSha256, long seconds, String endCause, boolean complete) {
    attempts.recordingSealed(recordingId, fileSha256, seconds, endCause, complete);
  }
}
