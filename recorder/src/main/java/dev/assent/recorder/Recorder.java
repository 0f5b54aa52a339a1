package dev.assent.recorder;

import dev.assent.recorder.container.CipherWarmUp;
import dev.assent.recorder.container.HeaderFields;
import dev.assent.recorder.container.Leg;
import dev.assent.recorder.container.LegRole;
import dev.assent.recorder.container.Recipients;
import dev.assent.recorder.container.RecordingWriter;
import dev.assent.recorder.container.SigningKey;
import dev.assent.recorder.files.Files;
import dev.assent.recorder.ledger.KeyRows;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals calls, and cannot read them back: it holds public keys only. Methods are for any thread;
 * the work is done by agents (sealing, splitting, preparing slots and segments, heartbeats) that
 * {@link Turns} turns.
 *
 * <p>If the spool's disk fails all recordings stop: {@link #readiness} says why, and every
 * recording's {@link Recording#stopped} is done. When the disk is well again what was forced is
 * salvaged, and calls can be recorded anew, without anybody's doing. If that of recordings or
 * ledger fails, calls that are being recorded go on and no other begins; finished ones wait in the
 * spool and get their files when the disk is well.
 */
public final class Recorder implements AutoCloseable {
  /** The end cause of calls that were being recorded when the recorder was closed. */
  public static final String CLOSED = "RECORDER_CLOSED";

  private static final List<Leg> LEGS =
      List.of(new Leg(0, LegRole.CALLEE), new Leg(1, LegRole.SYSTEM));
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

  /** How often a disk that failed is tried again. */
  private static final long TRY_AGAIN_NANOS = 5_000_000_000L;

  private static final long LOOK_NANOS = 500_000_000L;

  /** A begin waits so long, and seconds of many calls are sealed one after the other. */
  private static final Duration SEALING_REST = Duration.ofMillis(5);

  private static final Duration REST = Duration.ofMillis(20);

  /** Nobody waits for a finished call's own file: some gather, for one pass over the spool. */
  private static final Duration SPLIT_REST = Duration.ofMillis(100);

  private static final Duration CHORES_REST = Duration.ofMillis(40);

  /** How long a person who has just agreed may wait for the disk. */
  private static final long BEGIN_NANOS = 3_000_000_000L;

  private final RecorderSettings settings;
  private final Files files;
  private final KeyRows ledger;
  private final SigningKey signer;
  private final RecordingJournal journal;
  private final InstantSource clock;
  private final Turns turns;
  private final SlotPool slots;
  private final List<AudioFeed> feeds = new CopyOnWriteArrayList<>();
  private final AtomicLong taps = new AtomicLong();
  private final Set<ActiveRecording> live = ConcurrentHashMap.newKeySet();
  private volatile SpoolLife life;
  private volatile boolean closed;

  // Of the agent that does the chores.
  private long tryAgain;

  private Recorder(
      RecorderSettings settings,
      Files files,
      KeyRows ledger,
      Recipients recipients,
      SigningKey signer,
      RecordingJournal journal,
      InstantSource clock,
      SecureRandom random,
      Turns turns) {
    this.settings = settings;
    this.files = files;
    this.ledger = ledger;
    this.signer = signer;
    this.journal = journal;
    this.clock = clock;
    this.turns = turns;
    this.slots = new SlotPool(ledger, recipients, random, settings.slots());
    this.life = openLife();
  }

  private SpoolLife openLife() {
    return new SpoolLife(settings, files, signer, journal, clock, turns, slots);
  }

  /**
   * Opens the recorder: salvages what an earlier process left in the spool, warms the cipher up and
   * prepares slots. Returns when a call could begin.
   *
   * @param journal told of every salvaged recording before this returns
   * @throws java.io.UncheckedIOException if the disk fails
   */
  public static Recorder open(
      RecorderSettings settings,
      Files files,
      KeyRows ledger,
      Recipients recipients,
      SigningKey signer,
      RecordingJournal journal,
      InstantSource clock,
      SecureRandom random) {
    return open(
        settings, files, ledger, recipients, signer, journal, clock, random, new RecorderThreads());
  }

  /** The same, its agents turned by {@code turns}. */
  public static Recorder open(
      RecorderSettings settings,
      Files files,
      KeyRows ledger,
      Recipients recipients,
      SigningKey signer,
      RecordingJournal journal,
      InstantSource clock,
      SecureRandom random,
      Turns turns) {
    CipherWarmUp.run(settings.warmUpSeals());
    Recorder recorder =
        new Recorder(settings, files, ledger, recipients, signer, journal, clock, random, turns);
    recorder.start();
    return recorder;
  }

  private void start() {
    boolean more = true;
    while (more) {
      more = slots.refill();
    }
    turns.begin("recorder", SEALING_REST, () -> life.sealing().turn());
    turns.begin("recorder-split", SPLIT_REST, () -> life.splitting().turn());
    turns.begin(
        "recorder-prepare",
        REST,
        () -> {
          boolean continued = life.sealing().continuing().turn();
          return slots.refill() || continued;
        });
    turns.begin(
        "recorder-chores",
        CHORES_REST,
        () -> {
          boolean filled = life.spare().fill();
          return life.heartbeats().turn() || filled || mend();
        });
  }

  /** Begins anew when the spool's disk failed and is well again. */
  private boolean mend() {
    if (closed
        || !life.isOver()
        || turns.nanoTime() - tryAgain < 0
        || fullDisk(settings.spool()).isPresent()) {
      return false;
    }
    tryAgain = turns.nanoTime() + TRY_AGAIN_NANOS;
    try {
      life.sealing().closeSpool();
      SpoolLife fresh = openLife();
      feeds.forEach(fresh.sealing()::feed);
      life = fresh;
      LOG.info("The disk of {} is well again: calls can be recorded", settings.spool());
      return true;
    } catch (RuntimeException e) {
      LOG.warn("The disk of {} is not well yet", settings.spool(), e);
      return false;
    }
  }

