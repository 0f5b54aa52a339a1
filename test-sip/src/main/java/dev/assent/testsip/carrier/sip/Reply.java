package dev.assent.testsip.carrier.sip;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Text of a response (RFC 3261 §8.2.6). */
public final class Reply {
  private static final Map<Integer, String> PHRASES =
      Map.ofEntries(
          Map.entry(100, "Trying"),
          Map.entry(180, "Ringing"),
          Map.entry(181, "Call Is Being Forwarded"),
          Map.entry(182, "Queued"),
          Map.entry(183, "Session Progress"),
          Map.entry(200, "OK"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(407, "Proxy Authentication Required"),
          Map.entry(408, "Request Timeout"),
          Map.entry(410, "Gone"),
          Map.entry(422, "Session Interval Too Small"),
          Map.entry(480, "Temporarily Unavailable"),
          Map.entry(481, "Call/Transaction Does Not Exist"),
          Map.entry(486, "Busy Here"),
          Map.entry(487, "Request Terminated"),
          Map.entry(488, "Not Acceptable Here"),
          Map.entry(491, "Request Pending"),
          Map.entry(500, "Server Internal Error"),
          Map.entry(503, "Service Unavailable"),
          Map.entry(600, "Busy Everywhere"),
          Map.entry(603, "Decline"),
          Map.entry(607, "Unwanted"),
          Map.entry(608, "Rejected"));

  private final SipMessage request;
  private final Peer peer;

  /** Answers {@code request}, which came from {@code peer}. */
  public Reply(SipMessage request, Peer peer) {
    this.request = request;
    this.peer = peer;
  }

  /** A response without session description; {@code headers} are whole lines. */
  public String text(int status, String phrase, String toTag, List<String> headers) {
    return text(status, phrase, toTag, headers, "");
  }

  /** {@code toTag} is used where the request has none; {@code sdp} may be empty. */
  public String text(int status, String phrase, String toTag, List<String> headers, String sdp) {
    StringBuilder text = new StringBuilder(600);
    line(text, "SIP/2.0 " + status + " " + (phrase.isEmpty() ? phraseOf(status) : phrase));
    boolean top = true;
    for (String via : request.all("via")) {
      line(text, "Via: " + (top ? withReceived(via) : via));
      top = false;
    }
    for (String route : request.all("record-route")) {
      line(text, "Record-Route: " + route);
    }
    line(text, "From: " + request.header("from"));
    String to = request.header("to");
    boolean tagged = !request.toTag().isEmpty() || toTag.isEmpty() || status == 100;
    line(text, "To: " + (tagged ? to : to + ";tag=" + toTag));
    line(text, "Call-ID: " + request.callId());
    line(text, "CSeq: " + request.header("cseq"));
    if (status > 100 && status < 300) {
      line(text, "Contact: " + peer.socket().contact());
    }
    headers.forEach(header -> line(text, header));
    if (!sdp.isEmpty()) {
      line(text, "Content-Type: application/sdp");
    }
    line(text, "Content-Length: " + sdp.getBytes(StandardCharsets.UTF_8).length);
    return text.append("\r\n").append(sdp).toString();
  }

  private static String phraseOf(int status) {
    return PHRASES.getOrDefault(status, "Status " + status);
  }

  /** RFC 3581 §4: where it really came from. */
  private String withReceived(String via) {
    String[] values = via.split(",", 2);
    String first =
        values[0].replaceFirst(";\\s*rport(?=;|$)", ";rport=" + peer.address().getPort())
            + ";received="
            + peer.address().getAddress().getHostAddress();
    return values.length == 1 ? first : first + "," + values[1];
  }

  private static void line(StringBuilder text, String line) {
    text.append(line).append("\r\n");
  }
}
