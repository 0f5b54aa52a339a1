package dev.assent.dialer.config;

import dev.assent.compliance.policy.YamlMapping;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Reads addresses out of YAML. Literals only where a name server's answer must not decide. */
final class Addresses {
  private Addresses() {}

  static InetAddress literal(YamlMapping node, String key) {
    String text = node.text(key);
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      throw node.error(key, "must be an IP address, not a name");
    }
  }

  /**
   * {@code host:port} or {@code [v6]:port}; the host may be a name, resolved when it is dialled.
   */
  static InetSocketAddress endpoint(YamlMapping node, String key, String text) {
    int colon = text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    if (colon < 1 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
      throw node.error(key, "must read HOST:PORT");
    }
    String host = text.substring(0, colon).replaceAll("^\\[(.*)]$", "$1");
    try {
      return new InetSocketAddress(InetAddress.ofLiteral(host), Integer.parseInt(port));
    } catch (IllegalArgumentException aName) {
      return InetSocketAddress.createUnresolved(host, Integer.parseInt(port));
    }
  }
}
