package dev.assent.recorder;

import dev.assent.recorder.container.Heartbeat;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the journal now and then how far the live recordings have come on disk. Not the recorder
 * thread's work: the journal takes its time.
 */
final class HeartbeatAgent {
  private static final Logger LOG = LoggerFactory.getLogger(HeartbeatAgent.class);

  private final RecordingJournal journal;
  private final AtomicReference<List<Heartbeat>> next = new AtomicReference<>(List.of());

  HeartbeatAgent(RecordingJournal journal) {
    this.journal = journal;
  }

  /** Recorder thread: these frames are on disk. What was not told yet is overtaken by it. */
  void beat(List<Heartbeat> heartbeats) {
    next.set(heartbeats);
  }

  boolean turn() {
    List<Heartbeat> heartbeats = next.getAndSet(List.of());
    if (heartbeats.isEmpty()) {
      return false;
    }
    try {
      journal.alive(heartbeats);
    } catch (RuntimeException e) {
      LOG.error("The journal cannot be told how far recordings have come", e);
    }
    return true;
  }
}
