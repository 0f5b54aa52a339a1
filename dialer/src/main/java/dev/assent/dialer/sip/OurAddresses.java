package dev.assent.dialer.sip;

import dev.assent.dialer.sip.address.PublicAddress;
import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.address.Transport;
import dev.assent.dialer.sip.message.Response;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which address of ours a far end is shown in Via, Contact and session descriptions: the bound one,
 * or where a trunk has a {@link PublicAddress} that one. Without one the Contact alone follows what
 * answers say they see (RFC 3581). Thread-safe.
 */
final class OurAddresses {
  /** Far ends whose view of our address is remembered. */
  private static final int LIMIT = 4096;

  private final Map<Transport, InetSocketAddress> bound = new EnumMap<>(Transport.class);
  private final Set<Transport> listening;
  private final List<Shown> shown;

  /** Our end of connections we made. */
  private final Map<Target, InetSocketAddress> ends = new ConcurrentHashMap<>();

  private final Map<Target, InetSocketAddress> seen = new ConcurrentHashMap<>();
  private final Set<String> vias = ConcurrentHashMap.newKeySet();
  private volatile @Nullable InetSocketAddress seenOverUdp;

  private static final class Shown {
    private final PublicAddress address;
    private volatile @Nullable InetAddress host;

    Shown(PublicAddress address) {
      this.address = address;
      this.host = address.fixed();
    }
  }

  /**
   * @param local the bound addresses, with their real ports; that of UDP always among them
   */
  OurAddresses(Map<Transport, InetSocketAddress> local, List<PublicAddress> shown) {
    this.listening = Set.copyOf(local.keySet());
    this.shown = shown.stream().map(Shown::new).toList();
    InetSocketAddress udp = Objects.requireNonNull(local.get(Transport.UDP));
    for (Transport transport : Transport.values()) {
      bound.put(transport, local.getOrDefault(transport, udp));
    }
    Stream.concat(
            bound.values().stream().map(InetSocketAddress::getAddress),
            shown.stream().flatMap(each -> fixed(each).stream()))
        .forEach(this::mayStandInVia);
  }

  private static Optional<InetAddress> fixed(PublicAddress address) {
    return Optional.ofNullable(address.fixed());
  }

  private void mayStandInVia(InetAddress host) {
    bound.values().forEach(at -> vias.add(hostPort(host, at.getPort())));
  }

  /** Where this transport is bound. */
  String bound(Transport transport) {
    return Target.hostPort(at(transport));
  }

  /** Host and port of our Via. */
  String sentBy(Target target) {
    InetSocketAddress at = at(target.transport());
    InetAddress host = publicAddress(target.address().getAddress());
    return hostPort(host == null ? at.getAddress() : host, at.getPort());
  }

  /** Is this host and port of a Via one that we sent? */
  boolean isOurs(String viaSentBy) {
    return vias.contains(viaSentBy);
  }

  /**
   * Over TCP and TLS, where nobody listens, our end of the connection: requests come back by it.
   */
  String contact(Target target) {
    Transport transport = target.transport();
    InetAddress host = publicAddress(target.address().getAddress());
    boolean open = listening.contains(transport);
    InetSocketAddress known = open && transport != Transport.UDP ? null : seen.get(target);
    if (known == null && host == null && transport == Transport.UDP) {
      known = seenOverUdp;
    }
    if (known != null && (host == null || host.equals(known.getAddress()))) {
      return contact(transport, Target.hostPort(known));
    }
    InetSocketAddress end = open ? at(transport) : ends.getOrDefault(target, at(transport));
    return contact(transport, hostPort(host == null ? end.getAddress() : host, end.getPort()));
  }

  private static String contact(Transport transport, String hostPort) {
    return "<sip:" + hostPort + transport.uriParameter() + ">";
  }

  /** Shown in place of the bound one; null: the bound one is shown. */
  @Nullable InetAddress publicAddress(InetAddress farEnd) {
    Shown of = shownTo(farEnd);
    return of == null ? null : of.host;
  }

  /** Where our packets seem to come from, as the far end said last. */
  Optional<InetSocketAddress> seenBy(Target target) {
    return Optional.ofNullable(seen.get(target));
  }

  /** A connection of ours is up. */
  void connected(Target target, InetSocketAddress local) {
    if (!listening.contains(target.transport())) {
      ends.put(target, local);
      seen.remove(target); // that was the end of another connection
    }
  }

  /** Reads received and rport of an answer to a request of ours, and of no other message. */
  void learn(Response response) {
    InetSocketAddress now = response.seenFrom();
    Target from = response.source();
    if (now == null || !isUsable(now.getAddress(), at(from.transport()).getAddress())) {
      return;
    }
    if (seen.containsKey(from) || seen.size() < LIMIT) {
      seen.put(from, now);
    }
    Shown of = shownTo(from.address().getAddress());
    if (of == null) {
      if (from.transport() == Transport.UDP) {
        seenOverUdp = now;
      }
    } else if (of.address.fixed() == null
        && !now.getAddress().equals(of.host)
        && vias.size() < LIMIT) {
      mayStandInVia(now.getAddress());
      of.host = now.getAddress();
    }
  }

  private static boolean isUsable(InetAddress seen, InetAddress ours) {
    return seen.getClass().equals(ours.getClass())
        && !seen.isAnyLocalAddress()
        && !seen.isMulticastAddress();
  }

  private @Nullable Shown shownTo(InetAddress farEnd) {
    for (Shown each : shown) {
      if (each.address.networks().contains(farEnd)) {
        return each;
      }
    }
    return null;
  }

  private InetSocketAddress at(Transport transport) {
    return Objects.requireNonNull(bound.get(transport));
  }

  private static String hostPort(InetAddress host, int port) {
    return Target.hostPort(new InetSocketAddress(host, port));
  }
}
