package dev.assent.dialer.sip.message;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The headers every request has, as text ready to be written. A CANCEL and the ACK of a refusal are
 * made from their INVITE's head alone (RFC 3261 sections 9.1 and 17.1.1.3), also after a crash.
 *
 * @param via the one Via we add: {@code SIP/2.0/UDP host:port;branch=…;rport}
 * @param from header value with our tag
 * @param to header value, with the far end's tag once there is one
 * @param cseq 1 – 2^31-1
 * @param routes values of the Route headers, topmost first
 */
public record RequestHead(
    String method,
    String uri,
    String via,
    String from,
    String to,
    String callId,
    long cseq,
    List<String> routes) {
  /** Longest route set taken. */
  static final int ROUTE_LIMIT = 64;

  public RequestHead {
    routes = List.copyOf(routes);
  }

  /** The CANCEL of this INVITE: everything is the same but the method. */
  public RequestHead cancel() {
    return withMethodAndTo("CANCEL", to);
  }

  /** The ACK of a final answer of 300 and above; the same branch, To as answered. */
  public RequestHead ack(String answeredTo) {
    return withMethodAndTo("ACK", answeredTo);
  }

  /** The branch parameter of our Via. */
  public String branch() {
    int start = via.indexOf(";branch=") + ";branch=".length();
    int end = via.indexOf(';', start);
    return via.substring(start, end < 0 ? via.length() : end);
  }

  /** Host and port of our Via. */
  public String sentBy() {
    return via.substring(via.indexOf(' ') + 1, via.indexOf(';'));
  }

  /** Begins the message with these headers and Max-Forwards. */
  public MessageText text() {
    MessageText text = MessageText.request(method, uri).header("Via", via);
    for (String route : routes) {
      text.header("Route", route);
    }
    return text.header("Max-Forwards", "70")
        .header("From", from)
        .header("To", to)
        .header("Call-ID", callId)
        .header("CSeq", cseq + " " + method);
  }

  public void write(DataOutputStream out) throws IOException {
    out.writeUTF(method);
    out.writeUTF(uri);
    out.writeUTF(via);
    out.writeUTF(from);
    out.writeUTF(to);
    out.writeUTF(callId);
    out.writeLong(cseq);
    writeList(out, routes);
  }

  public static RequestHead read(DataInputStream in) throws IOException {
    return new RequestHead(
        in.readUTF(),
        in.readUTF(),
        in.readUTF(),
        in.readUTF(),
        in.readUTF(),
        in.readUTF(),
        in.readLong(),
        readList(in));
  }

  public static void writeList(DataOutputStream out, List<String> values) throws IOException {
    out.writeByte(values.size());
    for (String value : values) {
      out.writeUTF(value);
    }
  }

  public static List<String> readList(DataInputStream in) throws IOException {
    int count = in.readUnsignedByte();
    if (count > ROUTE_LIMIT) {
      throw new IOException("A route set of " + count);
    }
    List<String> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(in.readUTF());
    }
    return values;
  }

  private RequestHead withMethodAndTo(String newMethod, String newTo) {
    return new RequestHead(newMethod, uri, via, from, newTo, callId, cseq, routes);
  }
}
