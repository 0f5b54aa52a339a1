package dev.assent.recorder;

import dev.assent.recorder.catalog.RecordedCall;
import dev.assent.recorder.container.AudioSecond;
import dev.assent.recorder.container.Mark;
import dev.assent.recorder.container.RecordingWriter;
import dev.assent.recorder.container.SigningKey;
import dev.assent.recorder.spool.Splitter;
import dev.assent.recorder.spool.Spool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recorder thread: takes seconds from the feeds, seals them into the spool and forces it. It
 * alone appends to the spool; other threads hand it commands, of which there are at most one begin,
 * one finish, one end and 4,096 marks a recording.
 */
final class SealingAgent {
  private static final Logger LOG = LoggerFactory.getLogger(SealingAgent.class);

  /** How long the last second may take to come after finish was asked. */
  private static final long LAST_SECOND_NANOS = 2_000_000_000L;

  /** Seconds taken from one feed in one turn. */
  private static final int BURST = 128;

  /** A jump ahead of more seconds than this is no loss but a mistake. */
  private static final int MAX_LOST_SECONDS = 3600;

  /** After so much more in a file that could not be continued it is tried again. */
  private static final int AGAIN_SECONDS = 60;

  private final Spool spool;
  private final SpoolForces forces;
  private final Unforced unforced = new Unforced();
  private final RecordingJournal journal;
  private final Turns turns;
  private final StopReason stop;
  private final SplittingAgent splitter;
  private final HeartbeatAgent heartbeats;
  private final ContinuingAgent continuing;
  private final RecorderSettings settings;
  private final List<AudioFeed> feeds = new CopyOnWriteArrayList<>();
  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();

  private final Map<Long, ActiveRecording> byTap = new HashMap<>();
  private final List<ActiveRecording> ending = new ArrayList<>();
  private final AudioSecond second = new AudioSecond();
  private long lastBeat;
  private int lookedAt;

  private volatile int recording;
  private volatile boolean givenUp;
  private final LongAdder seconds = new LongAdder();
  private final LongAdder lostSeconds = new LongAdder();
  private final LongAdder strays = new LongAdder();

  SealingAgent(
      Spool spool,
      RecorderSettings settings,
      RecordingJournal journal,
      Turns turns,
      StopReason stop,
      SplittingAgent splitter,
      HeartbeatAgent heartbeats,
      SlotPool slots,
      SigningKey signer) {
    this.spool = spool;
    this.forces = new SpoolForces(spool, settings.spool(), turns);
    this.settings = settings;
    this.journal = journal;
    this.turns = turns;
    this.stop = stop;
    this.splitter = splitter;
    this.heartbeats = heartbeats;
    this.continuing = new ContinuingAgent(slots, signer, journal, turns, this);
    this.lastBeat = forces.last();
  }

  // ---- for other threads

  void feed(AudioFeed feed) {
    feeds.add(feed);
  }

  /** Done when its header is on disk. */
  CompletableFuture<Boolean> begin(ActiveRecording active) {
    CompletableFuture<Boolean> forced = new CompletableFuture<>();
    commands.add(() -> onBegin(active, forced));
    return forced;
  }

  /** The agent that opens the next files of long calls. */
  ContinuingAgent continuing() {
    return continuing;
  }

  /** Done when the header of a call's next file is on disk; no sound comes yet. */
  CompletableFuture<Boolean> beginNext(ActiveRecording next) {
    CompletableFuture<Boolean> forced = new CompletableFuture<>();
    commands.add(() -> onBeginNext(next, forced));
    return forced;
  }

  /** The next file is open, and the journal knows it. */
  void continued(ActiveRecording full, ActiveRecording next) {
    commands.add(() -> onContinued(full, next));
  }

  /** There is no next file for now. */
  void notContinued(ActiveRecording full) {
    commands.add(() -> onNotContinued(full));
  }

