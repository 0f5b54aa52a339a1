package dev.assent.dialer.console;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the pages are.
 *
 * @param port 0 for any that is free
 * @param names by which browsers reach it, besides {@code localhost} and the address
 * @param certificate PEM of a given chain; null for one of our own
 * @param key PEM of its key; given when {@code certificate} is
 */
public record ConsoleSettings(
    InetAddress bind, int port, Set<String> names, @Nullable Path certificate, @Nullable Path key) {
  public ConsoleSettings {
    names = Set.copyOf(names);
  }
}
