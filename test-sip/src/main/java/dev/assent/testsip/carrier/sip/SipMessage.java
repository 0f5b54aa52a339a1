package dev.assent.testsip.carrier.sip;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A SIP message as it came: start line, header lines in order, body (RFC 3261 §7). A value.
 *
 * @param startLine without line end
 * @param headers names in lower case and long form, folded lines joined
 */
public record SipMessage(String startLine, List<Header> headers, String body) {
  /** One header line. */
  public record Header(String name, String value) {}

  private static final Map<String, String> LONG_FORM =
      Map.ofEntries(
          Map.entry("v", "via"),
          Map.entry("f", "from"),
          Map.entry("t", "to"),
          Map.entry("i", "call-id"),
          Map.entry("m", "contact"),
          Map.entry("l", "content-length"),
          Map.entry("c", "content-type"),
          Map.entry("s", "subject"),
          Map.entry("k", "supported"),
          Map.entry("x", "session-expires"));

  /**
   * Null if the datagram is no SIP message at all (no empty line, a header without colon); a
   * message that is merely wrong is for {@link Conformance}.
   */
  public static @Nullable SipMessage parse(ByteBuffer datagram) {
    String text = StandardCharsets.UTF_8.decode(datagram).toString();
    int end = text.indexOf("\r\n\r\n");
    if (end < 0) {
      return null;
    }
    String[] lines = text.substring(0, end).replaceAll("\r\n[ \t]+", " ").split("\r\n", -1);
    List<Header> headers = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon <= 0) {
        return null;
      }
      String name = lines[i].substring(0, colon).strip().toLowerCase(Locale.ROOT);
      headers.add(
          new Header(LONG_FORM.getOrDefault(name, name), lines[i].substring(colon + 1).strip()));
    }
    return new SipMessage(lines[0], List.copyOf(headers), text.substring(end + 4));
  }

  /** The message again, header names in lower case. */
  public String text() {
    StringBuilder text = new StringBuilder(startLine).append("\r\n");
    headers.forEach(h -> text.append(h.name()).append(": ").append(h.value()).append("\r\n"));
    return text.append("\r\n").append(body).toString();
  }

  public boolean isRequest() {
    return !startLine.startsWith("SIP/2.0 ");
  }

  /** Of a request, such as INVITE. */
  public String method() {
    return startLine.split(" ", 2)[0];
  }

  /** Of a request; empty if the start line has none. */
  public String requestUri() {
    String[] parts = startLine.split(" ", 3);
    return parts.length == 3 ? parts[1] : "";
  }

  /** Of a response; 0 if it is no number. */
  public int status() {
    String[] parts = startLine.split(" ", 3);
    return parts.length > 1 && parts[1].matches("\\d{3}") ? Integer.parseInt(parts[1]) : 0;
  }

  /** The first header of that name (lower case, long form), empty if there is none. */
  public String header(String name) {
    for (Header header : headers) {
      if (header.name().equals(name)) {
        return header.value();
      }
    }
    return "";
  }

  public List<String> all(String name) {
    return headers.stream().filter(h -> h.name().equals(name)).map(Header::value).toList();
  }

  public String callId() {
    return header("call-id");
  }

  /** Number of the CSeq header; -1 if it is none. */
  public long cseq() {
    String number = header("cseq").split("\\s+", 2)[0];
    return number.matches("\\d{1,10}") ? Long.parseLong(number) : -1;
  }

  /** Method in the CSeq header. */
  public String cseqMethod() {
    String[] parts = header("cseq").split("\\s+", 2);
    return parts.length == 2 ? parts[1] : "";
  }

  /** Branch of the topmost Via. */
  public String branch() {
    return parameter(header("via").split(",", 2)[0], "branch");
  }

  public String fromTag() {
    return tagOf(header("from"));
  }

  public String toTag() {
    return tagOf(header("to"));
  }

  /** User part of the URI in a header such as From, without parameters; empty if there is none. */
  public String userOf(String header) {
    return user(header(header));
  }

  /** User part of the Request-URI: the called number. */
  public String calledUser() {
    return user(requestUri());
  }

  private static String user(String address) {
    SipUri uri = SipUri.parse(address);
    return uri == null ? "" : uri.user();
  }

  private static String tagOf(String address) {
    return parameter(address.substring(address.lastIndexOf('>') + 1), "tag");
  }

  private static String parameter(String value, String name) {
    for (String part : value.split(";")) {
      String[] pair = part.strip().split("=", 2);
      if (pair[0].strip().equalsIgnoreCase(name)) {
        return pair.length == 2 ? pair[1].strip() : "";
      }
    }
    return "";
  }
}
