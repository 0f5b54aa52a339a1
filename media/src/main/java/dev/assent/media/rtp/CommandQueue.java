package dev.assent.media.rtp;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Bounded queue of commands from any thread to one media thread. No lock on either side. */
final class CommandQueue {
  /** What another thread asks of a media thread. */
  @FunctionalInterface
  interface Command {
    void run(long nowNanos);
  }

  private final AtomicReferenceArray<@Nullable Command> slots;
  private final int mask;
  private final AtomicLong tail = new AtomicLong();
  private final AtomicLong head = new AtomicLong();

  /**
   * @param capacity a power of two
   */
  CommandQueue(int capacity) {
    slots = new AtomicReferenceArray<>(capacity);
    mask = capacity - 1;
  }

  /** Any thread. False if full. */
  boolean offer(Command command) {
    long at;
    do {
      at = tail.get();
      if (at - head.get() > mask) {
        return false;
      }
    } while (!tail.compareAndSet(at, at + 1));
    slots.setRelease((int) at & mask, command);
    return true;
  }

  /** The media thread only. Null if empty, or if the next producer has not finished its offer. */
  @Nullable Command poll() {
    long at = head.get();
    int slot = (int) at & mask;
    Command command = slots.getAcquire(slot);
    if (command != null) {
      slots.setRelease(slot, null);
      head.setRelease(at + 1);
    }
    return command;
  }
}
