package dev.assent.dialer.engine.home;

import dev.assent.compliance.ClockState;
import dev.assent.dialer.keys.Argon2Cost;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a process finds around itself; tests hand in another.
 *
 * @param kernelClock whether the machine's clock can be trusted (R02)
 * @param environment environment variables
 * @param newSlots what a passphrase's slot costs when it is made
 * @param distribution the unpacked release with its {@code conf}; empty when run from classes
 */
public record Machine(
    Clocks clocks,
    Supplier<ClockState> kernelClock,
    Map<String, String> environment,
    Argon2Cost newSlots,
    Optional<Path> distribution) {
  /** Where the shared database is, if not where the configuration says. */
  static final String DATABASE = "ASSENT_DATABASE";

  /** The same with another address of the shared database. */
  public Machine withDatabase(String url) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(DATABASE, url);
    return new Machine(clocks, kernelClock, more, newSlots, distribution);
  }

  public Machine {
    environment = Map.copyOf(environment);
  }

  public static Machine real() {
    return new Machine(
        Clocks.real(),
        KernelClock::state,
        System.getenv(),
        Argon2Cost.forHeap(Runtime.getRuntime().maxMemory()),
        Optional.ofNullable(System.getProperty("assent.dist")).map(Path::of));
  }

  public String variable(String name) {
    return environment.getOrDefault(name, "");
  }
}
