package dev.assent.dialer.sip.message;

import dev.assent.dialer.sip.address.Transport;
import gov.nist.javax.sip.address.AddressImpl;
import gov.nist.javax.sip.address.SipUri;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A sip URI of a Route or Contact, looked at for routing.
 *
 * @param uri the URI without angle brackets
 * @param loose it has the lr parameter
 * @param transport the transport parameter in lower case; empty if there is none
 * @param literal host and port if the host is an address; null for a name
 */
public record SipAddress(
    String uri, boolean loose, String transport, @Nullable InetSocketAddress literal) {

  static {
    ParserLog.install();
  }

  /**
   * @param value {@code sip:…} or {@code "name" <sip:…>;param}
   * @return null if it is no sip URI
   */
  public static @Nullable SipAddress parse(String value) {
    try {
      AddressImpl address = new StringMsgParser().parseAddress(value);
      if (!(address.getURI() instanceof SipUri uri)) {
        return null;
      }
      return new SipAddress(uri.encode(), uri.hasLrParam(), transport(uri), literal(uri));
    } catch (ParseException e) {
      return null;
    }
  }

  /** Does it ask for this transport? */
  public boolean names(Transport wanted) {
    return transport.equals(wanted.name().toLowerCase(Locale.ROOT));
  }

  private static String transport(SipUri uri) {
    String parameter = uri.getTransportParam();
    return parameter == null ? "" : parameter.toLowerCase(Locale.ROOT);
  }

  private static @Nullable InetSocketAddress literal(SipUri uri) {
    try {
      int usual = (transport(uri).equals("tls") ? Transport.TLS : Transport.UDP).defaultPort();
      int port = uri.getPort() < 0 ? usual : uri.getPort();
      return new InetSocketAddress(InetAddress.ofLiteral(uri.getHost()), port);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
