package dev.assent.testsip.carrier;

import dev.assent.testsip.carrier.sip.SipMessage;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/** A caller that sends what a test writes, on two sockets of the loopback. */
final class RawCaller implements AutoCloseable {
  private static final int LIMIT_MILLIS = 8000;

  /** An RTP packet, read apart from the carrier's own code. */
  static final class Rtp {
    private final byte[] packet;

    Rtp(byte[] packet) {
      this.packet = packet;
    }

    int payloadType() {
      return packet[1] & 0x7F;
    }

    boolean marker() {
      return packet[1] < 0;
    }

    int sequence() {
      return ByteBuffer.wrap(packet).getShort(2) & 0xFFFF;
    }

    long timestamp() {
      return ByteBuffer.wrap(packet).getInt(4) & 0xFFFFFFFFL;
    }

    byte[] payload() {
      return Arrays.copyOfRange(packet, 12, packet.length);
    }

    boolean isKey() {
      return payloadType() == 101;
    }

    boolean isEnd() {
      return isKey() && (packet[13] & 0x80) != 0;
    }

    int duration() {
      return ByteBuffer.wrap(packet).getShort(14) & 0xFFFF;
    }
  }

  private final DatagramSocket sip;
  private final DatagramSocket rtp;
  private final InetSocketAddress carrier;
  private final Deque<SipMessage> unread = new ArrayDeque<>();
  private final String number;
  private final String callId;
  private String authorization = "";
  private int cseq;
  private String branch = "";
  private int sequence;

