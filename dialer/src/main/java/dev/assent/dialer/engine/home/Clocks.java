package dev.assent.dialer.engine.home;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/**
 * The real makers of time and chance, handed on to every part. With {@link KernelClock} the only
 * place that reads the machine's clock.
 *
 * @param machine the machine's own clock
 * @param nanos a counter that only grows, for durations
 * @param pause waits in the calling thread
 * @param random seeds keys and ids
 */
public record Clocks(InstantSource machine, NanoSource nanos, Pause pause, SecureRandom random) {

  /** Nanoseconds of a counter without meaning of its own. */
  @FunctionalInterface
  public interface NanoSource {
    long nanoTime();
  }

  /** Waits for about that long. */
  @FunctionalInterface
  public interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  public static Clocks real() {
    return new Clocks(InstantSource.system(), System::nanoTime, Thread::sleep, new SecureRandom());
  }

  /** The clock of a home: in a simulated one it ticks at an offset, for ever the same. */
  public InstantSource of(Home home) {
    return home.marker()
        .simulation()
        .map(simulation -> InstantSource.offset(machine, simulation.offset()))
        .orElse(machine);
  }
}
