package dev.assent.dialer.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.sip.address.SignallingNetworks;
import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.transport.Connected;
import dev.assent.dialer.sip.transport.Drop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A user agent on virtual time that calls over TCP and TLS. */
final class StreamFixture implements AutoCloseable {
  static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

  final VirtualTimers timers = new VirtualTimers();
  final MemorySpool spool = new MemorySpool();
  final RecordedEvents events = new RecordedEvents();
  final UserAgent userAgent;

  StreamFixture() {
    this(settings -> settings);
  }

  StreamFixture(UnaryOperator<UserAgentSettings> change) {
    this("127.0.0.1", change);
  }

  StreamFixture(String host, UnaryOperator<UserAgentSettings> change) {
    UserAgentSettings settings =
        UserAgentSettings.of(
                new InetSocketAddress(InetAddress.ofLiteral(host), 0),
                SignallingNetworks.of(List.of("127.0.0.1/32", "::1/128")))
            .withWorkers(2);
    try {
      userAgent = UserAgent.start(change.apply(settings), timers, new SecureRandom(), spool);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Brings the connection up, as a trunk does ahead of its calls. */
  Connected connect(StreamPeer peer) throws Exception {
    var connecting = userAgent.connect(peer.target(), KEEP_ALIVE);
    peer.accept();
    peer.handshake();
    return connecting.get(10, TimeUnit.SECONDS);
  }

  CallSpec spec(Target target) {
    return new CallSpec(
        target,
        "+8619900000001",
        "+8619900000002",
        "trunk.example",
        RawPeer.SDP.getBytes(StandardCharsets.UTF_8),
        null,
        Map.of(),
        Duration.ofSeconds(45));
  }

  OutgoingCall call(RawPeer peer) {
    return userAgent.prepare().invite(spec(peer.target()), events);
  }

  void advance(Duration span) {
    timers.advance(span, this::settle);
    settle();
  }

  /** The workers and the socket loop have nothing to do. */
  void settle() {
    SipFixture.await(() -> userAgent.counters().waiting() == 0, "idle workers");
  }

  void awaitLost(long count) {
    SipFixture.await(() -> userAgent.counters().lostConnections() == count, "a lost connection");
    settle();
  }

  void assertNoCalls() {
    advance(SipFixture.LINGER);
    advance(SipFixture.LINGER);
    assertThat(userAgent.counters().calls()).isZero();
    assertThat(spool.isEmpty()).isTrue();
    assertThat(userAgent.counters().dropped(Drop.DEFECT)).isZero();
  }

  @Override
  public void close() {
    userAgent.close();
  }
}
