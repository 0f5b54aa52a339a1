package dev.assent.recorder;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

/**
 * Turns the recorder's agents on the calling thread, in a fixed order, on a clock that is moved by
 * hand: every run of a test is the same.
 */
public final class TurnsByHand implements Turns {
  private static final int PATIENCE = 100_000;

  private final List<BooleanSupplier> agents = new ArrayList<>();
  private long nanos = 1_000_000_000L;

  @Override
  public long nanoTime() {
    return nanos;
  }

  /** Lets this much time pass, and the agents work. */
  public void pass(long moreNanos) {
    nanos += moreNanos;
    while (turn()) {}
  }

  /** One turn of each agent. */
  public boolean turn() {
    boolean worked = false;
    for (BooleanSupplier agent : agents) {
      worked |= agent.getAsBoolean();
    }
    return worked;
  }

  @Override
  public void begin(String name, BooleanSupplier agent) {
    agents.add(agent);
  }

  @Override
  public <T> T await(CompletableFuture<T> done) {
    for (int i = 0; !done.isDone(); i++) {
      if (i == PATIENCE) {
        throw new AssertionError("waited for something that does not come");
      }
      nanos += 10_000_000;
      turn();
    }
    try {
      return done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  @Override
  public void close() {
    agents.clear();
  }
}