  RawCaller(InetSocketAddress carrier, String number) throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    this.carrier = carrier;
    this.number = number;
    this.sip = new DatagramSocket(new InetSocketAddress(loopback, 0));
    this.rtp = new DatagramSocket(new InetSocketAddress(loopback, 0));
    this.callId = "call-" + sip.getLocalPort() + "-" + number + "@caller.invalid";
    rtp.setSoTimeout(LIMIT_MILLIS);
  }

  String callId() {
    return callId;
  }

  /** The next INVITE outside a dialog. */
  void invite() throws IOException {
    cseq++;
    branch = "z9hG4bKinvite" + cseq + sip.getLocalPort();
    send(inviteText());
  }

  void inviteAgain() throws IOException {
    send(inviteText());
  }

  void authorize(String header) {
    authorization = header + "\r\n";
  }

  private String inviteText() {
    return request("INVITE", uri(), branch, cseq, "", authorization, offer("0 8 101", "sendrecv"));
  }

  String uri() {
    return "sip:" + number + "@127.0.0.1:" + carrier.getPort();
  }

  String offer(String types, String direction) {
    return "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio "
        + rtp.getLocalPort()
        + " RTP/AVP "
        + types
        + "\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\n"
        + (types.contains("101") ? "a=rtpmap:101 telephone-event/8000\r\n" : "")
        + "a="
        + direction
        + "\r\n";
  }

  void ack(SipMessage answer) throws IOException {
    boolean refusal = answer.status() >= 300;
    String ackBranch = refusal ? branch : "z9hG4bKack" + answer.toTag();
    send(request("ACK", uri(), ackBranch, answer.cseq(), answer.header("to"), "", ""));
  }

  void cancel() throws IOException {
    send(request("CANCEL", uri(), branch, cseq, "", "Reason: SIP;cause=487;text=test\r\n", ""));
  }

  void bye(SipMessage answer) throws IOException {
    cseq++;
    send(request("BYE", uri(), "z9hG4bKbye" + cseq, cseq, answer.header("to"), "", ""));
  }

  void reinvite(SipMessage answer, String direction) throws IOException {
    cseq++;
    String sdp = offer("0 101", direction);
    send(request("INVITE", uri(), "z9hG4bKreinv" + cseq, cseq, answer.header("to"), "", sdp));
  }

  void register(String contact, String expires) throws IOException {
    cseq++;
    send(
        request("REGISTER", "sip:carrier.invalid", "z9hG4bKreg" + cseq, cseq, "", authorization, "")
            .replaceFirst("Contact: [^\r]*", "Contact: " + contact + "\r\nExpires: " + expires));
  }

  void options() throws IOException {
    send(request("OPTIONS", uri(), "z9hG4bKoptions1", 1, "", "", ""));
  }

  /** Answers a request of the carrier. */
  void answer(SipMessage request, int status, String sdp) throws IOException {
    StringBuilder text = new StringBuilder("SIP/2.0 " + status + " Whatever\r\n");
    for (String name : List.of("via", "from", "to", "call-id", "cseq")) {
      request.all(name).forEach(v -> text.append(name).append(": ").append(v).append("\r\n"));
    }
    text.append("Content-Length: ").append(sdp.length()).append("\r\n\r\n").append(sdp);
    send(text.toString());
  }

  private String request(
      String method, String uri, String via, int number, String to, String headers, String sdp) {
    String local = "127.0.0.1:" + sip.getLocalPort();
    return method
        + " "
        + uri
        + " SIP/2.0\r\n"
        + "Via: SIP/2.0/UDP "
        + local
        + ";rport;branch="
        + via
        + "\r\n"
        + "Max-Forwards: 70\r\n"
        + "f: <sip:+8619900009999@caller.invalid>;tag=from1\r\n"
        + "To: "
        + (to.isEmpty() ? "<" + uri + ">" : to)
        + "\r\n"
        + "Call-ID: "
        + callId
        + "\r\n"
        + "CSeq: "
        + number
        + " "
        + method
        + "\r\n"
        + "Contact: <sip:caller@"
        + local
        + ">\r\n"
        + "P-Asserted-Identity: <tel:+8619900009999>\r\n"
        + headers
        + "Content-Length: "
        + sdp.length()
        + "\r\n\r\n"
        + sdp;
  }

  private String request(
      String method, String uri, String via, long number, String to, String headers, String sdp) {
    return request(method, uri, via, (int) number, to, headers, sdp);
  }

  void send(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sip.send(new DatagramPacket(bytes, bytes.length, carrier));
  }

  /** Waits for the first message that fits; others that come meanwhile stay to be read. */
  SipMessage expect(Predicate<SipMessage> wanted) throws IOException {
    for (SipMessage message : List.copyOf(unread)) {
      if (wanted.test(message)) {
        unread.remove(message);
        return message;
      }
    }
    sip.setSoTimeout(LIMIT_MILLIS);
    List<String> seen = new ArrayList<>();
    try {
      while (true) {
        SipMessage message = receive();
        if (wanted.test(message)) {
          return message;
        }
        seen.add(message.startLine());
        unread.add(message);
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("not what was expected: " + seen, e);
    }
  }

  SipMessage expectStatus(int status) throws IOException {
    return expect(message -> !message.isRequest() && message.status() == status);
  }

  SipMessage expectRequest(String method) throws IOException {
    return expect(message -> message.isRequest() && message.method().equals(method));
  }

  private SipMessage receive() throws IOException {
    byte[] buffer = new byte[4096];
    DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
    sip.receive(packet);
    SipMessage message = SipMessage.parse(ByteBuffer.wrap(buffer, 0, packet.getLength()));
    if (message == null) {
      throw new AssertionError("no SIP message");
    }
    return message;
  }

  /** Reads sound until one packet fits; that one is the last. */
  List<Rtp> hearUntil(Predicate<Rtp> last) throws IOException {
    List<Rtp> heard = new ArrayList<>();
    while (heard.isEmpty() || !last.test(heard.getLast())) {
      byte[] buffer = new byte[1024];
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      rtp.receive(packet);
      heard.add(new Rtp(Arrays.copyOf(buffer, packet.getLength())));
    }
    return heard;
  }

  /** Sends {@code count} packets of µ-law at once, each byte {@code code}. */
  void speak(SipMessage answer, int count, int code) throws IOException {
    byte[] payload = new byte[160];
    Arrays.fill(payload, (byte) code);
    for (int i = 0; i < count; i++) {
      speak(answer, 0, sequence, payload);
      sequence++;
    }
  }

  void speak(SipMessage answer, int type, int number, byte[] payload) throws IOException {
    ByteBuffer packet = ByteBuffer.allocate(12 + payload.length);
    packet.put((byte) 0x80).put((byte) type).putShort((short) number).putInt(number * 160);
    packet.putInt(77).put(payload);
    rtp.send(new DatagramPacket(packet.array(), packet.capacity(), soundAddress(answer)));
  }

  static InetSocketAddress soundAddress(SipMessage answer) {
    String port = answer.body().replaceAll("(?s).*m=audio (\\d+) .*", "$1");
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
  }

  @Override
  public void close() {
    sip.close();
    rtp.close();
  }
}
