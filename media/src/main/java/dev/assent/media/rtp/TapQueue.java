package dev.assent.media.rtp;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Seconds of tapped calls on their way to the recorder: one bounded ring per media thread behind
 * it. {@link #poll} and {@link #recycle} belong to one reader thread.
 */
public final class TapQueue {
  private final List<TapLane> lanes;
  private int next;

  TapQueue(List<TapLane> lanes) {
    this.lanes = lanes;
  }

  /** The next second of any tap, in order within a tap; null if none waits. */
  public @Nullable TapSecond poll() {
    for (int i = 0; i < lanes.size(); i++) {
      TapSecond second = lanes.get(next).poll();
      next = (next + 1) % lanes.size();
      if (second != null) {
        return second;
      }
    }
    return null;
  }

  /** Gives the buffers of a second back; it must not be read any more. */
  public void recycle(TapSecond second) {
    second.home().recycle(second);
  }

  /** Seconds that wait now, all threads together; any thread. */
  public int waiting() {
    int sum = 0;
    for (TapLane lane : lanes) {
      sum += lane.waiting();
    }
    return sum;
  }
}
