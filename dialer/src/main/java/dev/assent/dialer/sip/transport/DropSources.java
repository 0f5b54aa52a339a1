package dev.assent.dialer.sip.transport;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which networks sent what was dropped: the {@value #NETWORKS} that sent most, the rest as one.
 * When a new one comes, the one that sent least gives way; so a flood of forged sources costs a
 * short look and does not push out who really knocks. Thread-safe.
 */
final class DropSources {
  static final int NETWORKS = 64;
  private static final int PREFIX_4 = 24;
  private static final int PREFIX_6 = 48;

  private static final class Counts {
    private final EnumMap<Drop, Long> by = new EnumMap<>(Drop.class);
    private long total;

    void add(Drop why, long count) {
      by.merge(why, count, Long::sum);
      total += count;
    }
  }

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<InetAddress, Counts> networks = new HashMap<>();
  private final Counts others = new Counts();

  void add(Drop why, InetAddress source) {
    InetAddress network = network(source);
    lock.lock();
    try {
      Counts known = networks.get(network);
      if (known == null) {
        makeRoom();
        known = new Counts();
        networks.put(network, known);
      }
      known.add(why, 1);
    } finally {
      lock.unlock();
    }
  }

  private void makeRoom() {
    if (networks.size() >= NETWORKS) {
      Map.Entry<InetAddress, Counts> least =
          networks.entrySet().stream()
              .min(Comparator.comparingLong(each -> each.getValue().total))
              .orElseThrow();
      least.getValue().by.forEach(others::add);
      networks.remove(least.getKey());
    }
  }

  /** Who sent most comes first, those not told apart last. */
  List<DropSource> list() {
    lock.lock();
    try {
      List<DropSource> all = new ArrayList<>();
      networks.entrySet().stream()
          .sorted(
              Comparator.comparingLong((Map.Entry<InetAddress, Counts> e) -> e.getValue().total)
                  .reversed())
          .forEach(e -> all.add(new DropSource(text(e.getKey()), e.getValue().by)));
      if (others.total > 0) {
        all.add(new DropSource(DropSource.OTHERS, others.by));
      }
      return all;
    } finally {
      lock.unlock();
    }
  }

  private static String text(InetAddress network) {
    return network.getHostAddress() + "/" + (network instanceof Inet4Address ? PREFIX_4 : PREFIX_6);
  }

  private static InetAddress network(InetAddress source) {
    byte[] bytes = source.getAddress();
    int kept = (source instanceof Inet4Address ? PREFIX_4 : PREFIX_6) / 8;
    Arrays.fill(bytes, kept, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // only for a wrong length
    }
  }
}
