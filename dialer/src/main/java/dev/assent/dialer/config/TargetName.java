package dev.assent.dialer.config;

import dev.assent.compliance.policy.YamlMapping;
import java.net.InetAddress;

/**
 * One place a trunk's SIP goes to, as written. Nothing is looked up here.
 *
 * @param host a name, or an address without brackets
 * @param port 0 when none is written: the name server says (RFC 3263), or the transport's usual one
 */
public record TargetName(String host, int port) {
  private static final String NAME =
      "(?=.{1,253}$)[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?"
          + "(\\.[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?)*\\.?";

  /** Whether no name server is needed. */
  public boolean isAddress() {
    return isLiteral(host);
  }

  /** {@code HOST}, {@code HOST:PORT}, {@code [v6]} or {@code [v6]:PORT}. */
  static TargetName read(YamlMapping node, String key, String text) {
    if (text.startsWith("sip:") || text.startsWith("sips:") || text.indexOf('@') >= 0) {
      throw node.error(key, "'" + text + "': leave out the scheme and the user");
    }
    String host = text;
    String port = "";
    int colon = text.lastIndexOf(':');
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      if (end < 0 || (end + 1 < text.length() && text.charAt(end + 1) != ':')) {
        throw wrong(node, key, text);
      }
      host = text.substring(1, end);
      port = text.substring(Math.min(end + 2, text.length()));
      if (!isLiteral(host) || text.endsWith(":")) {
        throw wrong(node, key, text);
      }
    } else if (colon >= 0) {
      host = text.substring(0, colon);
      port = text.substring(colon + 1);
      if (port.isEmpty() || host.indexOf(':') >= 0) {
        throw wrong(node, key, text);
      }
    }
    boolean numeric = host.matches("[0-9.]+");
    if (numeric ? !isLiteral(host) : !isLiteral(host) && !host.matches(NAME)) {
      throw wrong(node, key, text);
    }
    if (!port.isEmpty() && (!port.matches("[0-9]{1,5}") || !inRange(Integer.parseInt(port)))) {
      throw node.error(key, "the port of '" + text + "' must be 1 to 65535");
    }
    return new TargetName(host, port.isEmpty() ? 0 : Integer.parseInt(port));
  }

  private static RuntimeException wrong(YamlMapping node, String key, String text) {
    return node.error(
        key, "'" + text + "' must read HOST, HOST:PORT, ADDRESS:PORT or \"[IPv6]:PORT\"");
  }

  private static boolean inRange(int port) {
    return port >= 1 && port <= 65535;
  }

  private static boolean isLiteral(String host) {
    try {
      InetAddress.ofLiteral(host);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public String toString() {
    String bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return port == 0 ? bracketed : bracketed + ":" + port;
  }
}
