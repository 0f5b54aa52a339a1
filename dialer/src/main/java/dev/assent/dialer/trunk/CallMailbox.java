package dev.assent.dialer.trunk;

import dev.assent.dialer.Timers;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The one queue between a call's thread and the threads that serve it (SIP worker, media thread,
 * timers). Bounded: a peer that sends more keys than a person can press only fills its own mailbox.
 * Keys beyond the bound are counted and dropped, but ends and a 9 always find room, because {@value
 * #RESERVED} places are kept for them.
 */
final class CallMailbox {
  private static final int CAPACITY = 256;
  private static final int RESERVED = 64;

  private final ArrayBlockingQueue<Signal> queue = new ArrayBlockingQueue<>(CAPACITY);
  private final AtomicLong overflowed = new AtomicLong();
  private final Timers timers;
  private long waits;

  CallMailbox(Timers timers) {
    this.timers = timers;
  }

  /** Any thread. Never blocks. */
  void offer(Signal signal) {
    boolean matters = !(signal instanceof Signal.KeyHeard heard) || heard.key().digit() == '9';
    boolean room = matters || queue.remainingCapacity() > RESERVED;
    if (!room || !queue.offer(signal)) {
      overflowed.incrementAndGet();
    }
  }

  /** The call's thread: the next signal, in the order in which things happened. */
  Signal take() throws InterruptedException {
    return queue.take();
  }

  /** The call's thread: begins a wait that ends with {@link Signal.TimeUp} of its own number. */
  Wait begin(Duration atMost) {
    long number = ++waits;
    return new Wait(number, timers.after(atMost.toNanos(), () -> offer(new Signal.TimeUp(number))));
  }

  /** Signals that found no room. */
  long overflowed() {
    return overflowed.get();
  }

  /** A running wait; closing it makes a late {@link Signal.TimeUp} recognisable as stale. */
  record Wait(long number, Timers.Cancellable timer) implements AutoCloseable {
    boolean isOver(Signal.TimeUp time) {
      return time.number() == number;
    }

    @Override
    public void close() {
      timer.cancel();
    }
  }
}
