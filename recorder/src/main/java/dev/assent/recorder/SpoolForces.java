package dev.assent.recorder;

import dev.assent.recorder.spool.Spool;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Forces the spool, and knows how long its disk takes for that. The recorder thread forces; any
 * thread asks.
 */
final class SpoolForces {
  /** A force that takes longer than this is a disk to be told of. */
  private static final long SLOW_NANOS = 2_000_000_000L;

  private final Spool spool;
  private final Path directory;
  private final Turns turns;
  private final LongAdder count = new LongAdder();
  private long last;
  private volatile long slowest;

  /** When the force that is under way began, and how long the last one took. */
  private volatile OptionalLong underWay = OptionalLong.empty();

  private volatile long lastTook;

  /**
   * @param directory of the spool
   */
  SpoolForces(Spool spool, Path directory, Turns turns) {
    this.spool = spool;
    this.directory = directory;
    this.turns = turns;
    this.last = turns.nanoTime();
  }

  /** All that was appended is on disk on return. */
  void force() {
    long began = turns.nanoTime();
    underWay = OptionalLong.of(began);
    spool.force();
    last = turns.nanoTime();
    lastTook = last - began;
    underWay = OptionalLong.empty();
    count.increment();
    slowest = Math.max(slowest, lastTook);
  }

  /** When the last one ended, by {@link Turns#nanoTime}; the recorder thread's. */
  long last() {
    return last;
  }

  /** Whether the spool's disk keeps up with what it is given. */
  Optional<DiskTrouble> slowness() {
    OptionalLong since = underWay;
    long took = Math.max(lastTook, since.isPresent() ? turns.nanoTime() - since.getAsLong() : 0);
    return took > SLOW_NANOS ? Optional.of(DiskTrouble.slow(directory, took)) : Optional.empty();
  }

  /** How many there were. */
  long count() {
    return count.sum();
  }

  /** How long the longest took, in nanoseconds. */
  long slowest() {
    return slowest;
  }
}
