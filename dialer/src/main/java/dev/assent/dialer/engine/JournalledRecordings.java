package dev.assent.dialer.engine;

import dev.assent.compliance.store.attempt.Attempts;
import dev.assent.compliance.store.attempt.RecordingFacts;
import dev.assent.compliance.store.attempt.RecordingHistory;
import dev.assent.recorder.RecordingJournal;
import dev.assent.recorder.SealedRecording;
import dev.assent.recorder.StoppedRecording;
import dev.assent.recorder.container.Heartbeat;
import dev.assent.recorder.container.JournalledFacts;
import dev.assent.recorder.container.LegMeasures;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** What the recorder tells becomes entries of the journal, forced before it goes on. */
record JournalledRecordings(Attempts attempts, CallReview review) implements RecordingJournal {
  @Override
  public void opened(UUID recordingId, UUID attemptId, byte[] headerSha256) {
    attempts.recordingOpened(recordingId, attemptId, headerSha256);
    review.opened(recordingId, attemptId);
  }

  @Override
  public void stopped(List<StoppedRecording> recordings, String why) {
    attempts.recordingsStopped(
        recordings.stream()
            .collect(Collectors.toMap(StoppedRecording::id, StoppedRecording::seconds)),
        why);
  }

  @Override
  public void sealed(List<SealedRecording> recordings) {
    attempts.recordingsSealed(recordings.stream().map(JournalledRecordings::facts).toList());
    recordings.forEach(review::sealed);
  }

  @Override
  public void alive(List<Heartbeat> heartbeats) {
    SortedMap<UUID, String> lastFrames = new TreeMap<>();
    heartbeats.forEach(beat -> lastFrames.put(beat.recordingId(), beat.text()));
    attempts.recordingsAlive(lastFrames);
  }

  private static RecordingFacts facts(SealedRecording recording) {
    return new RecordingFacts(
        recording.id(),
        recording.fileSha256(),
        recording.seconds(),
        recording.lostSeconds(),
        recording.endCause(),
        recording.complete(),
        recording.legs().stream().map(JournalledRecordings::sound).toList());
  }

  /** What a reader of recordings holds a file against. */
  static JournalledFacts facts(UUID recordingId, RecordingHistory.Told told) {
    return new JournalledFacts(
        told.headerSha256(),
        told.fileSha256(),
        told.lastFrame().map(frame -> Heartbeat.parse(recordingId, frame)));
  }

  private static RecordingFacts.LegSound sound(LegMeasures leg) {
    return new RecordingFacts.LegSound(
        leg.legId(),
        leg.soundMillis(),
        leg.missingMillis(),
        leg.voiceMillis(),
        leg.longestSilenceMillis(),
        leg.peak(),
        leg.rms(),
        Math.round(leg.clipped() * 1e6));
  }
}
