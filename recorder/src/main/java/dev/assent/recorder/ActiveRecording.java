package dev.assent.recorder;

import dev.assent.recorder.catalog.RecordedCall;
import dev.assent.recorder.container.Continuation;
import dev.assent.recorder.container.FrameFormat;
import dev.assent.recorder.container.HeaderFields;
import dev.assent.recorder.container.Heartbeat;
import dev.assent.recorder.container.Mark;
import dev.assent.recorder.container.RecordingWriter;
import dev.assent.recorder.spool.SpooledCall;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A recording between begin and its own file. Its methods for calls are for any thread; the rest
 * belongs to the recorder thread, and to the splitter once it was handed over.
 *
 * <p>A call that became too long for one file has several of these, one after the other under the
 * same tap: the call holds the first, and is told when the last one has its file.
 */
final class ActiveRecording implements Recording {
  private final RecordingWriter writer;
  private final HeaderFields fields;
  private final long tapId;
  private final SealingAgent agent;

  // One for all files of a call.
  private final CompletableFuture<SealedRecording> sealed;
  private final CompletableFuture<String> stopped;
  private final AtomicBoolean finishing;
  private final AtomicInteger marks;

  // Of the recorder thread.
  private final byte[] lastTag = new byte[Heartbeat.TAG_BYTES];
  private int lastSeq = -1;
  private boolean growing;
  private @Nullable SpooledCall call;
  private String endCause = "";
  private boolean lastSeen;
  private long deadline;
  private @Nullable PendingSeconds pending;
  private int continueAt;

  ActiveRecording(RecordingWriter writer, HeaderFields fields, long tapId, SealingAgent agent) {
    this.writer = writer;
    this.fields = fields;
    this.tapId = tapId;
    this.agent = agent;
    this.sealed = new CompletableFuture<>();
    this.stopped = new CompletableFuture<>();
    this.finishing = new AtomicBoolean();
    this.marks = new AtomicInteger();
  }

  private ActiveRecording(RecordingWriter writer, HeaderFields fields, ActiveRecording before) {
    this.writer = writer;
    this.fields = fields;
    this.tapId = before.tapId;
    this.agent = before.agent;
    this.sealed = before.sealed;
    this.stopped = before.stopped;
    this.finishing = before.finishing;
    this.marks = before.marks;
  }

  /** The same call in its next file. */
  ActiveRecording continued(RecordingWriter next, HeaderFields nextFields) {
    return new ActiveRecording(next, nextFields, this);
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

  StoppedRecording asStopped() {
    return new StoppedRecording(id(), writer.seconds());
  }

  int marksRefused() {
    return Math.max(0, marks.get() - RecordingWriter.MAX_MARKS);
  }

  HeaderFields fields() {
    return fields;
  }

  /** The second of the call at which this file begins. */
  private int firstSecond() {
    return fields.continues().map(Continuation::second).orElse(0);
  }

  /** The second of the call that comes next. */
  int nextSecond() {
    return firstSecond() + writer.seconds();
  }

  /** Seconds that wait for the next file; empty if none is being opened. */
  Optional<PendingSeconds> pending() {
    return Optional.ofNullable(pending);
  }

  void pending(@Nullable PendingSeconds seconds) {
    pending = seconds;
  }

  /** Seconds of this file from which on the call is to go on in another. */
  int continueAt() {
    return continueAt;
  }

  void continueAt(int seconds) {
    continueAt = seconds;
  }

  /** Whether the call goes on in another file: who waits for the call waits for that. */
  boolean isContinued() {
    return endCause.equals(RecordedCall.CONTINUES);
  }

  SpooledCall call() {
    return Objects.requireNonNull(call, "not in the spool yet");
  }

  boolean isSpooled() {
    return call != null;
  }

  void spooledAs(SpooledCall spooled) {
    call = spooled;
  }

  /** The last frame that was sealed. */
  Optional<Heartbeat> head() {
    return lastSeq < 0 ? Optional.empty() : Optional.of(new Heartbeat(id(), lastSeq, lastTag));
  }

  void sealed(byte[] out, int at) {
    lastSeq = FrameFormat.seq(out, at);
    FrameFormat.copyTag(out, at, lastTag);
  }

  /** Whether its beginning is being copied into its temporary file. */
  boolean isGrowing() {
    return growing;
  }

  void growing(boolean now) {
    growing = now;
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
