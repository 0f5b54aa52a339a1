package dev.assent.dialer.sip.bench;

import dev.assent.dialer.sip.RawPeer;
import dev.assent.dialer.sip.UserAgent;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Answers every INVITE with 180 and nothing more; throws answers to nothing. */
final class Ringer implements AutoCloseable {
  private final RawPeer peer;
  private final RawPeer thrower;
  private final String sentBy;
  private volatile boolean closed;

  Ringer(InetSocketAddress userAgent) {
    this.peer = new RawPeer();
    this.thrower = new RawPeer().towards(userAgent);
    this.sentBy = "127.0.0.1:" + userAgent.getPort();
    Thread.ofPlatform().daemon().start(this::ring);
  }

  InetSocketAddress address() {
    return peer.address();
  }

  private void ring() {
    while (!closed) {
      try {
        String request = peer.receive();
        if (request.startsWith("INVITE")) {
          peer.answer(request, "180 Ringing", "far");
        }
      } catch (RuntimeException | AssertionError e) {
        // nothing came for a while, or the end
      }
    }
  }

  /** Answers to an UPDATE nobody sent: parsed, looked for, dropped. Returns how many arrived. */
  long strays(int count, UserAgent agent) {
    String stray =
        "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP %s;branch=z9hG4bK0123456789abcdef01234567;rport\r\n"
                .formatted(sentBy)
            + "From: <sip:a@b>;tag=1\r\nTo: <sip:c@d>;tag=2\r\nCall-ID: stray-%d\r\n"
            + "CSeq: 7 UPDATE\r\nContact: <sip:c@127.0.0.1>\r\nContent-Length: 0\r\n\r\n";
    long before = agent.counters().received();
    for (int i = 0; i < count; i++) {
      thrower.send(stray.formatted(i));
      if (i % 200 == 199) {
        awaitIdle(agent, before + i + 1);
      }
    }
    awaitIdle(agent, before + count);
    return Math.max(1, agent.counters().received() - before);
  }

  private static void awaitIdle(UserAgent agent, long received) {
    long limit = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    while ((agent.counters().received() < received || agent.counters().waiting() > 0)
        && limit - System.nanoTime() > 0) {
      LockSupport.parkNanos(100_000);
    }
  }

  @Override
  public void close() {
    closed = true;
    peer.close();
    thrower.close();
  }
}
