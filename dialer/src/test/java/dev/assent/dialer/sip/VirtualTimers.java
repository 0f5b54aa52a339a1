package dev.assent.dialer.sip;

import dev.assent.dialer.Timers;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Time that passes only when told to. Due tasks run on the thread that lets it pass, in order.
 * Thread-safe.
 */
public final class VirtualTimers implements Timers {
  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
  private long now;
  private long number;

  @Override
  public synchronized Cancellable after(long nanos, Runnable task) {
    Due due = new Due(now + nanos, number++, task);
    queue.add(due);
    return () -> remove(due);
  }

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  /** How many tasks are due some day. */
  public synchronized int pending() {
    return queue.size();
  }

  public void advance(Duration span) {
    advance(span, () -> {});
  }

  /**
   * Lets time pass from one due task to the next.
   *
   * @param settle run after each of them: waits until those who were told have acted, so that what
   *     they arm is armed at the right instant
   */
  public void advance(Duration span, Runnable settle) {
    long end = nanoTime() + span.toNanos();
    settle.run();
    for (Due due = next(end); due != null; due = next(end)) {
      due.task.run();
      settle.run();
    }
  }

  private synchronized Due next(long end) {
    Due due = queue.peek();
    if (due == null || due.at > end) {
      now = end;
      return null;
    }
    now = Math.max(now, due.at);
    return queue.remove();
  }

  private synchronized void remove(Due due) {
    queue.remove(due);
  }

  private record Due(long at, long number, Runnable task) {}
}
