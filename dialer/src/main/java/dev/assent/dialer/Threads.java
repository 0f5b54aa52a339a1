package dev.assent.dialer;

import java.util.concurrent.CompletableFuture;

/**
 * Threads of calls, and how they wait for one another. {@link VirtualThreads} are the real ones; a
 * simulation lets one at a time go on, in virtual time.
 */
public interface Threads {

  /** Runs {@code task} on a thread of its own. */
  void start(String name, Runnable task);

  /** Blocks the calling thread until it is done, well or badly. */
  void await(CompletableFuture<?> done) throws InterruptedException;
}
