package dev.assent.dialer.config;

import java.net.InetAddress;

/**
 * An IP network in CIDR form; the fence around whom a trunk may talk to.
 *
 * @param prefix bits that must agree, 0..32 or 0..128
 */
public record Network(InetAddress base, int prefix) {
  public Network {
    if (prefix < 0 || prefix > base.getAddress().length * 8) {
      throw new IllegalArgumentException("no such prefix");
    }
  }

  /**
   * @throws IllegalArgumentException unless it reads ADDRESS or ADDRESS/BITS
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      InetAddress host = InetAddress.ofLiteral(text);
      return new Network(host, host.getAddress().length * 8);
    }
    return new Network(
        InetAddress.ofLiteral(text.substring(0, slash)),
        Integer.parseInt(text.substring(slash + 1)));
  }

  public boolean contains(InetAddress address) {
    byte[] mine = base.getAddress();
    byte[] other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit % 8);
      if (((mine[bit / 8] ^ other[bit / 8]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return base.getHostAddress() + "/" + prefix;
  }
}
