package dev.assent.dialer.sip;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
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

  void write(DataOutputStream out) throws IOException {
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
  static Target read(DataInputStream in) throws IOException {
    Transport transport = Transport.valueOf(in.readUTF());
    String tlsName = in.readUTF();
    return new Target(transport, readAddress(in).address, tlsName);
  }

  static Target readAddress(DataInputStream in) throws IOException {
    byte[] bytes = in.readNBytes(in.readUnsignedByte());
    return udp(new InetSocketAddress(InetAddress.getByAddress(bytes), in.readUnsignedShort()));
  }

  /** For example {@code 192.0.2.1:5061/TLS}. */
  @Override
  public String toString() {
    return Endpoint.hostPort(address) + "/" + transport;
  }
}
