package dev.assent.media.rtp;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** A bounded queue from one thread to one other. No lock, no allocation after construction. */
final class SpscRing<E> {
  private final AtomicReferenceArray<@Nullable E> slots;
  private final int mask;
  private long tail; // producer's
  private long head; // consumer's

  /**
   * @param capacity rounded up to a power of two
   */
  SpscRing(int capacity) {
    int size = Integer.highestOneBit(Math.max(capacity, 2) * 2 - 1);
    slots = new AtomicReferenceArray<>(size);
    mask = size - 1;
  }

  /** Producer only. False if full. */
  boolean offer(E element) {
    int slot = (int) tail & mask;
    if (slots.getAcquire(slot) != null) {
      return false;
    }
    slots.setRelease(slot, element);
    tail++;
    return true;
  }

  /** Consumer only. Null if empty. */
  @Nullable E poll() {
    int slot = (int) head & mask;
    E element = slots.getAcquire(slot);
    if (element != null) {
      slots.setRelease(slot, null);
      head++;
    }
    return element;
  }
}