  /** Takes back a begin that the journal did not follow. */
  void abandon(ActiveRecording active) {
    commands.add(() -> onAbandon(active));
  }

  void mark(ActiveRecording active, Mark mark) {
    commands.add(() -> current(active).writer().mark(mark));
  }

  void finish(ActiveRecording active, String cause) {
    commands.add(() -> onFinish(active, cause, LAST_SECOND_NANOS));
  }

  void finishNow(ActiveRecording active, String cause) {
    commands.add(() -> onFinish(active, cause, 0));
  }

  /** This call has its own file, and the journal knows it. */
  void split(ActiveRecording active, SealedRecording result) {
    commands.add(() -> onEnd(active, Spool.OWN_FILE, () -> tellSealed(active, result)));
  }

  /** Nothing of this call can be saved, and the journal knows it. */
  void lost(ActiveRecording active, RecorderStopped why) {
    commands.add(() -> onEnd(active, Spool.LOST, () -> tellLost(active, why)));
  }

  private static void tellSealed(ActiveRecording active, SealedRecording result) {
    if (!active.isContinued()) {
      active.sealed().complete(result);
    }
  }

  private static void tellLost(ActiveRecording active, RecorderStopped why) {
    if (!active.isContinued()) {
      active.sealed().completeExceptionally(why);
    }
  }

  /** So much of a live call is in its temporary file; empty if it cannot be copied. */
  void grown(ActiveRecording active, Optional<Splitter.Grown> grown) {
    commands.add(() -> grown.ifPresent(much -> onGrown(active, much)));
  }

  /** Whether the spool's disk keeps up with what it is given. */
  Optional<DiskTrouble> slowness() {
    return forces.slowness();
  }

  RecorderStats stats(int splitting, int slots) {
    return new RecorderStats(
        recording,
        splitting,
        slots,
        seconds.sum(),
        lostSeconds.sum(),
        strays.sum(),
        forces.count(),
        forces.slowest());
  }

  // ---- the recorder thread

  boolean turn() {
    if (stop.isSet()) {
      return giveUp();
    }
    try {
      boolean worked = runCommands();
      worked |= pollFeeds();
      worked |= endOverdue();
      forceIfDue();
      recording = byTap.size();
      return worked;
    } catch (RuntimeException e) {
      stop.set(DiskTrouble.of(settings.spool(), e), e);
      return giveUp();
    }
  }

  /** The last turn, when nobody else runs any more. */
  void close() {
    turn();
    if (stop.isSet()) {
      closeSpool();
    } else {
      spool.force();
      spool.close();
    }
  }

  /** Of a spool that failed nothing is to be had any more. */
  void closeSpool() {
    try {
      spool.close();
    } catch (RuntimeException e) {
      LOG.debug("A spool that failed could not be closed", e);
    }
  }

  /** Whether it has stopped, told everybody, and touches the spool no more. */
  boolean hasGivenUp() {
    return givenUp;
  }

