package dev.assent.testsip.carrier.sip;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a carrier needs of a SIP URI. A value. */
record SipUri(String user, String host, int port) {
  private static final Pattern URI =
      Pattern.compile(
          "sips?:(?:([^@;?>]*)(?:;[^@>]*)?@)?(\\[[0-9a-fA-F:]+]|[^:;?>]+)(?::(\\d{1,5}))?.*");
  private static final int DEFAULT_PORT = 5060;

  /** Takes a URI, or the one in angle brackets of an address; null if there is none. */
  static @Nullable SipUri parse(String text) {
    int open = text.indexOf('<');
    String uri = open < 0 ? text.strip() : text.substring(open + 1);
    int close = uri.indexOf('>');
    Matcher matcher = URI.matcher(close < 0 ? uri : uri.substring(0, close));
    if (!matcher.matches()) {
      return null;
    }
    String user = matcher.group(1);
    String port = matcher.group(3);
    return new SipUri(
        user == null ? "" : decoded(user),
        matcher.group(2),
        port == null ? DEFAULT_PORT : Integer.parseInt(port));
  }

  private static String decoded(String user) {
    if (user.replaceAll("%[0-9a-fA-F]{2}", "").indexOf('%') >= 0) {
      return user;
    }
    // URLDecoder would read + as a blank.
    return URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Null unless the host is an address: names are never looked up here. */
  @Nullable InetSocketAddress address() {
    InetAddress address = literal(host.replaceAll("[\\[\\]]", ""));
    return address == null || port > 65_535 ? null : new InetSocketAddress(address, port);
  }

  /** Null if the text is no IP address. */
  static @Nullable InetAddress literal(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
