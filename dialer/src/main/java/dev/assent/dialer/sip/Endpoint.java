package dev.assent.dialer.sip;

import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.address.Transport;
import dev.assent.dialer.sip.message.MessageText;
import dev.assent.dialer.sip.message.RequestHead;
import dev.assent.dialer.sip.message.Tokens;
import dev.assent.dialer.sip.transaction.TimerValues;
import dev.assent.dialer.sip.transport.Drop;
import dev.assent.dialer.sip.transport.Traffic;
import java.net.InetSocketAddress;
import java.util.Map;
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
  final SipTrace trace = new SipTrace();
  final OurAddresses addresses;

  private final AtomicInteger sessions = new AtomicInteger();
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
    this.addresses = new OurAddresses(local, settings.publicAddresses());
  }

  String via(Target target, String branch) {
    return "SIP/2.0/"
        + target.transport()
        + " "
        + addresses.sentBy(target)
        + ";branch="
        + branch
        + ";rport";
  }

  /** Begins a request of ours. */
  MessageText begin(RequestHead head) {
    return head.text().header("User-Agent", settings.product());
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
}