  private boolean giveUp() {
    RecorderStopped stopped = stop.exception();
    for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
      command.run();
    }
    unforced.refuseBegun(stopped);
    List<ActiveRecording> victims = new ArrayList<>(byTap.values());
    victims.addAll(unforced.recordings());
    if (victims.isEmpty()) {
      givenUp = true;
      return false;
    }
    // The calls first: what follows may take its time.
    victims.forEach(victim -> victim.stopped().complete(String.valueOf(stopped.getMessage())));
    tell(victims.stream().map(ActiveRecording::asStopped).toList());
    for (ActiveRecording victim : victims) {
      victim.writer().destroy();
      victim.sealed().completeExceptionally(stopped);
    }
    byTap.clear();
    ending.clear();
    unforced.clear();
    return false;
  }

  /** The journal may lie on the same disk; then the next start tells what became of them. */
  private void tell(List<StoppedRecording> stopped) {
    try {
      journal.stopped(stopped, String.valueOf(stop.exception().getMessage()));
    } catch (RuntimeException e) {
      LOG.error("The journal cannot be told which recordings stopped", e);
    }
  }

  private boolean runCommands() {
    boolean any = false;
    for (int i = 0; i < BURST; i++) {
      Runnable command = commands.poll();
      if (command == null) {
        return any;
      }
      command.run();
      any = true;
    }
    return any;
  }

  private void onBegin(ActiveRecording active, CompletableFuture<Boolean> forced) {
    unforced.begun(forced);
    if (!stop.isSet()) {
      active.spooledAs(spool.begin(active.id(), active.writer().header()));
      active.continueAt(settings.fileSeconds());
      byTap.put(active.tapId(), active);
      unforced.written();
    }
  }

  private void onBeginNext(ActiveRecording next, CompletableFuture<Boolean> forced) {
    unforced.begun(forced);
    if (!stop.isSet()) {
      next.spooledAs(spool.begin(next.id(), next.writer().header()));
      unforced.written();
    }
  }

  /** Exactly between two seconds: the one before is the last of the full file. */
  private void onContinued(ActiveRecording full, ActiveRecording next) {
    if (stop.isSet() || byTap.get(full.tapId()) != full) {
      return;
    }
    Optional<PendingSeconds> pending = full.pending();
    if (pending.isEmpty() || next.nextSecond() != full.nextSecond()) {
      // It took so long that the call went on in the file it has.
      spool.end(next.call(), Spool.LOST);
      next.writer().destroy();
      unforced.written();
      continuing.unused(next);
      return;
    }
    if (full.isEnding()) {
      next.endingWith(full.endCause(), full.deadline());
    }
    full.pending(null);
    full.endingWith(RecordedCall.CONTINUES, full.deadline());
    end(full);
    next.continueAt(settings.fileSeconds());
    byTap.put(next.tapId(), next);
    pending.get().all().forEach(this::accept);
  }

  private void onNotContinued(ActiveRecording full) {
    Optional<PendingSeconds> pending = full.pending();
    full.pending(null);
    full.continueAt(full.writer().seconds() + AGAIN_SECONDS);
    pending.ifPresent(seconds -> seconds.all().forEach(this::accept));
  }

  /** The file of the call that seconds and marks go to now. */
  private ActiveRecording current(ActiveRecording active) {
    return byTap.getOrDefault(active.tapId(), active);
  }

  private void onAbandon(ActiveRecording active) {
    if (!stop.isSet() && active.isSpooled()) {
      byTap.remove(active.tapId(), active);
      spool.end(active.call(), Spool.NEVER_OPENED);
      active.writer().destroy();
      unforced.written();
    }
  }

  private void onFinish(ActiveRecording first, String cause, long grace) {
    ActiveRecording active = current(first);
    if (!byTap.containsKey(active.tapId()) || (active.isEnding() && grace > 0)) {
      return;
    }
    active.endingWith(active.isEnding() ? active.endCause() : cause, turns.nanoTime() + grace);
    if ((active.isLastSeen() || grace == 0) && active.pending().isEmpty()) {
      end(active);
    } else {
      ending.add(active);
    }
  }

  private void onEnd(ActiveRecording active, int endCode, Runnable told) {
    unforced.ended(active, told);
    if (!stop.isSet()) {
      spool.end(active.call(), endCode);
      unforced.written();
    }
  }

  private void onGrown(ActiveRecording active, Splitter.Grown grown) {
    active.growing(false);
    if (!stop.isSet() && byTap.containsKey(active.tapId()) && grown.frames() > 0) {
      spool.copied(active.call(), grown.frames(), grown.startMicros());
      unforced.written();
    }
  }

  /** Once in each segment: who keeps too many of the old ones is copied out of them. */
  private void growLagging() {
    if (spool.segment() == lookedAt) {
      return;
    }
    lookedAt = spool.segment();
    for (ActiveRecording active : byTap.values()) {
      if (!active.isGrowing() && spool.behind(active.call()) >= settings.spoolSegments()) {
        active.growing(true);
        splitter.grow(active);
      }
    }
  }

  /** All frames are forced now. */
  private void beat() {
    if (forces.last() - lastBeat >= settings.heartbeatEvery().toNanos()) {
      lastBeat = forces.last();
      heartbeats.beat(byTap.values().stream().flatMap(active -> active.head().stream()).toList());
    }
  }

  private boolean pollFeeds() {
    boolean any = false;
    for (AudioFeed feed : feeds) {
      for (int i = 0; i < BURST && feed.poll(second); i++) {
        accept(second);
        any = true;
      }
    }
    return any;
  }

  private void accept(AudioSecond second) {
    ActiveRecording active = byTap.get(second.tapId);
    if (active != null && waits(active, second)) {
      return;
    }
    int ahead = active == null ? -1 : second.second - active.nextSecond();
    if (active == null || ahead < 0 || ahead > MAX_LOST_SECONDS) {
      strays.increment();
      return;
    }
    for (int i = 0; i < ahead; i++) {
      append(active, (writer, out, at) -> writer.lost(out, at));
      lostSeconds.increment();
    }
    if (second.samples > 0) {
      append(active, (writer, out, at) -> writer.audio(second, out, at));
      seconds.increment();
    }
    if (second.last) {
      active.sawLast();
      if (active.isEnding()) {
        end(active);
      }
    }
  }

  /** Whether this second waits for the next file of its call. */
  private boolean waits(ActiveRecording active, AudioSecond second) {
    if (active.pending().isEmpty()) {
      if (active.writer().seconds() < active.continueAt() || second.samples == 0) {
        return false;
      }
      active.pending(new PendingSeconds());
      continuing.add(active);
    } else if (active.pending().get().isFull()) {
      onNotContinued(active);
      return false;
    }
    active.pending().ifPresent(pending -> pending.add(second));
    return true;
  }

  @FunctionalInterface
  private interface OneFrame {
    void seal(RecordingWriter writer, byte[] out, int at);
  }

  private void append(ActiveRecording active, OneFrame frame) {
    spool.append(
        active.call(),
        (out, at) -> {
          frame.seal(active.writer(), out, at);
          active.sealed(out, at);
          return true;
        });
    unforced.written();
  }

  private boolean endOverdue() {
    if (ending.isEmpty()) {
      return false;
    }
    List<ActiveRecording> overdue = new ArrayList<>();
    long now = turns.nanoTime();
    for (Iterator<ActiveRecording> all = ending.iterator(); all.hasNext(); ) {
      ActiveRecording active = current(all.next());
      if (active.pending().isPresent()) {
        continue; // until it is known in which file it ends
      }
      if (!byTap.containsKey(active.tapId())) {
        all.remove();
      } else if (now - active.deadline() >= 0) {
        all.remove();
        overdue.add(active);
      }
    }
    overdue.forEach(this::end);
    return !overdue.isEmpty();
  }

  /** Index and FINAL; from the next force on it is the splitter's. */
  private void end(ActiveRecording active) {
    byTap.remove(active.tapId());
    RecordingWriter writer = active.writer();
    writer.marksRefused(active.isContinued() ? 0 : active.marksRefused());
    boolean more = true;
    while (more) {
      more = spool.append(active.call(), writer::index);
    }
    append(active, (w, out, at) -> w.finish(active.endCause(), out, at));
    unforced.sealed(active);
  }

  private void forceIfDue() {
    boolean due = turns.nanoTime() - forces.last() >= settings.forceEvery().toNanos();
    if (!unforced.isUrgent() && (unforced.isNothing() || !due)) {
      return;
    }
    forces.force();
    unforced.forced(splitter);
    growLagging();
    beat();
    // Not before: who deletes the file of a call that has not ended would see it salvaged again.
    unforced.tellEnded();
  }
}
