package dev.assent.dialer.sip.address;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * The networks a trunk's signalling may come from and go to (CIDR). Packets from elsewhere are
 * dropped unread. Immutable.
 */
public final class SignallingNetworks {
  private final List<Network> networks;

  private SignallingNetworks(List<Network> networks) {
    this.networks = networks;
  }

  /**
   * @param cidrs e.g. {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or a single address; at least
   *     one
   * @throws IllegalArgumentException naming the entry that is none
   */
  public static SignallingNetworks of(List<String> cidrs) {
    if (cidrs.isEmpty()) {
      throw new IllegalArgumentException("Give at least one signalling network, e.g. 192.0.2.0/24");
    }
    return new SignallingNetworks(cidrs.stream().map(Network::parse).toList());
  }

  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    for (Network network : networks) {
      if (network.contains(bytes)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return networks.toString();
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Network(String text, byte[] prefix, int bits) {

    static Network parse(String text) {
      int slash = text.indexOf('/');
      String host = slash < 0 ? text : text.substring(0, slash);
      try {
        InetAddress address = InetAddress.ofLiteral(host);
        int width = address instanceof Inet4Address ? 32 : 128;
        int bits = slash < 0 ? width : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > width) {
          throw new IllegalArgumentException("prefix length must be 0-" + width);
        }
        return new Network(text, InetAddress.getByAddress(address.getAddress()).getAddress(), bits);
      } catch (IllegalArgumentException | UnknownHostException e) {
        throw new IllegalArgumentException(
            "Not a network: \"" + text + "\"; write an address or a prefix like 192.0.2.0/24", e);
      }
    }

    boolean contains(byte[] address) {
      if (address.length != prefix.length) {
        return false;
      }
      int whole = bits / 8;
      for (int i = 0; i < whole; i++) {
        if (address[i] != prefix[i]) {
          return false;
        }
      }
      int rest = bits % 8;
      return rest == 0 || ((address[whole] ^ prefix[whole]) & 0xff & (0xff << (8 - rest))) == 0;
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
