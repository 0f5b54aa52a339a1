package dev.assent.recorder;

import dev.assent.recorder.container.Mark;
import dev.assent.recorder.container.RecordingWriter;
import dev.assent.recorder.spool.SpooledCall;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A recording between begin and its own file. Its methods for calls are for any thread; the rest
 * belongs to the recorder thread, and to the splitter once it was handed over.
 */
final class ActiveRecording implements Recording {
  private final RecordingWriter writer;
  private final long tapId;
  private final SealingAgent agent;
  private final CompletableFuture<SealedRecording> sealed = new CompletableFuture<>();
  private final CompletableFuture<String> stopped = new CompletableFuture<>();
  private final AtomicBoolean finishing = new AtomicBoolean();
  private final AtomicInteger marks = new AtomicInteger();

  // Of the recorder thread.
  private @Nullable SpooledCall call;
  private String endCause = "";
  private boolean lastSeen;
  private long deadline;

  ActiveRecording(RecordingWriter writer, long tapId, SealingAgent agent) {
    this.writer = writer;
    this.tapId = tapId;
    this.agent = agent;
  }

  @Override
  public UUID id() {
    return writer.recordingId();
  }

  @Override
  public long tapId() {
    return tapId;
  }

  @Override
  public void mark(Mark mark) {
    // What is beyond the bound is only counted, so that the queue to the recorder has one too.
    if (marks.incrementAndGet() <= RecordingWriter.MAX_MARKS) {
      agent.mark(this, mark);
    }
  }

  @Override
  public CompletableFuture<SealedRecording> finish(String cause) {
    RecordingWriter.requireEndCause(cause);
    if (finishing.compareAndSet(false, true)) {
      agent.finish(this, cause);
    }
    return sealed;
  }

  @Override
  public CompletableFuture<String> stopped() {
    return stopped;
  }

  CompletableFuture<SealedRecording> sealed() {
    return sealed;
  }

  RecordingWriter writer() {
    return writer;
  }

  int marksRefused() {
    return Math.max(0, marks.get() - RecordingWriter.MAX_MARKS);
  }

  SpooledCall call() {
    return Objects.requireNonNull(call, "not in the spool yet");
  }

  void spooledAs(SpooledCall spooled) {
    call = spooled;
  }

  String endCause() {
    return endCause;
  }

  long deadline() {
    return deadline;
  }

  void endingWith(String cause, long at) {
    endCause = cause;
    deadline = at;
  }

  boolean isEnding() {
    return !endCause.isEmpty();
  }

  boolean isLastSeen() {
    return lastSeen;
  }

  void sawLast() {
    lastSeen = true;
  }
}
