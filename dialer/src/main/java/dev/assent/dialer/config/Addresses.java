package dev.assent.dialer.config;

import dev.assent.compliance.policy.YamlMapping;
import java.net.InetAddress;

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

  /** One that can be answered at: neither 0.0.0.0, which means hold in SDP, nor multicast. */
  static InetAddress ofOneMachine(YamlMapping node, String key) {
    InetAddress address = literal(node, key);
    if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
      throw node.error(key, "must be the address of one machine, where the far end can answer");
    }
    return address;
  }
}
