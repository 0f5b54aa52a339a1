package dev.assent.dialer.trunk;

import dev.assent.dialer.call.RingBackCall;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** How many people rang back, and how that ended. Any thread. */
public final class RingBackCounts {
  private final Map<RingBackCall.End, AtomicLong> ends = new EnumMap<>(RingBackCall.End.class);
  private final AtomicLong refused = new AtomicLong();

  /** Nobody so far. */
  public RingBackCounts() {
    for (RingBackCall.End end : RingBackCall.End.values()) {
      ends.put(end, new AtomicLong());
    }
  }

  void ended(RingBackCall.End end) {
    ends.getOrDefault(end, refused).incrementAndGet();
  }

  void refused() {
    refused.incrementAndGet();
  }

  /** Ring-backs that were not answered: limits, no channel, no approved script, no common sound. */
  public long notAnswered() {
    return refused.get();
  }

  /** Answered ring-backs by their end. */
  public long of(RingBackCall.End end) {
    AtomicLong count = ends.get(end);
    return count == null ? 0 : count.get();
  }
}
