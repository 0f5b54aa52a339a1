package dev.assent.dialer.sip.message;

import gov.nist.javax.sip.address.AddressImpl;
import gov.nist.javax.sip.address.SipUri;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;

/**
 * A sip URI of a Route or Contact, looked at for routing.
 *
 * @param uri the URI without angle brackets
 * @param loose it has the lr parameter
 * @param literal host and port if the host is an address, 5060 by default; null for a name
 */
public record SipAddress(String uri, boolean loose, @Nullable InetSocketAddress literal) {

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
      return new SipAddress(uri.encode(), uri.hasLrParam(), literal(uri));
    } catch (ParseException e) {
      return null;
    }
  }

  private static @Nullable InetSocketAddress literal(SipUri uri) {
    try {
      int port = uri.getPort() < 0 ? 5060 : uri.getPort();
      return new InetSocketAddress(InetAddress.ofLiteral(uri.getHost()), port);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
