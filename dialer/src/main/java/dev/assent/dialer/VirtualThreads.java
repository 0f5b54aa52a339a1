package dev.assent.dialer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A virtual thread for each task. */
public final class VirtualThreads implements Threads {
  @Override
  public void start(String name, Runnable task) {
    Thread.ofVirtual().name(name).start(task);
  }

  @Override
  public void await(CompletableFuture<?> done) throws InterruptedException {
    try {
      done.get();
    } catch (ExecutionException _) {
      // Whoever waits reads what became of it.
    }
  }
}
