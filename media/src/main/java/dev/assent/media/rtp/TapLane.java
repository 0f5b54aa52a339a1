package dev.assent.media.rtp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The way of tapped seconds from one media thread to the recorder, and of the empties back.
 *
 * <p>Buffers are made by the threads that ask for taps, so that the media thread allocates none;
 * there are at most {@code buffersPerTap} for each tap that runs at the same time.
 */
final class TapLane {
  private final SpscRing<TapSecond> full;
  private final SpscRing<TapSecond> empties;
  private final ArrayDeque<TapSecond> free = new ArrayDeque<>(); // media thread's
  private final int buffersPerTap;
  private final int maxBuffers;
  private final AtomicInteger taps = new AtomicInteger();
  private final AtomicInteger buffers = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();

  TapLane(int ringCapacity, int buffersPerTap) {
    this.full = new SpscRing<>(ringCapacity);
    this.maxBuffers = ringCapacity * 2;
    this.empties = new SpscRing<>(maxBuffers); // so that every buffer finds room on its way back
    this.buffersPerTap = buffersPerTap;
  }

  /** Any thread, before a tap begins: the buffers it needs beyond those there are. */
  List<TapSecond> grant() {
    int needed = Math.min(maxBuffers, taps.incrementAndGet() * buffersPerTap);
    List<TapSecond> fresh = new ArrayList<>();
    while (fresh.size() < buffersPerTap) {
      int made = buffers.get();
      if (made >= needed) {
        break;
      }
      if (buffers.compareAndSet(made, made + 1)) {
        fresh.add(new TapSecond(this));
      }
    }
    return fresh;
  }

  /** Media thread: a tap that was granted begins. */
  void accept(List<TapSecond> fresh) {
    free.addAll(fresh);
  }

  /** Media thread: a granted tap has ended. */
  void ended() {
    taps.decrementAndGet();
  }

  /** Media thread. Null if the recorder holds all buffers. */
  @Nullable TapSecond take() {
    TapSecond back = empties.poll();
    return back != null ? back : free.poll();
  }

  /** Media thread: an opened second that is not to be queued. */
  void putBack(TapSecond second) {
    free.push(second);
  }

  /** Media thread. False if the queue is full. */
  boolean push(TapSecond second) {
    if (full.offer(second)) {
      waiting.incrementAndGet();
      return true;
    }
    return false;
  }

  /** Reader's thread. */
  @Nullable TapSecond poll() {
    TapSecond second = full.poll();
    if (second != null) {
      waiting.decrementAndGet();
    }
    return second;
  }

  /** Reader's thread. */
  void recycle(TapSecond second) {
    if (!empties.offer(second)) {
      throw new IllegalStateException("a tapped second was given back twice");
    }
  }

  int waiting() {
    return waiting.get();
  }
}
