package dev.assent.dialer.engine.law;

import dev.assent.compliance.store.sql.Patience;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits by the machine's own clock. An interrupt is kept for later: a refusal is not given up. */
public final class TimedPatience implements Patience {
  @Override
  public boolean await(Future<?> work, Duration atMost) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          work.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
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
