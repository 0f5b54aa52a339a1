package dev.assent.recorder;

import dev.assent.recorder.container.LegMeasures;
import dev.assent.recorder.spool.OwnFile;
import dev.assent.recorder.spool.Splitter;
import dev.assent.recorder.spool.SpooledPart;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives finished recordings their own files and tells the journal; copies what long ones have in
 * old segments of the spool. At most as many wait here as there were calls at once; the spool holds
 * them all the while.
 */
final class SplittingAgent {
  private static final Logger LOG = LoggerFactory.getLogger(SplittingAgent.class);

  /** Files whose directory is forced together, and which the journal hears of at once. */
  private static final int BATCH = 64;

  /** Live recordings that are copied on at a time: finished ones go first. */
  private static final int GROWING = 16;

  /** Why nothing of a recording can be saved. */
  static final String NO_HEADER = "its header in the spool does not hold";

  private static final long TRY_AGAIN_NANOS = 5_000_000_000L;

  /** Who is told what became of a finished recording. */
  interface Ends {
    /** It has its own file, and the journal knows it. */
    void split(ActiveRecording active, SealedRecording result);

    /** So much of a live one is in its temporary file; empty if it cannot be copied. */
    void grown(ActiveRecording active, Optional<Splitter.Grown> grown);

    /** Nothing of it can ever be opened, and the journal knows it. */
    void lost(ActiveRecording active, RecorderStopped why);
  }

  private final Splitter splitter;
  private final Path directory;
  private final RecordingJournal journal;
  private final Turns turns;
  private final StopReason stop;
  private final Ends ends;

  /** A recording and where the frames lie that are to be taken from the spool. */
  private record Job(ActiveRecording active, SpooledPart part) {}

  private final Queue<Job> finished = new ConcurrentLinkedQueue<>();
  private final Queue<Job> lagging = new ConcurrentLinkedQueue<>();
  private final List<Job> batch = new ArrayList<>();
  private final List<Job> growing = new ArrayList<>();
  private volatile Optional<DiskTrouble> trouble = Optional.empty();
  private volatile int waiting;
  private volatile boolean givenUp;
  private long tryAgain;

  /**
   * @param directory of the recordings, for who has to mend it
   */
  SplittingAgent(
      Splitter splitter,
      Path directory,
      RecordingJournal journal,
      Turns turns,
      StopReason stop,
      Ends ends) {
    this.splitter = splitter;
    this.directory = directory;
    this.journal = journal;
    this.turns = turns;
    this.stop = stop;
    this.ends = ends;
  }

  /** Recorder thread: it is finished, and forced. */
  void add(ActiveRecording active) {
    finished.add(new Job(active, active.call().part().of(active.writer().fileSha256())));
  }

  /** Recorder thread: it is live, and keeps old segments of the spool. */
  void grow(ActiveRecording active) {
    lagging.add(new Job(active, active.call().part()));
  }

  int waiting() {
    return waiting;
  }

  /** What keeps finished recordings from their own files, if anything; it is tried again. */
  Optional<DiskTrouble> trouble() {
    return trouble;
  }

  boolean turn() {
    if (stop.isSet()) {
      giveUp();
      return false;
    }
    if (trouble.isPresent() && turns.nanoTime() - tryAgain < 0) {
      return false;
    }
    take(finished, batch, BATCH);
    waiting = batch.size() + finished.size();
    if (batch.isEmpty()) {
      take(lagging, growing, GROWING);
    }
    if (batch.isEmpty() && growing.isEmpty()) {
      return false;
    }
    try {
      split();
      grow();
      waiting = finished.size();
      trouble = Optional.empty();
      return true;
    } catch (RuntimeException e) {
      // The spool holds all of it: nothing is lost by waiting until the disk is well again.
      LOG.error("Finished recordings wait for their own files", e);
      trouble = Optional.of(DiskTrouble.of(directory, e));
      tryAgain = turns.nanoTime() + TRY_AGAIN_NANOS;
      return false;
    }
  }

  private static void take(Queue<Job> from, List<Job> into, int atMost) {
    while (into.size() < atMost && !from.isEmpty()) {
      into.add(from.remove());
    }
  }

  private void giveUp() {
    take(finished, batch, Integer.MAX_VALUE);
    batch.forEach(job -> job.active().sealed().completeExceptionally(stop.exception()));
    batch.clear();
    lagging.clear();
    growing.clear();
    waiting = 0;
    givenUp = true;
  }

  /** Whether it has stopped, and touches no file any more. */
  boolean hasGivenUp() {
    return givenUp;
  }

  private void split() {
    List<Optional<OwnFile>> files = splitter.split(parts(batch));
    List<SealedRecording> whole = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      ActiveRecording active = batch.get(i).active();
      files.get(i).ifPresent(own -> whole.add(sealed(active, own)));
    }
    if (!whole.isEmpty()) {
      journal.sealed(whole);
    }
    Iterator<SealedRecording> results = whole.iterator();
    for (Optional<OwnFile> file : files) {
      ActiveRecording active = batch.getFirst().active();
      if (file.isPresent()) {
        ends.split(active, results.next());
      } else {
        lost(active);
      }
      batch.removeFirst();
    }
  }

  private void grow() {
    List<Optional<Splitter.Grown>> grown = splitter.grow(parts(growing));
    for (int i = 0; i < grown.size(); i++) {
      ends.grown(growing.get(i).active(), grown.get(i));
    }
    growing.clear();
  }

  private static List<SpooledPart> parts(List<Job> jobs) {
    return jobs.stream().map(Job::part).toList();
  }

  private static SealedRecording sealed(ActiveRecording active, OwnFile file) {
    return sealed(file, active.writer().lostSeconds(), active.writer().measures());
  }

  private void lost(ActiveRecording active) {
    LOG.error("Recording {}: {}", active.id(), NO_HEADER);
    journal.stopped(List.of(active.asStopped()), NO_HEADER);
    ends.lost(active, new RecorderStopped(NO_HEADER));
  }

  static SealedRecording sealed(OwnFile file, long lostSeconds, List<LegMeasures> legs) {
    return new SealedRecording(
        file.recordingId(),
        file.path(),
        file.sha256(),
        file.seconds(),
        lostSeconds,
        file.endCause(),
        file.complete(),
        legs);
  }
}
