package dev.assent.dialer.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assent.compliance.Clearance;
import dev.assent.recorder.Recording;
import dev.assent.recorder.RecordingWarrant;
import dev.assent.recorder.SealedRecording;
import dev.assent.recorder.container.Mark;
import dev.assent.recorder.container.MarkKind;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Where a durable yes becomes a recording. The only maker of a {@link RecordingWarrant}: it needs
 * the id of evidence that is already on disk (R37). Used by the call's thread.
 */
public final class RecordingDesk {
  /** The recorder could not open a recording although one was agreed to. */
  public static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    Failed(RuntimeException cause) {
      super("the recorder could not begin", cause);
    }
  }

  private static final int CALLEE = 0;
  private static final int SYSTEM = 1;

  private static final int LONGEST_NAME = 64;

  private final RecordingSlots.Slot slot;
  private final Clearance clearance;
  private final CallClock clock;
  private final Consumer<CompletableFuture<SealedRecording>> sealing;
  private final Consumer<UUID> failed;

  /**
   * The desk of one call.
   *
   * @param slot reserved before the clearance was asked for
   * @param sealing told of every recording that is being sealed, so that a run can wait for it
   * @param failed told the attempt whose recording stopped while its call goes on
   */
  public RecordingDesk(
      RecordingSlots.Slot slot,
      Clearance clearance,
      CallClock clock,
      Consumer<CompletableFuture<SealedRecording>> sealing,
      Consumer<UUID> failed) {
    this.slot = slot;
    this.clearance = clearance;
    this.clock = clock;
    this.sealing = sealing;
    this.failed = failed;
  }

  /**
   * Opens the recording and lets both legs flow into it.
   *
   * @param evidence the durable evidence of the yes
   */
  Running begin(Call call, UUID evidence) throws Failed {
    try {
      Instant agreedAt = clock.now();
      Recording recording = slot.begin(new Warrant(evidence, agreedAt));
      recording.mark(new Mark(MarkKind.CONSENT, CALLEE, agreedAt, ""));
      call.log().follow(Optional.of(new Marks(recording)));
      var _ = recording.stopped().thenAccept(_ -> failed.accept(clearance.attemptId()));
      call.tap(recording.tapId());
      return new Running(call, recording);
    } catch (RuntimeException e) {
      throw new Failed(e);
    }
  }

  /** A recording that is open. */
  final class Running implements AutoCloseable {
    private final Call call;
    private final Recording recording;
    private String cause = "LOST";

    private Running(Call call, Recording recording) {
      this.call = call;
      this.recording = recording;
    }

    void endedBecause(String why) {
      cause = why;
    }

    @Override
    public void close() {
      call.untap();
      call.log().follow(Optional.empty());
      sealing.accept(recording.finish(cause));
    }
  }

  /** What was said and pressed while it was recorded, sealed with the sound. Never which key. */
  private final class Marks implements CallLog.Follower {
    private final Recording recording;

    private Marks(Recording recording) {
      this.recording = recording;
    }

    @Override
    public void played(CallLog.Played segment) {
      if (segment.report().sent() > 0) {
        Instant at = clock.at(segment.report().firstPacketNanos());
        recording.mark(new Mark(MarkKind.PROMPT, SYSTEM, at, fitting(segment.prompt().id())));
      }
    }

    @Override
    public void pressed(CallLog.Pressed key) {
      recording.mark(new Mark(MarkKind.KEY, CALLEE, clock.at(key.key().atNanos()), ""));
    }
  }

  /** A mark's detail is bounded in bytes, of which a character has up to four. */
  private static String fitting(String name) {
    return name.getBytes(UTF_8).length <= LONGEST_NAME
        ? name
        : name.substring(0, Math.min(name.length(), LONGEST_NAME / 4));
  }

  private final class Warrant implements RecordingWarrant {
    private final UUID evidence;
    private final Instant agreedAt;

    private Warrant(UUID evidence, Instant agreedAt) {
      this.evidence = evidence;
      this.agreedAt = agreedAt;
    }

    @Override
    public UUID attemptId() {
      return clearance.attemptId();
    }

    @Override
    public UUID evidenceId() {
      return evidence;
    }

    @Override
    public Instant agreedAt() {
      return agreedAt;
    }

    @Override
    public Map<String, String> metadata() {
      return Map.of(
          "number", clearance.number().toString(), // masked (B-22)
          "campaign", clearance.campaign().name(),
          "script", clearance.script().hash(),
          "caller", clearance.callerNumber());
    }

    @Override
    public String retentionClass() {
      return "GENERAL";
    }
  }
}
