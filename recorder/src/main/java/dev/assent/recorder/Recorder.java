package dev.assent.recorder;

import dev.assent.recorder.container.CipherWarmUp;
import dev.assent.recorder.container.HeaderFields;
import dev.assent.recorder.container.Leg;
import dev.assent.recorder.container.LegRole;
import dev.assent.recorder.container.MalformedRecording;
import dev.assent.recorder.container.Recipients;
import dev.assent.recorder.container.RecordingWriter;
import dev.assent.recorder.container.SigningKey;
import dev.assent.recorder.files.Files;
import dev.assent.recorder.ledger.KeyLedger;
import dev.assent.recorder.spool.OwnFile;
import dev.assent.recorder.spool.RecordingPaths;
import dev.assent.recorder.spool.Splitter;
import dev.assent.recorder.spool.Spool;
import dev.assent.recorder.spool.SpooledCall;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Seals calls, and cannot read them back: it holds public keys only. Methods are for any thread;
 * the work is done by three agents (sealing, splitting, preparing) that {@link Turns} turns.
 *
 * <p>If the disk fails the recorder stops for good: {@link #readiness} says why, every recording's
 * {@link Recording#stopped} is done, and what was forced is salvaged at the next open.
 */
public final class Recorder implements AutoCloseable {
  /** The end cause of calls that were being recorded when the recorder was closed. */
  public static final String CLOSED = "RECORDER_CLOSED";

  private static final List<Leg> LEGS =
      List.of(new Leg(0, LegRole.CALLEE), new Leg(1, LegRole.SYSTEM));
  private static final int SALVAGE_BATCH = 64;

  private final RecorderSettings settings;
  private final Files files;
  private final KeyLedger ledger;
  private final SigningKey signer;
  private final RecordingJournal journal;
  private final InstantSource clock;
  private final Turns turns;
  private final StopReason stop = new StopReason();
  private final SlotPool slots;
  private final SealingAgent sealing;
  private final SplittingAgent splitting;
  private final AtomicLong taps = new AtomicLong();
  private final Set<ActiveRecording> live = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private Recorder(
      RecorderSettings settings,
      Files files,
      KeyLedger ledger,
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
    this.slots = new SlotPool(ledger, recipients, random, settings.slots(), stop);
    RecordingPaths paths = new RecordingPaths(settings.recordings(), files);
    paths.prepare();
    Splitter splitter = new Splitter(settings.spool(), paths, files, signer, clock);
    Spool spool = Spool.open(settings.spool(), files, settings.segmentBytes());
    salvage(spool, splitter, journal);
    this.splitting = new SplittingAgent(splitter, journal, stop, this::ended);
    this.sealing =
        new SealingAgent(spool, settings.forceEvery().toNanos(), turns, stop, splitting::add);
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
      KeyLedger ledger,
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
      KeyLedger ledger,
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
    turns.begin("recorder", sealing::turn);
    turns.begin("recorder-split", splitting::turn);
    turns.begin("recorder-prepare", slots::refill);
  }

  private static void salvage(Spool spool, Splitter splitter, RecordingJournal journal) {
    List<SpooledCall> leftovers = spool.leftovers();
    try {
      for (int from = 0; from < leftovers.size(); from += SALVAGE_BATCH) {
        List<SpooledCall> batch =
            leftovers.subList(from, Math.min(from + SALVAGE_BATCH, leftovers.size()));
        for (OwnFile file : splitter.split(batch)) {
          journal.opened(file.recordingId(), file.attemptId(), file.headerSha256());
          SplittingAgent.tell(journal, file);
        }
        batch.forEach(call -> spool.end(call, Spool.OWN_FILE));
      }
      spool.force();
    } catch (MalformedRecording e) {
      throw new IllegalStateException("The spool holds a header that is none", e);
    }
  }

  private void ended(ActiveRecording active, SealedRecording result) {
    sealing.split(active, result);
  }

  /** Whether a call could be recorded now (R08). Cheap. */
  public Readiness readiness() {
    Optional<String> broken =
        closed ? Optional.of("the recorder is closed") : stop.get().or(ledger::failure);
    return broken
        .or(() -> fullDisk(settings.spool()))
        .or(() -> fullDisk(settings.recordings()))
        .<Readiness>map(Readiness.NotReady::new)
        .orElseGet(Readiness.Ready::new);
  }

  private Optional<String> fullDisk(Path directory) {
    long usable = files.usableBytes(directory);
    return usable >= settings.minHeadroomBytes()
        ? Optional.empty()
        : Optional.of(
            "%d MiB are free in %s, %d are needed: delete old recordings or add disk"
                .formatted(
                    usable >> 20, directory.getFileName(), settings.minHeadroomBytes() >> 20));
  }

  /**
   * Takes a prepared slot; before {@code redeem}, so that no call is cleared that could not be
   * recorded.
   *
   * @throws RecorderBusy if the recorder is not ready, or all slots are taken
   */
  public RecorderSlot reserve() throws RecorderBusy {
    if (readiness() instanceof Readiness.NotReady(String why)) {
      throw new RecorderBusy(why);
    }
    return slots.take();
  }

  /**
   * Begins to record. On return the header is on disk and the journal knows of it: sound may come
   * under the recording's tap id. Call thread.
   *
   * @throws RecorderStopped if the disk failed meanwhile
   * @throws IllegalArgumentException if the warrant says what a header cannot hold; the slot is as
   *     before
   */
  public Recording begin(RecorderSlot slot, RecordingWarrant warrant) {
    HeaderFields fields = fields(warrant);
    RecordingWriter writer = slot.use().complete(fields, signer);
    ActiveRecording active = new ActiveRecording(writer, taps.incrementAndGet(), sealing);
    turns.await(sealing.begin(active));
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
    sealing.feed(feed);
  }

  public RecorderStats stats() {
    return sealing.stats(splitting.waiting(), slots.size());
  }

  /** Ends what is being recorded, waits for its files, destroys unused slots. */
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
                  sealing.finishNow(active, CLOSED);
                  return active.sealed();
                })
            .toList();
    // Whether each went well is for those who hold the recordings.
    CompletableFuture<?>[] all = open.toArray(CompletableFuture<?>[]::new);
    turns.await(CompletableFuture.allOf(all).handle((_, _) -> true));
    turns.close();
    sealing.close();
    slots.close();
  }
}
