package dev.assent.dialer.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Writes a message. Values come from our own checked settings or from JAIN-SIP's parsed headers, so
 * none can hold a line break.
 */
public final class MessageText {
  private static final byte[] NO_BODY = {};

  private final StringBuilder text = new StringBuilder(1024);

  private MessageText() {}

  public static MessageText request(String method, String uri) {
    MessageText message = new MessageText();
    message.text.append(method).append(' ').append(uri).append(" SIP/2.0\r\n");
    return message;
  }

  public static MessageText response(int status, String phrase) {
    MessageText message = new MessageText();
    message.text.append("SIP/2.0 ").append(status).append(' ').append(phrase).append("\r\n");
    return message;
  }

  public MessageText header(String name, String value) {
    text.append(name).append(": ").append(value).append("\r\n");
    return this;
  }

  public MessageText headers(List<Header> headers) {
    for (Header header : headers) {
      header(header.name(), header.value());
    }
    return this;
  }

  public byte[] withoutBody() {
    return finish(NO_BODY);
  }

  public byte[] withSdp(byte[] sdp) {
    return header("Content-Type", "application/sdp").finish(sdp);
  }

  private byte[] finish(byte[] body) {
    text.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    byte[] head = text.toString().getBytes(StandardCharsets.UTF_8);
    if (body.length == 0) {
      return head;
    }
    byte[] message = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, message, head.length, body.length);
    return message;
  }
}
