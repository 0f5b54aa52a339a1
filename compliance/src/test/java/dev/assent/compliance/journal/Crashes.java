package dev.assent.compliance.journal;

import java.util.concurrent.atomic.AtomicLong;

/** Counts effects on the outside and, from a chosen one on, lets none of them happen any more. */
public final class Crashes {
  private final AtomicLong done = new AtomicLong();
  private volatile long allowed = Long.MAX_VALUE;

  /** Thrown instead of an effect by a machine that is no longer running. */
  public static final class Crashed extends RuntimeException {
    Crashed() {
      super("crashed");
    }
  }

  /** Lets {@code effects} more happen, then crashes. */
  public void crashAfter(long effects) {
    allowed = done.get() + effects;
  }

  public void run() {
    allowed = Long.MAX_VALUE;
  }

  /** Called just before each effect. */
  public void effect() {
    long effect = done.incrementAndGet();
    if (effect > allowed) {
      done.decrementAndGet();
      throw new Crashed();
    }
  }

  public boolean crashed() {
    return done.get() >= allowed;
  }

  public long done() {
    return done.get();
  }
}
