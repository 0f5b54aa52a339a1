package dev.assent.dialer.sip;

import dev.assent.dialer.sip.message.MessageText;
import dev.assent.dialer.sip.message.RequestHead;
import dev.assent.dialer.sip.message.Response;
import dev.assent.dialer.sip.message.Tokens;
import dev.assent.dialer.sip.transaction.TimerValues;
import dev.assent.dialer.sip.transport.Traffic;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What all calls of one user agent share. Thread-safe. */
final class Endpoint {
  /** What we understand within a dialog. */
  static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO";

  /** Far ends whose view of our address is remembered. */
  private static final int CONTACT_LIMIT = 4096;

  final UserAgentSettings settings;
  final TimerValues timerValues;
  final Tokens tokens;
  final CallSpool spool;
  final Traffic traffic;
  final SipTrace trace = new SipTrace();

  private final AtomicInteger sessions = new AtomicInteger();
  private final Map<Transport, String> sentBy = new EnumMap<>(Transport.class);
  private final Map<Target, String> contacts = new ConcurrentHashMap<>();
  private final Set<Transport> listening;
  private volatile String udpContact;
  private volatile InboundCalls inbound = InboundCalls.NONE;

  /**
   * @param local the bound addresses, with their real ports; those of UDP always among them
   */
  Endpoint(
      UserAgentSettings settings,
      Map<Transport, InetSocketAddress> local,
      Tokens tokens,
      CallSpool spool,
      Traffic traffic) {
    this.settings = settings;
    this.timerValues = TimerValues.of(settings.t1(), settings.t2(), settings.t4());
    this.tokens = tokens;
    this.spool = spool;
    this.traffic = traffic;
    this.listening = Set.copyOf(local.keySet());
    for (Transport transport : Transport.values()) {
      InetSocketAddress udp = Objects.requireNonNull(local.get(Transport.UDP));
      sentBy.put(transport, advertised(local.getOrDefault(transport, udp)));
    }
    this.udpContact = contact(Transport.UDP, sentBy(Transport.UDP));
  }

  /** Host and port of our Via towards a target. */
  String sentBy(Target target) {
    return sentBy(target.transport());
  }

  /** Is this host and port of a Via one of ours? */
  boolean isOurs(String viaSentBy) {
    return sentBy.containsValue(viaSentBy);
  }

  /**
   * Our Contact: the address the far end sees, once it has told us (RFC 3581); over TCP and TLS,
   * where nobody listens, our end of the connection, so that requests come back by it.
   */
  String contact(Target target) {
    String known = contacts.get(target);
    if (known != null) {
      return known;
    }
    return target.transport() == Transport.UDP
        ? udpContact
        : contact(target.transport(), sentBy(target));
  }

  String via(Target target, String branch) {
    return "SIP/2.0/" + target.transport() + " " + sentBy(target) + ";branch=" + branch + ";rport";
  }

  /** Begins a request of ours. */
  MessageText begin(RequestHead head) {
    return head.text().header("User-Agent", settings.product());
  }

  /** A connection of ours is up. */
  void connected(Target target, InetSocketAddress local) {
    if (!listening.contains(target.transport())) {
      contacts.put(target, contact(target.transport(), advertised(local)));
    }
  }

  /** Learns our public address from received and rport, unless one is configured. */
  void learnAddress(Response response) {
    InetSocketAddress seen = response.seenFrom();
    if (seen == null || settings.advertisedHost() != null) {
      return;
    }
    Target from = response.source();
    if (from.transport() == Transport.UDP) {
      udpContact = contact(Transport.UDP, hostPort(seen));
    }
    if ((from.transport() == Transport.UDP || !listening.contains(from.transport()))
        && (contacts.containsKey(from) || contacts.size() < CONTACT_LIMIT)) {
      contacts.put(from, contact(from.transport(), hostPort(seen)));
    }
  }

  /** What becomes of calls nobody here asked for. */
  InboundCalls inbound() {
    return inbound;
  }

  void take(InboundCalls calls) {
    inbound = calls;
  }

  /** Takes room for one more session; false if there is none. */
  boolean takeRoom() {
    if (sessions.incrementAndGet() <= settings.callLimit()) {
      return true;
    }
    sessions.decrementAndGet();
    traffic.dropped(Drop.TOO_MANY_CALLS);
    return false;
  }

  void giveRoomBack() {
    sessions.decrementAndGet();
  }

  int sessions() {
    return sessions.get();
  }

  String sentBy(Transport transport) {
    return sentBy.getOrDefault(transport, "");
  }

  private String advertised(InetSocketAddress local) {
    String host = settings.advertisedHost();
    return host == null ? hostPort(local) : host + ":" + local.getPort();
  }

  private static String contact(Transport transport, String hostPort) {
    return "<sip:" + hostPort + transport.uriParameter() + ">";
  }

  /** As in a URI: an IPv6 address in brackets. */
  static String hostPort(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host)
        + ":"
        + address.getPort();
  }
}
