package dev.assent.dialer.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.sip.address.SignallingNetworks;
import dev.assent.dialer.sip.auth.Credentials;
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
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** A user agent on virtual time and one far end, both on loopback. */
final class SipFixture implements AutoCloseable {
  static final Duration LINGER = Duration.ofSeconds(70);

  final VirtualTimers timers = new VirtualTimers();
  final MemorySpool spool = new MemorySpool();
  final RawPeer peer = new RawPeer();
  final RecordedEvents events = new RecordedEvents();
  final UserAgentSettings settings =
      UserAgentSettings.of(
              new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
              SignallingNetworks.of(List.of("127.0.0.1/32")))
          .withWorkers(2);
  final UserAgent userAgent;

  SipFixture() {
    this(settings -> settings);
  }

  SipFixture(UnaryOperator<UserAgentSettings> change) {
    userAgent = start(change, spool);
    peer.towards(userAgent.localAddress());
  }

  UserAgent start(UnaryOperator<UserAgentSettings> change, CallSpool where) {
    try {
      return UserAgent.start(change.apply(settings), timers, new SecureRandom(), where);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  CallSpec spec() {
    return spec(null, Map.of());
  }

  CallSpec spec(Credentials credentials, Map<String, String> extraHeaders) {
    return new CallSpec(
        peer.target(),
        "+8619900000001",
        "+8619900000002",
        "trunk.example",
        RawPeer.SDP.getBytes(StandardCharsets.UTF_8),
        credentials,
        extraHeaders,
        Duration.ofSeconds(45));
  }

  OutgoingCall call() {
    return userAgent.prepare().invite(spec(), events);
  }

  OutgoingCall callWith(Credentials credentials) {
    return userAgent.prepare().invite(spec(credentials, Map.of()), events);
  }

  OutgoingCall callWith(InviteProfile profile) {
    return userAgent.prepare().invite(spec().withProfile(profile), events);
  }

  /** INVITE, 200, ACK. */
  String answeredCall(String toTag) {
    String invite = peer.expect("INVITE");
    peer.answerSdp(invite, "200 OK", toTag);
    peer.expect("ACK");
    assertThat(events.next()).isEqualTo("answered " + toTag + " sdp");
    return invite;
  }

  /** Lets time pass; the workers keep up with it. */
  void advance(Duration span) {
    timers.advance(span, this::drain);
    drain();
  }

  /** Waits until all that the peer sent has arrived, and the workers have nothing to do. */
  void drain() {
    await(() -> userAgent.counters().received() >= peer.sent(), "arrival of what was sent");
    await(() -> userAgent.counters().waiting() == 0, "idle workers");
  }

  static void await(BooleanSupplier condition, String what) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      LockSupport.parkNanos(1_000_000); // what is waited for needs the core
    }
  }

  /** After all lingering nothing is left of any call. */
  void assertEmpty() {
    advance(LINGER);
    advance(LINGER);
    assertThat(userAgent.counters().calls()).as("sessions").isZero();
    assertThat(userAgent.counters().serverTransactions()).as("server transactions").isZero();
    assertThat(spool.isEmpty()).as("empty spool").isTrue();
    assertThat(timers.pending()).as("timers").isZero();
    assertThat(userAgent.counters().dropped(Drop.DEFECT)).as("defects").isZero();
  }

  @Override
  public void close() {
    userAgent.close();
    peer.close();
  }
}
