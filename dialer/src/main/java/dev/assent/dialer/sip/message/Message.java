package dev.assent.dialer.sip.message;

import gov.nist.javax.sip.address.SipUri;
import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.header.ContentType;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.SIPHeader;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What requests and responses have in common, read from a parsed message. Not modified. */
public abstract sealed class Message permits Request, Response {
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}(?![0-9])");

  private final SIPMessage parsed;
  private final byte[] body;

  Message(SIPMessage parsed, byte[] body) {
    this.parsed = parsed;
    this.body = body;
  }

  public final String callId() {
    return parsed.getCallId().getCallId();
  }

  /** The method of CSeq: of a response, what it answers. */
  public final String method() {
    return parsed.getCSeq().getMethod();
  }

  public final long cseq() {
    return ((CSeq) parsed.getCSeq()).getSeqNumber();
  }

  public final String from() {
    return ((From) parsed.getFrom()).getHeaderValue();
  }

  public final String to() {
    return ((To) parsed.getTo()).getHeaderValue();
  }

  /** Empty if there is none (RFC 2543 peers). */
  public final String fromTag() {
    return orEmpty(parsed.getFromTag());
  }

  /** Empty if there is none. */
  public final String toTag() {
    return orEmpty(parsed.getToTag());
  }

  /** Of the top Via; empty if there is none. */
  public final String branch() {
    return orEmpty(topVia().getBranch());
  }

  /** {@code host:port} of the top Via; the port is 5060 if it was left out. */
  public final String sentBy() {
    Via via = topVia();
    return via.getHost() + ":" + (via.getPort() < 0 ? 5060 : via.getPort());
  }

  /** The first Contact's URI, or null if there is none or it is no sip URI. */
  public final @Nullable String contact() {
    Contact contact = parsed.getContactHeader();
    return contact != null
            && contact.getAddress() != null
            && contact.getAddress().getURI() instanceof SipUri uri
        ? uri.encode()
        : null;
  }

  /** Values of a header, in order; none if it is missing. */
  public final List<String> values(String name) {
    Iterator<SIPHeader> headers = parsed.getHeaders(name);
    List<String> values = new ArrayList<>(2);
    while (headers.hasNext()) {
      values.add(headers.next().getHeaderValue());
    }
    return values;
  }

  /** The tokens of a header that is a list, e.g. the option tags of Require; none if missing. */
  public final List<String> tokens(String name) {
    List<String> tokens = new ArrayList<>();
    for (String value : values(name)) {
      for (String token : value.split(",", -1)) {
        tokens.add(token.strip());
      }
    }
    return tokens;
  }

  /**
   * The whole number a header begins with.
   *
   * @return -1 if the header is missing or begins otherwise
   */
  public final long number(String name) {
    List<String> all = values(name);
    Matcher digits = all.isEmpty() ? null : NUMBER.matcher(all.getFirst());
    return digits != null && digits.lookingAt() ? Long.parseLong(digits.group()) : -1;
  }

  public final boolean hasBody() {
    return body.length > 0;
  }

  /** {@code type/subtype} in lower case; empty if there is none. */
  public final String contentType() {
    ContentType type = parsed.getContentTypeHeader();
    return type == null
        ? ""
        : (type.getContentType() + "/" + type.getContentSubType()).toLowerCase(Locale.ROOT);
  }

  /** The session description: the body, or the part of a multipart body that is one. */
  public final byte @Nullable [] sdp() {
    if (body.length == 0) {
      return null;
    }
    String type = contentType();
    if (type.equals("application/sdp")) {
      return body;
    }
    if (type.startsWith("multipart/")) {
      String boundary = parsed.getContentTypeHeader().getParameter("boundary");
      return boundary == null ? null : Multipart.sdp(body, boundary);
    }
    return null;
  }

  final Via topVia() {
    return parsed.getTopmostVia();
  }

  final byte[] body() {
    return body;
  }

  static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }
}
