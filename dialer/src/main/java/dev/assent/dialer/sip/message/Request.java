package dev.assent.dialer.sip.message;

import dev.assent.dialer.sip.address.Target;
import gov.nist.javax.sip.message.SIPMessage;
import java.net.InetSocketAddress;
import java.util.List;

/** A request received. */
public final class Request extends Message {
  private final boolean version2;
  private final Target source;

  Request(SIPMessage parsed, byte[] body, boolean version2, Target source) {
    super(parsed, body);
    this.version2 = version2;
    this.source = source;
  }

  public boolean isVersion2() {
    return version2;
  }

  /**
   * Names the server transaction this request belongs to: an ACK that of its INVITE (RFC 3261
   * section 17.2.3). CSeq is in it for peers that know no branches.
   */
  public String transactionKey() {
    return transactionKey(method().equals("ACK") ? "INVITE" : method());
  }

  /** The key of the INVITE that this CANCEL is for. */
  public String cancelledKey() {
    return transactionKey("INVITE");
  }

  /**
   * Where answers go: the connection it came by (RFC 3261 section 18.2.2); over UDP the source, and
   * its port if the peer asked for that (RFC 3581).
   */
  public Target replyTo() {
    if (source.transport().reliable() || topVia().getParameters().getNameValue("rport") != null) {
      return source;
    }
    int port = topVia().getPort();
    return source.at(
        new InetSocketAddress(
            source.address().getAddress(), port < 0 ? source.transport().defaultPort() : port));
  }

  /** Begins an answer, with the headers copied that RFC 3261 section 8.2.6.2 asks for. */
  public MessageText answer(int status, String phrase, String toTag) {
    MessageText text = MessageText.response(status, phrase);
    List<String> vias = values("Via");
    for (int i = 0; i < vias.size(); i++) {
      text.header("Via", i == 0 ? seen(vias.getFirst()) : vias.get(i));
    }
    if (status < 300) {
      for (String route : values("Record-Route")) {
        text.header("Record-Route", route);
      }
    }
    String to = to();
    return text.header("From", from())
        .header("To", toTag().isEmpty() && !toTag.isEmpty() ? to + ";tag=" + toTag : to)
        .header("Call-ID", callId())
        .header("CSeq", cseq() + " " + method());
  }

  private String transactionKey(String method) {
    return branch() + '|' + sentBy() + '|' + cseq() + '|' + method;
  }

  /** The top Via with what we saw added (RFC 3261 section 18.2.1, RFC 3581 section 4). */
  private String seen(String via) {
    String received = ";received=" + source.address().getAddress().getHostAddress();
    String marked = via.replaceFirst(";rport(?=;|$)", ";rport=" + source.address().getPort());
    return topVia().getReceived() == null ? marked + received : marked;
  }
}
