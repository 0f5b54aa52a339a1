package dev.assent.recorder;

import dev.assent.recorder.container.Continuation;
import dev.assent.recorder.container.HeaderFields;
import dev.assent.recorder.container.RecordingWriter;
import dev.assent.recorder.container.SigningKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the next file of a call that became too long for one, as a call's first is opened: ledger
 * row (of a slot that was prepared), header in the spool forced, journal told; only then may the
 * first second follow. Not the recorder thread's work: the journal takes its time.
 */
final class ContinuingAgent {
  private static final Logger LOG = LoggerFactory.getLogger(ContinuingAgent.class);

  /** A disk that takes longer is slow; the call goes on in the file it has. */
  private static final long BEGIN_NANOS = 3_000_000_000L;

  private final SlotPool slots;
  private final SigningKey signer;
  private final RecordingJournal journal;
  private final Turns turns;
  private final SealingAgent sealing;
  private final Queue<ActiveRecording> wanted = new ConcurrentLinkedQueue<>();
  private final Queue<StoppedRecording> unused = new ConcurrentLinkedQueue<>();
  private final List<Begun> begun = new ArrayList<>();

  /** Its header is in the spool, or soon will be. */
  private record Begun(
      ActiveRecording full, ActiveRecording next, CompletableFuture<Boolean> forced, long since) {}

  ContinuingAgent(
      SlotPool slots,
      SigningKey signer,
      RecordingJournal journal,
      Turns turns,
      SealingAgent sealing) {
    this.slots = slots;
    this.signer = signer;
    this.journal = journal;
    this.turns = turns;
    this.sealing = sealing;
  }

  /** Recorder thread: this file is full; its seconds wait for the next. */
  void add(ActiveRecording full) {
    wanted.add(full);
  }

  /** Recorder thread: this file was opened too late, and stays empty. */
  void unused(ActiveRecording next) {
    unused.add(next.asStopped());
  }

  boolean turn() {
    boolean any = tellUnused();
    for (ActiveRecording full = wanted.poll(); full != null; full = wanted.poll()) {
      begin(full);
      any = true;
    }
    for (Begun each : List.copyOf(begun)) {
      if (each.forced().isDone() || turns.nanoTime() - each.since() > BEGIN_NANOS) {
        begun.remove(each);
        open(each);
        any = true;
      }
    }
    return any;
  }

  private boolean tellUnused() {
    StoppedRecording next = unused.poll();
    if (next == null) {
      return false;
    }
    try {
      journal.stopped(List.of(next), "its call went on in the file before");
    } catch (RuntimeException e) {
      LOG.error("The journal cannot be told that recording {} is empty", next.id(), e);
    }
    return true;
  }

  private void begin(ActiveRecording full) {
    try {
      HeaderFields fields = next(full);
      RecordingWriter writer = slots.take().use().complete(fields, signer);
      ActiveRecording next = full.continued(writer, fields);
      begun.add(new Begun(full, next, sealing.beginNext(next), turns.nanoTime()));
    } catch (RecorderBusy e) {
      LOG.warn("Recording {} goes on in the file it has: {}", full.id(), e.getMessage());
      sealing.notContinued(full);
    }
  }

  private static HeaderFields next(ActiveRecording full) {
    int part = full.fields().continues().map(Continuation::part).orElse(0) + 1;
    return full.fields()
        .continuing(
            new Continuation(full.id(), full.writer().headerSha256(), part, full.nextSecond()));
  }

  private void open(Begun each) {
    try {
      if (!each.forced().isDone()) {
        throw new RecorderStopped("the disk of the spool did not keep the header in time");
      }
      // If it stopped instead, this says why.
      turns.await(each.forced());
      ActiveRecording next = each.next();
      journal.opened(next.id(), next.fields().attemptId(), next.writer().headerSha256());
      sealing.continued(each.full(), next);
    } catch (RuntimeException e) {
      LOG.error("Recording {} goes on in the file it has", each.full().id(), e);
      sealing.abandon(each.next());
      sealing.notContinued(each.full());
    }
  }
}
