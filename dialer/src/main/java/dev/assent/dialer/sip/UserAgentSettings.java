package dev.assent.dialer.sip;

import dev.assent.dialer.sip.address.PublicAddress;
import dev.assent.dialer.sip.address.SignallingNetworks;
import dev.assent.dialer.sip.transport.TlsPeer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a user agent is set up. {@link #of} gives the defaults; {@code with…} changes one.
 *
 * @param bind the local address; port 0 takes a free one
 * @param publicAddresses what far ends are shown instead of {@code bind}; the first that fits
 * @param networks where signalling may come from and go to
 * @param workers threads that own the calls, 1–64
 * @param packetLimit largest packet taken, bytes, 1300–65507
 * @param callLimit calls at once; each lingers 64 × T1 for late packets, so this is also 64 × T1 ×
 *     calls per second
 * @param queueLimit tasks waiting per worker beyond which packets are dropped
 * @param requestLimit requests of the far end retained per worker
 * @param t1 round-trip estimate, T1 of RFC 3261 (500 ms)
 * @param t2 longest retransmission interval, T2 (4 s)
 * @param t4 longest a message stays in the network, T4 (5 s)
 * @param product for User-Agent and Server
 * @param streams TCP and TLS
 */
public record UserAgentSettings(
    InetSocketAddress bind,
    List<PublicAddress> publicAddresses,
    SignallingNetworks networks,
    int workers,
    int packetLimit,
    int callLimit,
    int queueLimit,
    int requestLimit,
    Duration t1,
    Duration t2,
    Duration t4,
    String product,
    StreamSettings streams) {

  public UserAgentSettings {
    InetAddress address = Objects.requireNonNull(bind.getAddress(), "bind must be an address");
    if (address.isAnyLocalAddress()) {
      throw new IllegalArgumentException(
          "bind to " + bind + ": the far end must know where to answer");
    }
    publicAddresses = List.copyOf(publicAddresses);
    between("workers", workers, 1, 64);
    between("packetLimit", packetLimit, 1300, 65_507);
    between("callLimit", callLimit, 1, 1_000_000);
    between("queueLimit", queueLimit, 1, 1_000_000);
    between("requestLimit", requestLimit, 1, 1_000_000);
    if (t1.isNegative() || t1.isZero() || t2.compareTo(t1) < 0 || t4.isNegative()) {
      throw new IllegalArgumentException("Needed: 0 < t1 <= t2, 0 <= t4");
    }
  }

  public static UserAgentSettings of(InetSocketAddress bind, SignallingNetworks networks) {
    return new UserAgentSettings(
        bind,
        List.of(),
        networks,
        Math.clamp(Runtime.getRuntime().availableProcessors() / 2, 1, 8),
        16 * 1024,
        50_000,
        8192,
        4096,
        Duration.ofMillis(500),
        Duration.ofSeconds(4),
        Duration.ofSeconds(5),
        "Assent",
        StreamSettings.CALLING_ONLY);
  }

  public UserAgentSettings withBind(InetSocketAddress address) {
    return new UserAgentSettings(
        address,
        publicAddresses,
        networks,
        workers,
        packetLimit,
        callLimit,
        queueLimit,
        requestLimit,
        t1,
        t2,
        t4,
        product,
        streams);
  }

  public UserAgentSettings withPublicAddresses(List<PublicAddress> addresses) {
    return new UserAgentSettings(
        bind,
        addresses,
        networks,
        workers,
        packetLimit,
        callLimit,
        queueLimit,
        requestLimit,
        t1,
        t2,
        t4,
        product,
        streams);
  }

  public UserAgentSettings withWorkers(int count) {
    return new UserAgentSettings(
        bind,
        publicAddresses,
        networks,
        count,
        packetLimit,
        callLimit,
        queueLimit,
        requestLimit,
        t1,
        t2,
        t4,
        product,
        streams);
  }

  public UserAgentSettings withLimits(int packet, int calls, int queue, int requests) {
    return new UserAgentSettings(
        bind,
        publicAddresses,
        networks,
        workers,
        packet,
        calls,
        queue,
        requests,
        t1,
        t2,
        t4,
        product,
        streams);
  }

  public UserAgentSettings withStreams(StreamSettings settings) {
    return new UserAgentSettings(
        bind,
        publicAddresses,
        networks,
        workers,
        packetLimit,
        callLimit,
        queueLimit,
        requestLimit,
        t1,
        t2,
        t4,
        product,
        settings);
  }

  /** How TLS targets are known, by the name their certificates must carry. */
  public UserAgentSettings withTls(Map<String, TlsPeer> peers) {
    return withStreams(
        new StreamSettings(peers, streams.listenTcp(), streams.listenTls(), streams.own()));
  }

  private static void between(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + " must be " + least + "-" + most + ", not " + value);
    }
  }
}
