package dev.assent.dialer.engine;

import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.store.review.Reviews;
import dev.assent.dialer.Timers;
import dev.assent.dialer.engine.recordings.SealedSounds;
import dev.assent.recorder.SealedRecording;
import dev.assent.recorder.catalog.Catalog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has every answered call looked at soon after it is over and its recording has a file, on a thread
 * of its own: neither calls nor the recorder ever wait for it. What a crash left is looked at again
 * at the next start. Any thread.
 */
final class CallReview implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CallReview.class);
  private static final int AT_ONCE = 200;

  /** For each lot the journal is read again: nearly always one holds all that a crash left. */
  private static final int LEFT_AT_ONCE = 5_000;

  /** Calls that end within this time are looked at together: one by one each costs four times. */
  private static final Duration GATHER = Duration.ofMillis(300);

  private final CallReviewer reviewer;
  private final SealedSounds sounds;
  private final Reviews reviews;
  private final InstantSource clock;

  /** Bounded by the calls that end while one lot is looked at: ids only. */
  private final LinkedBlockingQueue<UUID> ready = new LinkedBlockingQueue<>();

  /** Over, and their recordings have no file yet. */
  private final Set<UUID> waiting = ConcurrentHashMap.newKeySet();

  private final ReentrantLock looking = new ReentrantLock();
  private final Semaphore arrived = new Semaphore(0);
  private final AtomicBoolean gathering = new AtomicBoolean();
  private final Timers timers;
  private final Thread thread;
  private volatile boolean closed;
  private volatile Runnable before = () -> {};

  CallReview(
      CallReviewer reviewer,
      SealedSounds sounds,
      Reviews reviews,
      InstantSource clock,
      Timers timers) {
    this.timers = timers;
    this.reviewer = reviewer;
    this.sounds = sounds;
    this.reviews = reviews;
    this.clock = clock;
    this.thread = Thread.ofPlatform().daemon().name("call-review").start(this::work);
  }

  /** A recording of this attempt began. */
  void opened(UUID recordingId, UUID attemptId) {
    sounds.opened(recordingId, attemptId, clock.instant());
  }

  /** A recording has its own file. */
  void sealed(SealedRecording recording) {
    sounds.sealed(recording).filter(waiting::remove).ifPresent(this::isReady);
  }

  /** An answered call is over and written down. */
  void ended(UUID attemptId) {
    waiting.add(attemptId);
    if (!sounds.awaited(attemptId) && waiting.remove(attemptId)) {
      isReady(attemptId);
    }
  }

  private void isReady(UUID attemptId) {
    ready.add(attemptId);
    if (gathering.compareAndSet(false, true)) {
      timers.after(GATHER.toNanos(), arrived::release);
    }
  }

  /**
   * Has what an earlier process left looked at first; to be called once the recorder has salvaged
   * what it found. Returns at once.
   */
  void catchUp(Journal journal, Catalog catalog) {
    before = () -> lookAtLeft(journal, catalog);
    arrived.release();
  }

  private void lookAtLeft(Journal journal, Catalog catalog) {
    Set<UUID> seen = new HashSet<>();
    List<UUID> left = reviews.unchecked(LEFT_AT_ONCE);
    while (!closed && seen.addAll(left)) {
      List<UUID> now = left.stream().filter(attempt -> !waiting.contains(attempt)).toList();
      sounds.readAgain(Set.copyOf(now), journal, catalog);
      for (int from = 0; from < now.size() && !closed; from += AT_ONCE) {
        lookQuietly(now.subList(from, Math.min(now.size(), from + AT_ONCE)));
      }
      LOG.info("{} calls of before were looked at", now.size());
      left = reviews.unchecked(LEFT_AT_ONCE);
    }
  }

  /** Looks at everything that is ready now; returns when it is kept. */
  void settle() {
    List<UUID> some = new ArrayList<>();
    looking.lock();
    try {
      Runnable left = before;
      before = () -> {};
      left.run();
      for (ready.drainTo(some, AT_ONCE); !some.isEmpty(); ready.drainTo(some, AT_ONCE)) {
        lookQuietly(some);
        some.clear();
      }
    } finally {
      looking.unlock();
    }
  }

  private void work() {
    try {
      while (!closed) {
        arrived.acquire();
        arrived.drainPermits();
        gathering.set(false); // before the look: who comes later is gathered anew
        settle();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void lookQuietly(List<UUID> attempts) {
    try {
      reviewer.look(attempts);
    } catch (RuntimeException e) {
      // Nothing is lost: the next start looks at them again.
      LOG.error("{} calls could not be looked at", attempts.size(), e);
    }
  }

  /** Returns when everything that was ready has been looked at. */
  @Override
  public void close() {
    closed = true;
    arrived.release();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
