package dev.assent.recorder;

import dev.assent.recorder.container.AudioSecond;
import dev.assent.recorder.container.Mark;
import dev.assent.recorder.container.RecordingWriter;
import dev.assent.recorder.spool.Spool;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * The recorder thread: takes seconds from the feeds, seals them into the spool and forces it. It
 * alone appends to the spool; other threads hand it commands, of which there are at most one begin,
 * one finish, one end and 4,096 marks a recording.
 */
final class SealingAgent {
  /** How long the last second may take to come after finish was asked. */
  private static final long LAST_SECOND_NANOS = 2_000_000_000L;

  /** Seconds taken from one feed in one turn. */
  private static final int BURST = 128;

  /** A jump ahead of more seconds than this is no loss but a mistake. */
  private static final int MAX_LOST_SECONDS = 3600;

  private record Ended(ActiveRecording active, SealedRecording result) {}

  private final Spool spool;
  private final long forceEveryNanos;
  private final Turns turns;
  private final StopReason stop;
  private final Consumer<ActiveRecording> splitter;
  private final List<AudioFeed> feeds = new CopyOnWriteArrayList<>();
  private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();

  private final Map<Long, ActiveRecording> byTap = new HashMap<>();
  private final List<ActiveRecording> ending = new ArrayList<>();
  private final List<ActiveRecording> sealedUnforced = new ArrayList<>();
  private final List<CompletableFuture<Boolean>> begunUnforced = new ArrayList<>();
  private final List<Ended> endedUnforced = new ArrayList<>();
  private final AudioSecond second = new AudioSecond();
  private boolean unforced;
  private long lastForce;

  private volatile int recording;
  private final LongAdder seconds = new LongAdder();
  private final LongAdder lostSeconds = new LongAdder();
  private final LongAdder strays = new LongAdder();
  private final LongAdder forces = new LongAdder();
  private volatile long slowestForce;

  SealingAgent(
      Spool spool,
      long forceEveryNanos,
      Turns turns,
      StopReason stop,
      Consumer<ActiveRecording> splitter) {
    this.spool = spool;
    this.forceEveryNanos = forceEveryNanos;
    this.turns = turns;
    this.stop = stop;
    this.splitter = splitter;
    this.lastForce = turns.nanoTime();
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

  /** Takes back a begin that the journal did not follow. */
  void abandon(ActiveRecording active) {
    commands.add(() -> onAbandon(active));
  }

  void mark(ActiveRecording active, Mark mark) {
    commands.add(() -> active.writer().mark(mark));
  }

  void finish(ActiveRecording active, String cause) {
    commands.add(() -> onFinish(active, cause, LAST_SECOND_NANOS));
  }

  void finishNow(ActiveRecording active, String cause) {
    commands.add(() -> onFinish(active, cause, 0));
  }

  /** This call has its own file, and the journal knows it. */
  void split(ActiveRecording active, SealedRecording result) {
    commands.add(() -> onSplit(active, result));
  }

  RecorderStats stats(int splitting, int slots) {
    return new RecorderStats(
        recording,
        splitting,
        slots,
        seconds.sum(),
        lostSeconds.sum(),
        strays.sum(),
        forces.sum(),
        slowestForce);
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
      stop.set("the spool cannot be written: " + e.getMessage(), e);
      return giveUp();
    }
  }

  /** The last turn, when nobody else runs any more. */
  void close() {
    turn();
    if (!stop.isSet()) {
      spool.force();
    }
    spool.close();
  }

  private boolean giveUp() {
    RecorderStopped stopped = stop.exception();
    for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
      command.run();
    }
    begunUnforced.forEach(begun -> begun.completeExceptionally(stopped));
    begunUnforced.clear();
    List<ActiveRecording> victims = new ArrayList<>(byTap.values());
    victims.addAll(sealedUnforced);
    endedUnforced.forEach(ended -> victims.add(ended.active()));
    for (ActiveRecording victim : victims) {
      victim.writer().destroy();
      victim.stopped().complete(String.valueOf(stopped.getMessage()));
      victim.sealed().completeExceptionally(stopped);
    }
    byTap.clear();
    ending.clear();
    sealedUnforced.clear();
    endedUnforced.clear();
    return false;
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
    begunUnforced.add(forced);
    if (!stop.isSet()) {
      active.spooledAs(spool.begin(active.id(), active.writer().header()));
      byTap.put(active.tapId(), active);
      unforced = true;
    }
  }

  private void onAbandon(ActiveRecording active) {
    if (!stop.isSet() && byTap.remove(active.tapId(), active)) {
      spool.end(active.call(), Spool.NEVER_OPENED);
      active.writer().destroy();
      unforced = true;
    }
  }

  private void onFinish(ActiveRecording active, String cause, long grace) {
    if (!byTap.containsKey(active.tapId()) || (active.isEnding() && grace > 0)) {
      return;
    }
    active.endingWith(active.isEnding() ? active.endCause() : cause, turns.nanoTime() + grace);
    if (active.isLastSeen() || grace == 0) {
      end(active);
    } else {
      ending.add(active);
    }
  }

  private void onSplit(ActiveRecording active, SealedRecording result) {
    endedUnforced.add(new Ended(active, result));
    if (!stop.isSet()) {
      spool.end(active.call(), Spool.OWN_FILE);
      unforced = true;
    }
  }

  private boolean pollFeeds() {
    boolean any = false;
    for (AudioFeed feed : feeds) {
      for (int i = 0; i < BURST && feed.poll(second); i++) {
        accept();
        any = true;
      }
    }
    return any;
  }

  private void accept() {
    ActiveRecording active = byTap.get(second.tapId);
    int ahead = active == null ? -1 : second.second - active.writer().seconds();
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

  @FunctionalInterface
  private interface OneFrame {
    void seal(RecordingWriter writer, byte[] out, int at);
  }

  private void append(ActiveRecording active, OneFrame frame) {
    spool.append(
        active.call(),
        (out, at) -> {
          frame.seal(active.writer(), out, at);
          return true;
        });
    unforced = true;
  }

  private boolean endOverdue() {
    if (ending.isEmpty()) {
      return false;
    }
    List<ActiveRecording> overdue = new ArrayList<>();
    long now = turns.nanoTime();
    for (Iterator<ActiveRecording> all = ending.iterator(); all.hasNext(); ) {
      ActiveRecording active = all.next();
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
    writer.marksRefused(active.marksRefused());
    boolean more = true;
    while (more) {
      more = spool.append(active.call(), writer::index);
    }
    append(active, (w, out, at) -> w.finish(active.endCause(), out, at));
    sealedUnforced.add(active);
  }

  private void forceIfDue() {
    long now = turns.nanoTime();
    if (begunUnforced.isEmpty() && (!unforced || now - lastForce < forceEveryNanos)) {
      return;
    }
    spool.force();
    unforced = false;
    lastForce = turns.nanoTime();
    forces.increment();
    slowestForce = Math.max(slowestForce, lastForce - now);
    begunUnforced.forEach(begun -> begun.complete(true));
    begunUnforced.clear();
    sealedUnforced.forEach(splitter);
    sealedUnforced.clear();
    // Not before: who deletes the file of a call that has not ended would see it salvaged again.
    endedUnforced.forEach(ended -> ended.active().sealed().complete(ended.result()));
    endedUnforced.clear();
  }
}
