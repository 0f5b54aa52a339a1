package dev.assent.dialer.sip.message;

import dev.assent.dialer.sip.address.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Messages for tests, through the real parser. */
public final class Messages {
  public static final Target SOURCE =
      Target.udp(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.10"), 5060));

  private Messages() {}

  public static RequestHead head(String method) {
    return new RequestHead(
        method,
        "sip:+8619900000002@trunk.example",
        "SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKone;rport",
        "<sip:+8619900000001@trunk.example>;tag=us",
        "<sip:+8619900000002@trunk.example>",
        "call-1",
        1,
        List.of());
  }

  /** An answer to {@link #head}. */
  public static Response response(String status, String method, String... headers) {
    StringBuilder text = new StringBuilder("SIP/2.0 " + status + "\r\n");
    text.append("Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKone;rport=5060\r\n");
    text.append("From: <sip:+8619900000001@trunk.example>;tag=us\r\n");
    text.append("To: <sip:+8619900000002@trunk.example>;tag=far\r\n");
    text.append("Call-ID: call-1\r\nCSeq: 1 ").append(method).append("\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    byte[] packet =
        text.append("Content-Length: 0\r\n\r\n").toString().getBytes(StandardCharsets.UTF_8);
    try {
      return new MessageParser().response(packet, Envelope.of(packet), SOURCE);
    } catch (MalformedMessage e) {
      throw new IllegalArgumentException(text.toString(), e);
    }
  }

  /** A request of the far end. */
  public static Request request(String method) {
    String text =
        method
            + " sip:us@192.0.2.1 SIP/2.0\r\n"
            + "Via: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bKtwo;rport\r\n"
            + "From: <sip:+8619900000002@trunk.example>;tag=far\r\n"
            + "To: <sip:+8619900000001@trunk.example>;tag=us\r\n"
            + "Call-ID: call-1\r\nMax-Forwards: 70\r\nCSeq: 7 "
            + method
            + "\r\nContent-Length: 0\r\n\r\n";
    byte[] packet = text.getBytes(StandardCharsets.UTF_8);
    try {
      return new MessageParser().request(packet, Envelope.of(packet), SOURCE);
    } catch (MalformedMessage e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
