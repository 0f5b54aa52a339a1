package dev.assent.dialer.simulate;

import dev.assent.compliance.store.attempt.Attempts;
import dev.assent.compliance.store.attempt.RecordingFacts;
import dev.assent.dialer.call.RecordingSlots;
import dev.assent.dialer.simulate.recount.Recount;
import dev.assent.recorder.Recording;
import dev.assent.recorder.RecordingWarrant;
import dev.assent.recorder.SealedRecording;
import dev.assent.recorder.container.Mark;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A recorder that hears nothing: what it would tell the journal of each recording, it tells the
 * real one. The spool of recordings that were begun outlives its machine, as the real one does.
 */
final class SimulatedRecorder implements RecordingSlots {
  private static final int SHA_256 = 32;
  private static final String SALVAGED = "SALVAGED";

  private final Attempts attempts;
  private final InstantSource clock;
  private final Supplier<UUID> ids;
  private final Recount recount;
  private final Spool spool;

  /** Recordings that were begun and are not in a file of their own yet. */
  static final class Spool {
    private final Map<UUID, UUID> attemptOf = new LinkedHashMap<>();
    private long taps;
  }

  SimulatedRecorder(
      Attempts attempts, InstantSource clock, Supplier<UUID> ids, Recount recount, Spool spool) {
    this.attempts = attempts;
    this.clock = clock;
    this.ids = ids;
    this.recount = recount;
    this.spool = spool;
  }

  /** What a crash left becomes files, before anything new begins. */
  void salvage() {
    Map<UUID, UUID> left = new LinkedHashMap<>(spool.attemptOf);
    left.forEach(
        (recording, attempt) -> {
          attempts.recordingOpened(recording, attempt, new byte[SHA_256]);
          seal(recording, 0, SALVAGED, false);
        });
  }

  private void seal(UUID recording, long seconds, String cause, boolean complete) {
    attempts.recordingsSealed(
        List.of(
            new RecordingFacts(
                recording, new byte[SHA_256], seconds, 0, cause, complete, List.of())));
    spool.attemptOf.remove(recording);
  }

  @Override
  public Slot reserve() {
    return new Slot() {
      @Override
      public Recording begin(RecordingWarrant warrant) {
        UUID id = ids.get();
        spool.attemptOf.put(id, warrant.attemptId());
        recount.agreed(warrant.attemptId(), clock.instant());
        attempts.recordingOpened(id, warrant.attemptId(), new byte[SHA_256]);
        return new Simulated(id, ++spool.taps, clock.instant());
      }

      @Override
      public void close() {
        // There is always another.
      }
    };
  }

  private final class Simulated implements Recording {
    private final UUID id;
    private final long tapId;
    private final Instant began;

    private Simulated(UUID id, long tapId, Instant began) {
      this.id = id;
      this.tapId = tapId;
      this.began = began;
    }

    @Override
    public UUID id() {
      return id;
    }

    @Override
    public long tapId() {
      return tapId;
    }

    @Override
    public void mark(Mark mark) {
      // Marks are sealed with the sound.
    }

    @Override
    public CompletableFuture<SealedRecording> finish(String endCause) {
      long seconds = Duration.between(began, clock.instant()).plusMillis(999).toSeconds();
      seal(id, seconds, endCause, true);
      return CompletableFuture.completedFuture(
          new SealedRecording(
              id,
              Path.of(id.toString()),
              new byte[SHA_256],
              seconds,
              0,
              endCause,
              true,
              List.of()));
    }

    @Override
    public CompletableFuture<String> stopped() {
      return new CompletableFuture<>();
    }
  }
}
