package dev.assent.media.rtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.random.RandomGenerator;

/**
 * Pairs of ports for calls: picked at random, bound when reserved, at rest after use so that late
 * packets of one call never enter another's recording. Thread-safe; {@link #released} takes no
 * lock.
 */
final class PortPool {
  private static final int TRIES = 64;
  private static final int RECEIVE_BUFFER = 128 * 1024;
  private static final int EXPEDITED_FORWARDING = 0xB8; // DSCP 46 for telephony (RFC 4594)

  private record Resting(int port, long untilNanos) {}

  private final InetAddress bind;
  private final RandomGenerator random;
  private final MediaClock clock;
  private final long quarantineNanos;
  private final List<Integer> free = new ArrayList<>();
  private final ArrayDeque<Resting> resting = new ArrayDeque<>();
  private final Queue<Resting> released = new ConcurrentLinkedQueue<>();
  private long refused;

  PortPool(MediaSettings settings, RandomGenerator random) {
    this.bind = settings.bind();
    this.random = random;
    this.clock = settings.clock();
    this.quarantineNanos = settings.quarantine().toNanos();
    for (int port = settings.portFrom(); port + 1 <= settings.portTo(); port += 2) {
      free.add(port);
    }
  }

  synchronized PortPair reserve() throws NoMediaPort {
    wake();
    for (int i = 0; i < TRIES && !free.isEmpty(); i++) {
      int at = random.nextInt(free.size());
      int port = free.get(at);
      free.set(at, free.getLast());
      free.removeLast();
      DatagramChannel rtp = null;
      try {
        rtp = bound(port);
        return new PortPair(this, port, rtp, bound(port + 1));
      } catch (IOException e) {
        if (rtp != null) {
          PortPair.close(rtp);
        }
        refused++;
        resting.add(new Resting(port, clock.nanoTime() + quarantineNanos));
      }
    }
    throw new NoMediaPort(
        "no media port free (" + resting.size() + " at rest after use, " + refused + " refused)");
  }

  /** Any thread; the ports may be used again after the quarantine. */
  void released(int port, long nowNanos) {
    released.add(new Resting(port, nowNanos + quarantineNanos));
  }

  /** Ports another program held when we tried. */
  synchronized long refused() {
    return refused;
  }

  private void wake() {
    for (Resting r = released.poll(); r != null; r = released.poll()) {
      resting.add(r);
    }
    long now = clock.nanoTime();
    for (Resting r = resting.peek(); r != null && now - r.untilNanos >= 0; r = resting.peek()) {
      free.add(r.port);
      resting.remove();
    }
  }

  private DatagramChannel bound(int port) throws IOException {
    DatagramChannel channel =
        DatagramChannel.open(
            bind.getAddress().length == 4
                ? StandardProtocolFamily.INET
                : StandardProtocolFamily.INET6);
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
      channel.setOption(StandardSocketOptions.IP_TOS, EXPEDITED_FORWARDING);
      channel.bind(new InetSocketAddress(bind, port));
      return channel;
    } catch (IOException e) {
      PortPair.close(channel);
      throw e;
    }
  }
}
