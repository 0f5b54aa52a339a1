package dev.assent.testsip.torture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * The far end of calls under damage: one UDP socket that answers what comes, now as it should and
 * now wounded, and sends requests of its own into the same dialogs. One thread.
 */
final class FarEnd implements AutoCloseable {
  private static final String SDP =
      """
      v=0\r
      o=- 1 1 IN IP4 127.0.0.1\r
      s=-\r
      c=IN IP4 127.0.0.1\r
      t=0 0\r
      m=audio 40000 RTP/AVP 0\r
      """;
  private static final List<String> ANSWERS =
      List.of(
          "180 Ringing",
          "183 Session Progress",
          "200 OK",
          "401 Unauthorized",
          "486 Busy Here",
          "503 Service Unavailable",
          "603 Decline");
  private static final List<String> ASKED =
      List.of("INVITE", "UPDATE", "INFO", "OPTIONS", "BYE", "ACK", "CANCEL", "PRACK");

  private final DatagramChannel channel;
  private final RandomGenerator random;
  private final ByteBuffer in = ByteBuffer.allocate(65_536);
  private long sent;
  private long answered;

  FarEnd(RandomGenerator random) throws IOException {
    this.random = random;
    this.channel = DatagramChannel.open();
    channel.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    channel.configureBlocking(false);
  }

  InetSocketAddress address() throws IOException {
    return (InetSocketAddress) channel.getLocalAddress();
  }

  void send(byte[] packet, InetSocketAddress to) throws IOException {
    channel.send(ByteBuffer.wrap(packet), to);
    sent++;
  }

  /** Takes what has come: requests are answered, every second time with wounds. */
  void answerAll() throws IOException {
    while (true) {
      in.clear();
      InetSocketAddress from = (InetSocketAddress) channel.receive(in);
      if (from == null) {
        return;
      }
      String message = new String(in.array(), 0, in.position(), ISO_8859_1);
      if (message.startsWith("SIP/2.0 ")) {
        answered++;
      } else if (!message.startsWith("ACK ")) {
        maltreat(message, from);
      }
    }
  }

  private void maltreat(String request, InetSocketAddress from) throws IOException {
    boolean invite = request.startsWith("INVITE ");
    String status = invite ? ANSWERS.get(random.nextInt(ANSWERS.size())) : "200 OK";
    byte[] answer = answer(request, status, invite).getBytes(ISO_8859_1);
    byte[] own = inDialog(request).getBytes(ISO_8859_1);
    Damage damage = new Damage(List.of(answer, own), random);
    for (int i = random.nextInt(3); i > 0; i--) {
      send(damage.next(), from);
    }
    if (random.nextInt(4) != 0) {
      send(answer, from);
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      send(damage.next(), from);
    }
  }

  private static String answer(String request, String status, boolean withSession) {
    String copied =
        request
            .lines()
            .filter(line -> line.matches("(Via|From|Call-ID|CSeq): .*"))
            .collect(Collectors.joining("\r\n"));
    String to = header(request, "To");
    String tagged = to.contains(";tag=") ? to : to + ";tag=far";
    String challenge =
        status.startsWith("401") ? "WWW-Authenticate: Digest realm=\"a\", nonce=\"b\"\r\n" : "";
    String body = withSession && status.matches("(18|20).*") ? SDP : "";
    return "SIP/2.0 %s\r\n%s\r\nTo: %s\r\nContact: <sip:far@127.0.0.1>\r\n%s%sContent-Length: %d\r\n\r\n%s"
        .formatted(
            status,
            copied,
            tagged,
            challenge,
            body.isEmpty() ? "" : "Content-Type: application/sdp\r\n",
            body.length(),
            body);
  }

  private String inDialog(String request) {
    String method = ASKED.get(random.nextInt(ASKED.size()));
    String to = header(request, "To");
    String far = to.contains(";tag=") ? to : to + ";tag=far";
    return """
    %s sip:us@127.0.0.1 SIP/2.0\r
    Via: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK%d;rport\r
    From: %s\r
    To: %s\r
    Call-ID: %s\r
    CSeq: %d %s\r
    Max-Forwards: 70\r
    Content-Type: application/sdp\r
    Content-Length: %d\r
    \r
    %s"""
        .formatted(
            method,
            random.nextInt(1_000_000),
            far,
            header(request, "From"),
            header(request, "Call-ID"),
            random.nextInt(100),
            method,
            SDP.length(),
            SDP);
  }

  private static String header(String message, String name) {
    return message
        .lines()
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst()
        .orElse("");
  }

  long sent() {
    return sent;
  }

  /** Answers of the user agent to what we sent. */
  long answered() {
    return answered;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
