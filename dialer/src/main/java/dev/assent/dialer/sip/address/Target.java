package dev.assent.dialer.sip.address;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Where SIP is sent, and how.
 *
 * @param address an address, never a name
 * @param tlsName TLS only: the name the far end's certificate must carry (RFC 5922), in lower case;
 *     otherwise empty. Empty with TLS is the far end of a connection made to us, which can be
 *     answered but not called
 */
public record Target(Transport transport, InetSocketAddress address, String tlsName) {

  public Target {
    if (address.isUnresolved()) {
      throw new IllegalArgumentException("The target must be an address, not a name");
    }
    if (transport != Transport.TLS && !tlsName.isEmpty()) {
      throw new IllegalArgumentException("Only a TLS target has a name to check");
    }
  }

  public static Target udp(InetSocketAddress address) {
    return new Target(Transport.UDP, address, "");
  }

  public static Target tcp(InetSocketAddress address) {
    return new Target(Transport.TCP, address, "");
  }

  public static Target tls(InetSocketAddress address, String name) {
    return new Target(Transport.TLS, address, name);
  }

  /** The same way to another address. */
  public Target at(InetSocketAddress other) {
    return new Target(transport, other, tlsName);
  }

  /** As {@link #read} reads it: transport, name, address and port. */
  public void write(DataOutputStream out) throws IOException {
    out.writeUTF(transport.name());
    out.writeUTF(tlsName);
    byte[] bytes = address.getAddress().getAddress();
    out.writeByte(bytes.length);
    out.write(bytes);
    out.writeShort(address.getPort());
  }

  /**
   * @throws IllegalArgumentException for a transport there is not
   */
  public static Target read(DataInputStream in) throws IOException {
    Transport transport = Transport.valueOf(in.readUTF());
    String tlsName = in.readUTF();
    return new Target(transport, readAddress(in).address, tlsName);
  }

  /** A UDP target, written as its address and port alone. */
  public static Target readAddress(DataInputStream in) throws IOException {
    byte[] bytes = in.readNBytes(in.readUnsignedByte());
    return udp(new InetSocketAddress(InetAddress.getByAddress(bytes), in.readUnsignedShort()));
  }

  /** As in a URI: an IPv6 address in brackets. */
  public static String hostPort(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host)
        + ":"
        + address.getPort();
  }

  /** For example {@code 192.0.2.1:5061/TLS}. */
  @Override
  public String toString() {
    return hostPort(address) + "/" + transport;
  }
}
