package dev.assent.dialer.cli.trunk;

import static dev.assent.dialer.sip.RawPeer.all;
import static dev.assent.dialer.sip.RawPeer.header;
import static dev.assent.dialer.sip.RawPeer.parameter;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;

/** Answers OPTIONS, and REGISTER when the password is right; over UDP or TLS, on the loopback. */
final class SmallCarrier implements AutoCloseable {
  private static final String NONCE = "aGVsbG8";

  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AutoCloseable socket;
  private final int port;
  private volatile int options = 200;
  private volatile String seen = "";
  private volatile int seenPort;
  private volatile String password = "sesame";

  private SmallCarrier(DatagramSocket udp) {
    this.socket = udp;
    this.port = udp.getLocalPort();
    Thread.ofPlatform().daemon().name("small-carrier").start(() -> serve(udp));
  }

  private SmallCarrier(ServerSocket tls) {
    this.socket = tls;
    this.port = tls.getLocalPort();
    Thread.ofPlatform().daemon().name("small-carrier").start(() -> serve(tls));
  }

  static SmallCarrier udp() throws IOException {
    return new SmallCarrier(new DatagramSocket(0, InetAddress.getLoopbackAddress()));
  }

  static SmallCarrier tls(SSLContext context) throws IOException {
    return new SmallCarrier(
        context
            .getServerSocketFactory()
            .createServerSocket(0, 8, InetAddress.getLoopbackAddress()));
  }

  int port() {
    return port;
  }

  /** Status for OPTIONS; 0 leaves them unanswered. */
  void options(int status) {
    options = status;
  }

  /** Where requests are said to come from (RFC 3581); port 0: where they do. */
  void sees(String host, int rport) {
    seen = host;
    seenPort = rport;
  }

  void password(String right) {
    password = right;
  }

  /** Start lines and all of what came. */
  List<String> requests(String method) {
    return requests.stream().filter(request -> request.startsWith(method + " ")).toList();
  }

  private void serve(DatagramSocket udp) {
    byte[] buffer = new byte[65_536];
    while (true) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        udp.receive(packet);
        String answer =
            answer(
                sighted(
                    new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8),
                    packet.getPort()));
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0) {
          udp.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
        }
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private String sighted(String request, int port) {
    int rport = seenPort == 0 ? port : seenPort;
    return seen.isEmpty()
        ? request
        : request.replace(";rport\r\n", ";received=" + seen + ";rport=" + rport + "\r\n");
  }

  private void serve(ServerSocket tls) {
    while (true) {
      try {
        Socket one = tls.accept();
        Thread.ofPlatform().daemon().start(() -> serve(one));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket one) {
    try (one) {
      InputStream in = one.getInputStream();
      StringBuilder text = new StringBuilder();
      for (int c = in.read(); c >= 0; c = in.read()) {
        text.append((char) c);
        if (text.toString().equals("\r\n")) {
          text.setLength(0); // a keep-alive
        }
        if (text.toString().endsWith("\r\n\r\n")) {
          one.getOutputStream().write(answer(text.toString()).getBytes(StandardCharsets.UTF_8));
          one.getOutputStream().flush();
          text.setLength(0);
        }
      }
    } catch (IOException e) {
      // the handshake failed, or the far end went away
    }
  }

  private String answer(String request) {
    requests.add(request);
    if (request.startsWith("OPTIONS ")) {
      return options == 0 ? "" : response(request, options + " Answer", "");
    }
    List<String> shown = all(request, "Authorization");
    if (shown.isEmpty() || !isRight(shown.getFirst())) {
      return response(
          request,
          "401 Unauthorized",
          "WWW-Authenticate: Digest realm=\"carrier.example\", nonce=\""
              + NONCE
              + "\", algorithm=MD5, qop=\"auth\"\r\n");
    }
    return response(
        request, "200 OK", "Contact: " + header(request, "Contact") + ";expires=300\r\n");
  }

  private boolean isRight(String shown) {
    String a1 = md5(parameter(shown, "username") + ":carrier.example:" + password);
    String a2 = md5("REGISTER:" + parameter(shown, "uri"));
    String wanted =
        md5(
            String.join(
                ":", a1, NONCE, parameter(shown, "nc"), parameter(shown, "cnonce"), "auth", a2));
    return wanted.equals(parameter(shown, "response"));
  }

  private static String response(String request, String status, String more) {
    StringBuilder text = new StringBuilder("SIP/2.0 " + status + "\r\n");
    for (String name : List.of("Via", "From", "To", "Call-ID", "CSeq")) {
      text.append(name).append(": ").append(header(request, name));
      text.append(name.equals("To") ? ";tag=carrier\r\n" : "\r\n");
    }
    return text.append(more).append("Content-Length: 0\r\n\r\n").toString();
  }

  private static String md5(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      socket.close();
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