  /** Whether a call could be recorded now (R08), and recorded to its end. Cheap. */
  public Readiness readiness() {
    if (closed) {
      return new Readiness.NotReady("the recorder is closed", "assent engine");
    }
    SpoolLife now = life;
    return now.stop()
        .get()
        .map(Recorder::waitsForMending)
        .or(() -> slots.trouble().or(this::brokenLedger).map(Recorder::needsNewStart))
        .or(now.splitting()::trouble)
        .or(now.sealing()::slowness)
        .or(() -> fullDisk(settings.spool()))
        .or(() -> fullDisk(settings.recordings()))
        .<Readiness>map(trouble -> new Readiness.NotReady(trouble.what(), trouble.next()))
        .orElseGet(Readiness.Ready::new);
  }

  /** The ledger's tail is in doubt after a failure: only an opening finds out what is on disk. */
  private static DiskTrouble needsNewStart(DiskTrouble trouble) {
    return new DiskTrouble(
        trouble.what() + "; mend it, then start the engine anew", trouble.next());
  }

  private static DiskTrouble waitsForMending(DiskTrouble trouble) {
    return new DiskTrouble(
        trouble.what()
            + "; when it is mended, what was recorded is saved and recording begins again by"
            + " itself, in %d s".formatted(TRY_AGAIN_NANOS / 1_000_000_000),
        trouble.next());
  }

  private Optional<DiskTrouble> brokenLedger() {
    return ledger
        .failure()
        .map(why -> DiskTrouble.of(ledger.directory(), new IllegalStateException(why)));
  }

  private Optional<DiskTrouble> fullDisk(Path directory) {
    long usable = files.usableBytes(directory);
    if (usable == 0 && !files.exists(directory)) {
      return Optional.of(DiskTrouble.gone(directory));
    }
    return usable >= settings.minHeadroomBytes()
        ? Optional.empty()
        : Optional.of(DiskTrouble.low(directory, usable, settings.minHeadroomBytes()));
  }

  /**
   * Takes a prepared slot; before {@code redeem}, so that no call is cleared that could not be
   * recorded.
   *
   * @throws RecorderBusy if the recorder is not ready, or all slots are taken
   */
  public RecorderSlot reserve() throws RecorderBusy {
    if (readiness() instanceof Readiness.NotReady(String why, _)) {
      throw new RecorderBusy(why);
    }
    return slots.take();
  }

  /**
   * Begins to record. On return the header is on disk and the journal knows of it: sound may come
   * under the recording's tap id. Call thread.
   *
   * @throws RecorderStopped if the disk failed meanwhile, or did not answer for 3 s
   * @throws IllegalArgumentException if the warrant says what a header cannot hold; the slot is as
   *     before
   */
  public Recording begin(RecorderSlot slot, RecordingWarrant warrant) {
    HeaderFields fields = fields(warrant);
    RecordingWriter writer = slot.use().complete(fields, signer);
    SealingAgent sealing = life.sealing();
    ActiveRecording active = new ActiveRecording(writer, fields, taps.incrementAndGet(), sealing);
    if (!turns.await(sealing.begin(active), BEGIN_NANOS)) {
      sealing.abandon(active);
      throw new RecorderStopped(
          "the disk of %s did not keep the recording's header within %d s"
              .formatted(settings.spool(), BEGIN_NANOS / 1_000_000_000));
    }
    try {
      journal.opened(active.id(), warrant.attemptId(), writer.headerSha256());
    } catch (RuntimeException e) {
      sealing.abandon(active);
      throw e;
    }
    live.add(active);
    var _ = active.sealed().whenComplete((_, _) -> live.remove(active));
    return active;
  }

  private HeaderFields fields(RecordingWarrant warrant) {
    Instant start = clock.instant();
    if (warrant.agreedAt().isAfter(start)) {
      throw new IllegalArgumentException("A recording cannot begin before consent");
    }
    SortedMap<String, String> metadata = new TreeMap<>(warrant.metadata());
    metadata.put("evidence-id", warrant.evidenceId().toString());
    metadata.put("agreed-at", warrant.agreedAt().toString());
    return new HeaderFields(start, warrant.attemptId(), warrant.retentionClass(), metadata, LEGS);
  }

  /** Polls this feed from now on. */
  public void feed(AudioFeed feed) {
    feeds.add(feed);
    life.sealing().feed(feed);
  }

  public RecorderStats stats() {
    SpoolLife now = life;
    return now.sealing().stats(now.splitting().waiting(), slots.size());
  }

  /**
   * Waits until a recording that was finished has its own file, or has failed and said so.
   *
   * @return false if a disk keeps it from its file: the spool holds it, and the wait has no end
   *     that is known
   */
  public boolean await(CompletableFuture<SealedRecording> sealing) {
    // Whether it went well is for those who hold it.
    CompletableFuture<Boolean> settled = sealing.handle((_, _) -> true);
    while (!turns.await(settled, LOOK_NANOS)) {
      if (life.splitting().trouble().isPresent()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Ends what is being recorded, waits for its files, destroys unused slots. What a disk keeps from
   * its file is left in the spool, for the next open.
   */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    List<CompletableFuture<SealedRecording>> open =
        live.stream()
            .map(
                active -> {
                  life.sealing().finishNow(active, CLOSED);
                  return active.sealed();
                })
            .toList();
    // Whether each went well is for those who hold the recordings.
    open.forEach(this::await);
    turns.close();
    life.sealing().close();
    slots.close();
  }
}
