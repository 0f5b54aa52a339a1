package dev.assent.testsip.carrier.loop;

/** A task due once at a moment of {@link Loop#now()}. Loop thread only. */
public final class LoopTimer implements Comparable<LoopTimer> {
  private final long dueNanos;
  private final long order;
  private final Runnable task;
  private boolean cancelled;

  LoopTimer(long dueNanos, long order, Runnable task) {
    this.dueNanos = dueNanos;
    this.order = order;
    this.task = task;
  }

  /** Makes sure the task does not run any more. May be called after it ran. */
  public void cancel() {
    cancelled = true;
  }

  long dueNanos() {
    return dueNanos;
  }

  void run() {
    if (!cancelled) {
      task.run();
    }
  }

  @Override
  public int compareTo(LoopTimer other) {
    int byTime = Long.signum(dueNanos - other.dueNanos);
    return byTime != 0 ? byTime : Long.compare(order, other.order);
  }
}
