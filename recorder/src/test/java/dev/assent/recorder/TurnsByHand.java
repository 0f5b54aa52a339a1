package dev.assent.recorder;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

/**
 * Turns the recorder's agents on the calling thread, in a fixed order, on a clock that is moved by
 * hand: every run of a test is the same.
 */
public final class TurnsByHand implements Turns {
  private static final int PATIENCE = 100_000;

  private final Map<String, BooleanSupplier> agents = new LinkedHashMap<>();
  private final Set<String> stalled = new HashSet<>();
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
    for (Map.Entry<String, BooleanSupplier> agent : agents.entrySet()) {
      if (!stalled.contains(agent.getKey())) {
        worked |= agent.getValue().getAsBoolean();
      }
    }
    return worked;
  }

  @Override
  public void begin(String name, Duration rest, BooleanSupplier agent) {
    agents.put(name, agent);
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
  public boolean await(CompletableFuture<?> done, long limit) {
    long end = nanos + limit;
    while (!done.isDone() && nanos < end) {
      nanos += 10_000_000;
      turn();
    }
    if (done.isDone()) {
      var _ = await(done);
    }
    return done.isDone();
  }

  /** From now on this agent gets no turn, as if a disk held it. */
  void stall(String name, boolean held) {
    if (held) {
      stalled.add(name);
    } else {
      stalled.remove(name);
    }
  }

  /** Time passes while an agent is at work. */
  void tick(long moreNanos) {
    nanos += moreNanos;
  }

  @Override
  public void close() {
    agents.clear();
  }
}
