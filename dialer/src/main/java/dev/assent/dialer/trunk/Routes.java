package dev.assent.dialer.trunk;

import dev.assent.dialer.Timers;
import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.address.Transport;
import dev.assent.dialer.sip.dns.Located;
import dev.assent.dialer.sip.dns.Locator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The addresses behind a trunk's targets. Names are looked up in the background for as long as
 * their answers hold, and the last good answer is kept when a name server falls silent: a call
 * never waits for one. Any thread.
 */
public final class Routes implements AutoCloseable {
  private static final Duration SHORTEST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofHours(1);

  /**
   * One target as it is written in the trunk's file.
   *
   * @param port 0: the name server says
   * @param tlsName what a certificate must carry; empty unless the transport is TLS
   */
  public record Name(String host, int port, String tlsName) {}

  private final List<Looked> names;
  private final Transport transport;
  private final @Nullable Locator locator;
  private final Predicate<InetAddress> inside;
  private final Timers timers;
  private final RandomGenerator random;
  private volatile boolean closed;

  /**
   * @param locator null when every host is an address
   * @param inside the networks SIP may go to; what a name server says beyond them is not used
   */
  public Routes(
      List<Name> names,
      Transport transport,
      @Nullable Locator locator,
      Predicate<InetAddress> inside,
      Timers timers,
      RandomGenerator random) {
    this.names = names.stream().map(Looked::new).toList();
    this.transport = transport;
    this.locator = locator;
    this.inside = inside;
    this.timers = timers;
    this.random = random;
  }

  /** Begins to look up. */
  public Routes start() {
    names.forEach(Looked::lookUp);
    return this;
  }

  /**
   * For one call: all addresses, the ones to try first foremost; none while nothing was found.
   * Equals are drawn anew for each call.
   */
  public List<Target> inOrder() {
    Set<Target> targets = new LinkedHashSet<>();
    for (Looked name : names) {
      Located found = name.found;
      if (found != null) {
        found.inOrder(random).stream()
            .flatMap(place -> place.addresses().stream())
            .filter(address -> inside.test(address.getAddress()))
            .forEach(address -> targets.add(name.target(address)));
      }
    }
    return List.copyOf(targets);
  }

  /** How SIP travels to all of them. */
  public Transport transport() {
    return transport;
  }

  /**
   * What became of one name.
   *
   * @param name as it is written
   * @param targets that may be called; none while nothing was found
   * @param problem empty when all is well
   */
  public record Found(String name, List<Target> targets, String problem) {}

  /** What became of each name, in the order of the trunk's file. */
  public List<Found> found() {
    return names.stream().map(Looked::outcome).toList();
  }

  /** Whether every name has been answered, well or not. */
  public boolean isSettled() {
    return names.stream().allMatch(name -> name.found != null || !name.problem.isEmpty());
  }

  /** What is wrong with the names, one line each; none when all were found. */
  public List<String> problems() {
    return names.stream().flatMap(Looked::problems).toList();
  }

  @Override
  public void close() {
    closed = true;
  }

  private final class Looked {
    private final Name name;
    private volatile @Nullable Located found;
    private volatile String problem = "";
    private int failures;

    Looked(Name name) {
      this.name = name;
    }

    Target target(InetSocketAddress address) {
      return new Target(transport, address, transport == Transport.TLS ? name.tlsName() : "");
    }

    Found outcome() {
      Located known = found;
      List<Target> targets =
          known == null
              ? List.of()
              : known.places().stream()
                  .flatMap(place -> place.addresses().stream())
                  .filter(address -> inside.test(address.getAddress()))
                  .map(this::target)
                  .toList();
      return new Found(name.host(), targets, String.join("; ", problems().toList()));
    }

    Stream<String> problems() {
      List<String> all = new ArrayList<>();
      if (!problem.isEmpty()) {
        all.add(problem + (found == null ? "" : "; going on with the last answer"));
      }
      Located known = found;
      if (known != null) {
        known.places().stream()
            .flatMap(place -> place.addresses().stream())
            .filter(address -> !inside.test(address.getAddress()))
            .forEach(
                address ->
                    all.add(
                        "%s leads to %s, which is outside the networks of signalling"
                            .formatted(name.host(), address.getAddress().getHostAddress())));
      }
      return all.stream();
    }

    void lookUp() {
      if (closed) {
        return;
      }
      InetAddress literal = literal(name.host());
      if (literal != null) {
        int port = name.port() == 0 ? Locator.usualPort(transport) : name.port();
        found =
            new Located(
                List.of(
                    new Located.Place(
                        0, 0, name.host(), List.of(new InetSocketAddress(literal, port)))),
                LONGEST);
        return;
      }
      if (locator == null) {
        throw new IllegalStateException("a name, and nobody to ask: " + name.host());
      }
      var _ = locator.locate(name.host(), name.port(), transport).whenComplete(this::answered);
    }

    private void answered(@Nullable Located located, @Nullable Throwable thrown) {
      if (located != null) {
        found = located;
        problem = "";
        failures = 0;
        again(located.ttl());
      } else {
        Throwable cause = thrown instanceof CompletionException ? thrown.getCause() : thrown;
        problem = cause == null ? "no answer" : String.valueOf(cause.getMessage());
        failures = Math.min(failures + 1, 4);
        again(SHORTEST.multipliedBy(1L << (failures - 1)));
      }
    }

    private void again(Duration wait) {
      long nanos = Math.clamp(wait.toNanos(), SHORTEST.toNanos(), LONGEST.toNanos());
      timers.after(nanos + random.nextLong(nanos / 10), this::lookUp);
    }
  }

  private static @Nullable InetAddress literal(String host) {
    try {
      return InetAddress.ofLiteral(host);
    } catch (IllegalArgumentException aName) {
      return null;
    }
  }
}
