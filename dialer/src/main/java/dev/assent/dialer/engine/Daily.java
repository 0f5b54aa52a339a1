package dev.assent.dialer.engine;

import dev.assent.dialer.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a job at once, or some time later, and then once a day, or once an hour. The clock is asked
 * each hour: a machine that slept, or whose clock was set, is not a day late. A job that fails is
 * tried again the next hour. Any thread.
 */
final class Daily implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Daily.class);
  private static final Duration BETWEEN_JOBS = Duration.ofDays(1);
  private static final Duration BETWEEN_LOOKS = Duration.ofHours(1);

  /** Each look finds it due, although timers and clock do not agree to the second. */
  private static final Duration AN_HOUR = Duration.ofMinutes(50);

  private final String name;
  private final Runnable job;
  private final InstantSource clock;
  private final Timers timers;
  private final Duration betweenJobs;
  private final ReentrantLock working = new ReentrantLock();
  private Timers.@Nullable Cancellable next;
  private @Nullable Instant done;
  private boolean closed;

  private Daily(
      String name, Runnable job, InstantSource clock, Timers timers, Duration betweenJobs) {
    this.betweenJobs = betweenJobs;
    this.name = name;
    this.job = job;
    this.clock = clock;
    this.timers = timers;
  }

  /** Returns at once; the job runs on a thread of its own. */
  static Daily start(String name, Runnable job, InstantSource clock, Timers timers) {
    return start(new Daily(name, job, clock, timers, BETWEEN_JOBS));
  }

  /** The same, but for the first job, which comes so much later. */
  static Daily startAfter(
      Duration wait, String name, Runnable job, InstantSource clock, Timers timers) {
    Daily daily = new Daily(name, job, clock, timers, BETWEEN_JOBS);
    daily.arm(wait);
    return daily;
  }

  /** The same once an hour. */
  static Daily hourly(String name, Runnable job, InstantSource clock, Timers timers) {
    return start(new Daily(name, job, clock, timers, AN_HOUR));
  }

  private static Daily start(Daily daily) {
    daily.begin();
    return daily;
  }

  private void begin() {
    Thread.ofVirtual().name("daily-" + name).start(this::work);
  }

  private void work() {
    working.lock();
    try {
      if (closed) {
        return;
      }
      Instant now = clock.instant();
      if (done == null || !now.isBefore(done.plus(betweenJobs)) || now.isBefore(done)) {
        try {
          job.run();
          done = now;
        } catch (RuntimeException e) {
          LOG.error("the regular {} failed; it is tried again in an hour", name, e);
        }
      }
      arm(BETWEEN_LOOKS);
    } finally {
      working.unlock();
    }
  }

  private void arm(Duration wait) {
    working.lock();
    try {
      next = timers.after(wait.toNanos(), this::begin);
    } finally {
      working.unlock();
    }
  }

  /** Returns when no job is under way any more. */
  @Override
  public void close() {
    working.lock();
    try {
      closed = true;
      if (next != null) {
        next.cancel();
      }
    } finally {
      working.unlock();
    }
  }
}
