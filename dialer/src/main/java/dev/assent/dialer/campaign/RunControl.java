package dev.assent.dialer.campaign;

import dev.assent.dialer.Threads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An operator's hand on a running campaign. <i>Pause</i>: no new INVITE; <i>drain</i>: pause, then
 * end when the last call has ended; <i>stop</i>: cancel what rings, talks end; stopping twice ends
 * the talks too. A wish can only become stronger, but for a pause, which can be resumed. Safe for
 * any thread.
 */
public final class RunControl {
  /** What the operator wants, weakest first. */
  public enum Wish {
    RUN,
    PAUSE,
    DRAIN,
    STOP,
    HANG_UP
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private Wish wish = Wish.RUN;
  private CompletableFuture<Void> nextChange = new CompletableFuture<>();
  private long changes;

  /** Asks for more than is asked now; {@code PAUSE} and {@code RUN} replace each other. */
  public Wish ask(Wish more) {
    lock.lock();
    try {
      boolean free = wish == Wish.RUN || wish == Wish.PAUSE;
      if (free || more.compareTo(wish) > 0) {
        wish = more;
      } else if (more == Wish.STOP && wish == Wish.STOP) {
        wish = Wish.HANG_UP;
      }
      change();
      return wish;
    } finally {
      lock.unlock();
    }
  }

  /** What is asked now. */
  public Wish wish() {
    lock.lock();
    try {
      return wish;
    } finally {
      lock.unlock();
    }
  }

  /** Something else happened that the run should look at: a call ended, a time came. */
  public void nudge() {
    lock.lock();
    try {
      change();
    } finally {
      lock.unlock();
    }
  }

  /** Under the lock. */
  private void change() {
    changes++;
    CompletableFuture<Void> awaited = nextChange;
    nextChange = new CompletableFuture<>();
    awaited.complete(null);
  }

  /** How often something changed, for {@link #awaitChange}. */
  long changes() {
    lock.lock();
    try {
      return changes;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until something changed since a reading of {@link #changes}. */
  void awaitChange(long since, Threads threads) throws InterruptedException {
    CompletableFuture<Void> change;
    lock.lockInterruptibly();
    try {
      if (changes != since) {
        return;
      }
      change = nextChange;
    } finally {
      lock.unlock();
    }
    threads.await(change);
  }

  /** Completed when the run has ended. */
  public CompletableFuture<Void> over() {
    return over;
  }
}
