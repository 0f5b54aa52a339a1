package dev.assent.dialer.trunk;

import dev.assent.dialer.Timers;
import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.transport.Connected;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks a carrier's addresses with OPTIONS and brings their connections up, again and again, sooner
 * while something is ill; what comes of it is its trunk's health. Any thread; never blocks.
 */
final class Qualifying implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final Duration WHEN_ILL = Duration.ofSeconds(5);

  /** Between looks at names and connections where no OPTIONS are wanted. */
  private static final Duration LOOK = Duration.ofSeconds(60);

  private final TrunkHealth health;
  private final Routes routes;
  private final Reach reach;
  private final Duration every;
  private final Timers timers;
  private final RandomGenerator random;
  private final ReentrantLock lock = new ReentrantLock(); // held before the health's own
  private boolean closed;
  private Timers.@Nullable Cancellable due;

  /**
   * @param every between OPTIONS to each address; zero: none but after a silence
   */
  Qualifying(
      TrunkHealth health,
      Routes routes,
      Reach reach,
      Duration every,
      Timers timers,
      RandomGenerator random) {
    this.health = health;
    this.routes = routes;
    this.reach = reach;
    this.every = every;
    this.timers = timers;
    this.random = random;
  }

  /** Asks every address, and again after a while. */
  void ask() {
    List<Target> all = routes.inOrder();
    TrunkHealth.Look look;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      look = health.look(all);
      if (due != null) {
        due.cancel();
      }
      Duration usual = every.isZero() ? LOOK : every;
      Duration wait = look.ill() && usual.compareTo(WHEN_ILL) > 0 ? WHEN_ILL : usual;
      long nanos = wait.toNanos() * 9 / 10;
      due = timers.after(nanos + random.nextLong(Math.max(1, nanos / 5)), this::ask);
    } finally {
      lock.unlock();
    }
    look.gone().forEach(reach::release);
    for (Target target : all) {
      if (!reach.isUp(target)) {
        connect(target);
      } else {
        ping(target);
      }
    }
  }

  /** Asked with OPTIONS as soon as it is up: whoever waits for the first answer waits less. */
  private void connect(Target target) {
    CompletableFuture<Connected> connecting;
    try {
      connecting = reach.connect(target);
    } catch (IllegalStateException closedMeanwhile) {
      return;
    }
    var _ =
        connecting.whenComplete(
            (connected, thrown) -> {
              if (thrown == null) {
                ping(target);
              } else {
                health.unconnected(target, String.valueOf(cause(thrown).getMessage()));
              }
            });
  }

  private void ping(Target target) {
    if (every.isZero() && !health.stopped()) {
      return;
    }
    CompletableFuture<Integer> answer;
    try {
      answer = reach.options(target);
    } catch (IllegalStateException closedMeanwhile) {
      return;
    }
    CompletableFuture<Integer> patient = answer.copy();
    Timers.Cancellable patience =
        timers.after(
            PATIENCE.toNanos(),
            () -> patient.completeExceptionally(new IllegalStateException("no answer to OPTIONS")));
    var _ =
        patient.whenComplete(
            (status, thrown) -> {
              patience.cancel();
              if (thrown == null) {
                health.answered(target, status);
              } else {
                health.missed(target, String.valueOf(cause(thrown).getMessage()));
              }
            });
  }

  private static Throwable cause(Throwable thrown) {
    return thrown.getCause() != null ? thrown.getCause() : thrown;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (due != null) {
        due.cancel();
      }
    } finally {
      lock.unlock();
    }
  }
}
