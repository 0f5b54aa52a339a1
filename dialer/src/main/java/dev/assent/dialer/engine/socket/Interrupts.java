package dev.assent.dialer.engine.socket;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Ctrl-C as an event: a command says what the first and what the second means to it. Threads are
 * never interrupted, because that would close the journal's files under them.
 */
public final class Interrupts {
  private final List<IntConsumer> listeners = new ArrayList<>();
  private int count;

  /**
   * @param listener given 1 for the first Ctrl-C, 2 for the second…; must return at once
   */
  public synchronized void onInterrupt(IntConsumer listener) {
    listeners.add(listener);
  }

  /** False when the command has not said what an interruption means: its caller may just leave. */
  public boolean fire() {
    List<IntConsumer> told;
    int nth;
    synchronized (this) {
      told = List.copyOf(listeners);
      nth = ++count;
    }
    told.forEach(listener -> listener.accept(nth));
    return !told.isEmpty();
  }
}
