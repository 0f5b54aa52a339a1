package dev.assent.recorder;

import dev.assent.recorder.container.MalformedRecording;
import dev.assent.recorder.spool.OwnFile;
import dev.assent.recorder.spool.Splitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;

/**
 * Gives finished recordings their own files and tells the journal. At most as many wait here as
 * there were calls at once; the spool holds them all the while.
 */
final class SplittingAgent {
  /** Files whose directory is forced together. */
  private static final int BATCH = 64;

  private final Splitter splitter;
  private final RecordingJournal journal;
  private final StopReason stop;
  private final BiConsumer<ActiveRecording, SealedRecording> ended;
  private final Queue<ActiveRecording> queue = new ConcurrentLinkedQueue<>();
  private volatile int waiting;

  SplittingAgent(
      Splitter splitter,
      RecordingJournal journal,
      StopReason stop,
      BiConsumer<ActiveRecording, SealedRecording> ended) {
    this.splitter = splitter;
    this.journal = journal;
    this.stop = stop;
    this.ended = ended;
  }

  void add(ActiveRecording active) {
    queue.add(active);
  }

  int waiting() {
    return waiting;
  }

  boolean turn() {
    List<ActiveRecording> batch = new ArrayList<>();
    for (ActiveRecording next = queue.poll(); next != null; next = queue.poll()) {
      batch.add(next);
      if (batch.size() == BATCH) {
        break;
      }
    }
    waiting = batch.size() + queue.size();
    if (batch.isEmpty()) {
      return false;
    }
    if (!stop.isSet()) {
      try {
        split(batch);
        waiting = queue.size();
        return true;
      } catch (RuntimeException | MalformedRecording e) {
        stop.set("a recording cannot be given its own file: " + e.getMessage(), e);
      }
    }
    batch.forEach(active -> active.sealed().completeExceptionally(stop.exception()));
    return false;
  }

  private void split(List<ActiveRecording> batch) throws MalformedRecording {
    List<OwnFile> files = splitter.split(batch.stream().map(ActiveRecording::call).toList());
    for (int i = 0; i < batch.size(); i++) {
      OwnFile file = files.get(i);
      ActiveRecording active = batch.get(i);
      tell(journal, file);
      ended.accept(
          active,
          new SealedRecording(
              file.recordingId(),
              file.path(),
              file.sha256(),
              file.seconds(),
              active.writer().lostSeconds(),
              file.endCause(),
              file.complete()));
    }
  }

  static void tell(RecordingJournal journal, OwnFile file) {
    journal.sealed(
        file.recordingId(), file.sha256(), file.seconds(), file.endCause(), file.complete());
  }
}
