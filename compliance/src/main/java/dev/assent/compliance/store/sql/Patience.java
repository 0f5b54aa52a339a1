package dev.assent.compliance.store.sql;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How long to wait for work another thread does; a test can lose patience at once. */
@FunctionalInterface
public interface Patience {
  /** Whether {@code work} ended, well or badly, within {@code atMost}. */
  boolean await(Future<?> work, Duration atMost);

  /** Waits as long as it takes, in an order of things where that costs no time. */
  static boolean endless(Future<?> work, Duration atMost) {
    try {
      work.get();
      return true;
    } catch (ExecutionException e) {
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Waits by the clock on the wall. An interrupt is kept for later: a refusal is never dropped. */
  static boolean real(Future<?> work, Duration atMost) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          work.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
          return true;
        } catch (ExecutionException e) {
          return true;
        } catch (TimeoutException e) {
          return false;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
