package dev.assent.dialer.sip.dns;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A name server on the loopback with a few records, which may change or fall silent. */
public final class NameServer implements AutoCloseable {
  private static final int A = 1;
  private static final int SRV = 33;
  private static final int NAPTR = 35;
  private static final int AAAA = 28;
  private static final int NXDOMAIN = 3;
  private static final int SERVFAIL = 2;

  private record Key(String name, int type) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Data(long ttl, byte[] bytes) {}

  private final DatagramSocket socket;
  private final ServerSocket tcp;
  private final Thread thread;
  private final Map<Key, List<Data>> zone = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile boolean silent;
  private volatile boolean failing;
  private volatile boolean cutting;

  private NameServer(DatagramSocket socket, ServerSocket tcp) {
    this.socket = socket;
    this.tcp = tcp;
    Thread.ofPlatform().daemon().name("name-server-tcp").start(this::serveTcp);
    this.thread = Thread.ofPlatform().daemon().name("name-server").start(this::serve);
  }

  public static NameServer start() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    for (int i = 0; i < 20; i++) {
      DatagramSocket udp = new DatagramSocket(0, loopback);
      try {
        return new NameServer(udp, new ServerSocket(udp.getLocalPort(), 8, loopback));
      } catch (BindException taken) {
        udp.close(); // by somebody's TCP: another port
      }
    }
    throw new BindException("no port that is free for UDP and TCP");
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  public NameServer a(String name, String address, long ttl) {
    byte[] bytes = InetAddress.ofLiteral(address).getAddress();
    return add(name, bytes.length == 4 ? A : AAAA, ttl, bytes);
  }

  public NameServer srv(String name, int priority, int weight, int port, String target, long ttl) {
    return add(
        name,
        SRV,
        ttl,
        bytes(
            out -> {
              out.writeShort(priority);
              out.writeShort(weight);
              out.writeShort(port);
              writeName(out, target);
            }));
  }

  public NameServer naptr(
      String name, int order, int preference, String service, String replacement) {
    return add(
        name,
        NAPTR,
        60,
        bytes(
            out -> {
              out.writeShort(order);
              out.writeShort(preference);
              for (String text : List.of("s", service, "")) {
                out.writeByte(text.length());
                out.write(text.getBytes(StandardCharsets.US_ASCII));
              }
              writeName(out, replacement);
            }));
  }

  public void forget(String name) {
    zone.keySet().removeIf(key -> key.name().equals(name));
  }

  /** Takes questions and says nothing. */
  public void silent(boolean now) {
    silent = now;
  }

  /** Answers by UDP are cut, with nothing in them: whoever wants all asks by TCP. */
  public void cutting(boolean now) {
    cutting = now;
  }

  /** Answers SERVFAIL. */
  public void failing(boolean now) {
    failing = now;
  }

  /** As {@code SRV _sip._udp.carrier.example}, in the order asked. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  private NameServer add(String name, int type, long ttl, byte[] data) {
    zone.computeIfAbsent(new Key(name, type), _ -> new CopyOnWriteArrayList<>())
        .add(new Data(ttl, data));
    return this;
  }

  private void serve() {
    byte[] buffer = new byte[1500];
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
        byte[] answer = answer(buffer, "", cutting);
        if (!silent) {
          socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
        }
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serveTcp() {
    while (!tcp.isClosed()) {
      try (Socket one = tcp.accept()) {
        DataInputStream in = new DataInputStream(one.getInputStream());
        byte[] answer = answer(in.readNBytes(in.readUnsignedShort()), " by TCP", false);
        DataOutputStream out = new DataOutputStream(one.getOutputStream());
        out.writeShort(answer.length);
        out.write(answer);
        out.flush();
      } catch (IOException e) {
        // that one went away, or this is closed
      }
    }
  }

  private byte[] answer(byte[] query, String how, boolean cut) {
    List<String> labels = new ArrayList<>();
    int at = 12;
    while (query[at] != 0) {
      labels.add(new String(query, at + 1, query[at], StandardCharsets.US_ASCII));
      at += query[at] + 1;
    }
    int type = (query[at + 1] & 0xff) << 8 | (query[at + 2] & 0xff);
    int end = at + 5;
    String name = String.join(".", labels).toLowerCase(Locale.ROOT);
    asked.add(typeName(type) + " " + name + how);
    boolean known = zone.keySet().stream().anyMatch(key -> key.name().equals(name));
    List<Data> found =
        failing || cut ? List.of() : zone.getOrDefault(new Key(name, type), List.of());
    int code = failing ? SERVFAIL : known ? 0 : NXDOMAIN;
    return bytes(
        out -> {
          out.write(query, 0, 2);
          out.writeShort(0x8580 | code | (cut ? 0x0200 : 0));
          out.writeShort(1);
          out.writeShort(found.size());
          out.writeInt(0);
          out.write(query, 12, end - 12);
          for (Data data : found) {
            out.writeShort(0xc00c);
            out.writeShort(type);
            out.writeShort(1);
            out.writeInt((int) data.ttl());
            out.writeShort(data.bytes().length);
            out.write(data.bytes());
          }
        });
  }

  private static String typeName(int type) {
    return switch (type) {
      case A -> "A";
      case AAAA -> "AAAA";
      case SRV -> "SRV";
      case NAPTR -> "NAPTR";
      default -> Integer.toString(type);
    };
  }

  private static void writeName(DataOutputStream out, String name) throws IOException {
    for (String label : name.split("\\.")) {
      if (!label.isEmpty()) {
        out.writeByte(label.length());
        out.write(label.getBytes(StandardCharsets.US_ASCII));
      }
    }
    out.writeByte(0);
  }

  @FunctionalInterface
  private interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  private static byte[] bytes(Writing writing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      writing.to(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    socket.close();
    try {
      tcp.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      thread.join(5000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
