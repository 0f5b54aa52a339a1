package dev.assent.testsip.carrier.sip;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where requests to the caller go (RFC 3261 §12.1.1): its Contact, by way of the proxies that asked
 * to stay. A value.
 */
public record RemoteTarget(String uri, List<String> routes, InetSocketAddress address) {

  /** {@code source}: where the INVITE came from, used if the Contact is a name. */
  public static RemoteTarget of(SipMessage invite, InetSocketAddress source) {
    String contact = invite.header("contact");
    int open = contact.indexOf('<');
    int close = contact.indexOf('>');
    String uri = open >= 0 && close > open ? contact.substring(open + 1, close) : contact;
    List<String> routes = invite.all("record-route");
    SipUri hop = SipUri.parse(routes.isEmpty() ? contact : routes.getFirst());
    @Nullable InetSocketAddress address = hop == null ? null : hop.address();
    return new RemoteTarget(uri, routes, address == null ? source : address);
  }
}
