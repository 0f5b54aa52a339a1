package dev.assent.media.rtp;

import java.net.InetAddress;
import java.util.Arrays;

/** A block of addresses media may come from, for example {@code 203.0.113.0/24}. Immutable. */
public final class IpNetwork {
  private final byte[] address;
  private final int prefix;

  private IpNetwork(byte[] address, int prefix) {
    this.address = address;
    this.prefix = prefix;
  }

  /**
   * @param cidr an address literal, with or without {@code /prefix}
   * @throws IllegalArgumentException if it is neither
   */
  public static IpNetwork parse(String cidr) {
    String[] parts = cidr.split("/", 2);
    byte[] address = InetAddress.ofLiteral(parts[0]).getAddress();
    int prefix = parts.length == 1 ? address.length * 8 : Integer.parseInt(parts[1]);
    if (prefix < 0 || prefix > address.length * 8) {
      throw new IllegalArgumentException("prefix of " + cidr + " is not within the address");
    }
    return new IpNetwork(address, prefix);
  }

  /** Whether the address lies in this block; false across IP versions. */
  public boolean contains(InetAddress candidate) {
    byte[] other = candidate.getAddress();
    int whole = prefix / 8;
    if (other.length != address.length || !Arrays.equals(address, 0, whole, other, 0, whole)) {
      return false;
    }
    int rest = prefix % 8;
    return rest == 0
        || (address[whole] & 0xFF) >> (8 - rest) == (other[whole] & 0xFF) >> (8 - rest);
  }
}
