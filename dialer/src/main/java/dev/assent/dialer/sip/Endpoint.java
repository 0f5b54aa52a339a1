package dev.assent.dialer.sip;

import dev.assent.dialer.sip.message.MessageText;
import dev.assent.dialer.sip.message.RequestHead;
import dev.assent.dialer.sip.message.Response;
import dev.assent.dialer.sip.message.Tokens;
import dev.assent.dialer.sip.transaction.TimerValues;
import dev.assent.dialer.sip.transport.Traffic;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;

/** What all calls of one user agent share. Thread-safe. */
final class Endpoint {
  /** What we understand within a dialog. */
  static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE, INFO";

  final UserAgentSettings settings;
  final TimerValues timerValues;
  final Tokens tokens;
  final CallSpool spool;
  final Traffic traffic;

  private final AtomicInteger sessions = new AtomicInteger();
  private final String sentBy;
  private volatile String contact;
  private volatile InetSocketAddress seenFrom;

  /**
   * @param local the bound address, with its real port
   */
  Endpoint(
      UserAgentSettings settings,
      InetSocketAddress local,
      Tokens tokens,
      CallSpool spool,
      Traffic traffic) {
    this.settings = settings;
    this.timerValues = TimerValues.of(settings.t1(), settings.t2(), settings.t4());
    this.tokens = tokens;
    this.spool = spool;
    this.traffic = traffic;
    String host = settings.advertisedHost();
    this.sentBy = host == null ? hostPort(local) : host + ":" + local.getPort();
    this.contact = "<sip:" + sentBy + ">";
    this.seenFrom = local;
  }

  /** Host and port of our Via towards a target. */
  String sentBy(Target target) {
    return sentBy;
  }

  /** Is this host and port of a Via one of ours? */
  boolean isOurs(String viaSentBy) {
    return sentBy.equals(viaSentBy);
  }

  /** Our Contact: with the address the far end sees, once it has told us (RFC 3581). */
  String contact(Target target) {
    return contact;
  }

  String via(Target target, String branch) {
    return "SIP/2.0/" + target.transport() + " " + sentBy(target) + ";branch=" + branch + ";rport";
  }

  /** Begins a request of ours. */
  MessageText begin(RequestHead head) {
    return head.text().header("User-Agent", settings.product());
  }

  /** Learns our public address from received and rport, unless one is configured. */
  void learnAddress(Response response) {
    InetSocketAddress seen = response.seenFrom();
    if (seen != null && settings.advertisedHost() == null && !seen.equals(seenFrom)) {
      seenFrom = seen;
      contact = "<sip:" + hostPort(seen) + ">";
    }
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

  /** As in a URI: an IPv6 address in brackets. */
  static String hostPort(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host)
        + ":"
        + address.getPort();
  }
}
