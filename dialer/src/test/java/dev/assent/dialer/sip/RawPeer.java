package dev.assent.dialer.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.sip.address.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The far end, in raw text: a UDP socket on loopback and a few words to write messages with. */
public class RawPeer implements AutoCloseable {
  public static final String SDP =
      """
      v=0
      o=- 1 1 IN IP4 127.0.0.1
      s=-
      c=IN IP4 127.0.0.1
      t=0 0
      m=audio 40000 RTP/AVP 0
      """
          .replace("\n", "\r\n");

  private static final int LIMIT_MILLIS = 10_000;

  private final DatagramSocket socket;
  private final AtomicLong sent = new AtomicLong();
  private InetSocketAddress userAgent;

  public RawPeer() {
    this("127.0.0.1");
  }

  public RawPeer(String host) {
    try {
      socket = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral(host), 0));
      socket.setSoTimeout(LIMIT_MILLIS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) socket.getLocalSocketAddress();
  }

  public Target target() {
    return Target.udp(address());
  }

  /** Packets sent so far. */
  public long sent() {
    return sent.get();
  }

  /** Where to send before anything was received. */
  public RawPeer towards(InetSocketAddress target) {
    userAgent = target;
    return this;
  }

  /** The next message; it must begin with this. */
  public String expect(String start) {
    String message = receive();
    assertThat(message).startsWith(start);
    return message;
  }

  public String receive() {
    byte[] buffer = new byte[65_536];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    try {
      socket.receive(packet);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("nothing came within " + LIMIT_MILLIS + " ms", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    userAgent = (InetSocketAddress) packet.getSocketAddress();
    return new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8);
  }

  /** The next message, or null if there is none now. */
  public String poll() {
    byte[] buffer = new byte[65_536];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    try {
      socket.setSoTimeout(1);
      socket.receive(packet);
      return new String(buffer, 0, packet.getLength(), StandardCharsets.UTF_8);
    } catch (SocketTimeoutException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      patient();
    }
  }

  /** Is there nothing now? To be asked only when all that could be sent has been. */
  public boolean isSilent() {
    try {
      socket.setSoTimeout(50);
      socket.receive(new DatagramPacket(new byte[1], 1));
      socket.setSoTimeout(LIMIT_MILLIS);
      return false;
    } catch (SocketTimeoutException e) {
      patient();
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void patient() {
    try {
      socket.setSoTimeout(LIMIT_MILLIS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void send(String message) {
    send(message.getBytes(StandardCharsets.UTF_8));
  }

  public void send(byte[] bytes) {
    try {
      socket.send(new DatagramPacket(bytes, bytes.length, userAgent));
      sent.incrementAndGet();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers a request without a body. */
  public String answer(String request, String status, String toTag, String... headers) {
    String response = response(request, status, toTag, "", headers);
    send(response);
    return response;
  }

  /** Answers a request with a session description. */
  public String answerSdp(String request, String status, String toTag, String... headers) {
    String response = response(request, status, toTag, SDP, headers);
    send(response);
    return response;
  }

  public String response(
      String request, String status, String toTag, String body, String... headers) {
    StringBuilder text = new StringBuilder("SIP/2.0 " + status + "\r\n");
    for (String via : all(request, "Via")) {
      text.append("Via: ").append(via).append("\r\n");
    }
    String to = header(request, "To");
    text.append("From: ").append(header(request, "From")).append("\r\n");
    text.append("To: ").append(to);
    if (toTag != null && !to.contains(";tag=")) {
      text.append(";tag=").append(toTag);
    }
    text.append("\r\nCall-ID: ").append(header(request, "Call-ID")).append("\r\n");
    text.append("CSeq: ").append(header(request, "CSeq")).append("\r\n");
    text.append("Contact: ").append(contact()).append("\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    return finish(text, body);
  }

  /** A request of the far end in the dialog this INVITE and this To tag made. */
  public String inDialog(
      String invite, String toTag, String method, int cseq, String body, String... headers) {
    StringBuilder text =
        new StringBuilder(method + " " + uri(header(invite, "Contact")) + " SIP/2.0\r\n");
    text.append("Via: SIP/2.0/")
        .append(target().transport())
        .append(' ')
        .append(hostPort())
        .append(";rport;branch=z9hG4bK-peer-");
    text.append(method.equals("CANCEL") ? "INVITE" : method).append(cseq).append("\r\n");
    text.append("Max-Forwards: 70\r\n");
    text.append("From: ").append(header(invite, "To")).append(";tag=").append(toTag);
    text.append("\r\nTo: ").append(header(invite, "From")).append("\r\n");
    text.append("Call-ID: ").append(header(invite, "Call-ID")).append("\r\n");
    text.append("CSeq: ").append(cseq).append(' ').append(method).append("\r\n");
    text.append("Contact: ").append(contact()).append("\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    return finish(text, body);
  }

  /** A request outside any dialog. */
  public String outside(String method, String callId, String... headers) {
    StringBuilder text = new StringBuilder(method + " sip:anybody@127.0.0.1 SIP/2.0\r\n");
    text.append("Via: SIP/2.0/")
        .append(target().transport())
        .append(' ')
        .append(hostPort())
        .append(";rport;branch=z9hG4bK-out-");
    text.append(callId).append("\r\nMax-Forwards: 70\r\n");
    text.append("From: <sip:peer@127.0.0.1>;tag=peer\r\nTo: <sip:anybody@127.0.0.1>\r\n");
    text.append("Call-ID: ").append(callId).append("\r\n");
    text.append("CSeq: 1 ").append(method).append("\r\n");
    text.append("Contact: ").append(contact()).append("\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    return finish(text, "");
  }

  public String contact() {
    return "<sip:far@" + hostPort() + ">";
  }

  public String hostPort() {
    return address().getAddress().getHostAddress() + ":" + address().getPort();
  }

  public static String header(String message, String name) {
    var values = all(message, name);
    assertThat(values).as(name + " of\n" + message).isNotEmpty();
    return values.getFirst();
  }

  public static List<String> all(String message, String name) {
    Matcher matcher =
        Pattern.compile(
                "^" + Pattern.quote(name) + ": *(.*?)\r$", Pattern.MULTILINE | Pattern.UNIX_LINES)
            .matcher(message);
    return matcher.results().map(found -> found.group(1)).toList();
  }

  public static String parameter(String value, String name) {
    Matcher matcher = Pattern.compile("[; ,]" + name + "=\"?([^\";, >]*)").matcher(value);
    assertThat(matcher.find()).as(name + " in " + value).isTrue();
    return matcher.group(1);
  }

  @Override
  public void close() {
    socket.close();
  }

  private static String uri(String contact) {
    return contact.substring(contact.indexOf('<') + 1, contact.indexOf('>'));
  }

  private static String finish(StringBuilder text, String body) {
    if (!body.isEmpty()) {
      text.append("Content-Type: application/sdp\r\n");
    }
    return text.append("Content-Length: ")
        .append(body.length())
        .append("\r\n\r\n")
        .append(body)
        .toString();
  }
}
