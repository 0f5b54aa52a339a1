package dev.assent.testsip.carrier.sip;

import java.net.InetSocketAddress;
import java.util.Locale;

/** An address of the carrier at which it speaks SIP, over one transport. Loop thread only. */
public interface SipSocket extends AutoCloseable {
  InetSocketAddress local();

  /** UDP, TCP or TLS: as Via writes it. */
  String transport();

  /** Messages that were none. */
  long malformed();

  /** What does not arrive is lost, as on the way: the caller's timers decide. */
  void send(String text, InetSocketAddress to);

  @Override
  void close();

  /** {@code 127.0.0.1:5070}, IPv6 in brackets: as Via and Contact write it. */
  default String hostPort() {
    String host = local().getAddress().getHostAddress();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + local().getPort();
  }

  /** Our Contact, without a name. */
  default String contact() {
    String parameter =
        transport().equals("UDP") ? "" : ";transport=" + transport().toLowerCase(Locale.ROOT);
    return "<sip:carrier@" + hostPort() + parameter + ">";
  }
}
