package dev.assent.dialer.sip.message;

import dev.assent.dialer.sip.address.Target;
import gov.nist.javax.sip.header.CSeq;
import gov.nist.javax.sip.header.CallID;
import gov.nist.javax.sip.header.Contact;
import gov.nist.javax.sip.header.From;
import gov.nist.javax.sip.header.RecordRoute;
import gov.nist.javax.sip.header.RequestLine;
import gov.nist.javax.sip.header.StatusLine;
import gov.nist.javax.sip.header.To;
import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.parser.StringMsgParser;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Set;

/**
 * Turns packets into messages with JAIN-SIP's parser, which is not thread safe: one per worker.
 * Headers that route or identify a message must parse; of the others, what does not parse is left
 * out.
 */
public final class MessageParser {
  private static final Set<Class<?>> ESSENTIAL =
      Set.of(
          RequestLine.class,
          StatusLine.class,
          Via.class,
          From.class,
          To.class,
          CallID.class,
          CSeq.class,
          Contact.class,
          RecordRoute.class);

  static {
    ParserLog.install();
  }

  private final StringMsgParser parser = new StringMsgParser();

  /**
   * @throws MalformedMessage also for a request, and for a response without the headers every
   *     response has
   */
  public Response response(byte[] packet, Envelope envelope, Target source)
      throws MalformedMessage {
    if (!(parse(packet, envelope) instanceof SIPResponse response)) {
      throw new MalformedMessage("not a response");
    }
    int status = response.getStatusCode();
    if (status < 100 || status > 699) {
      throw new MalformedMessage("status out of range");
    }
    if (response.getRecordRouteHeaders() != null
        && response.getRecordRouteHeaders().size() > RequestHead.ROUTE_LIMIT) {
      throw new MalformedMessage("a route set too long");
    }
    return new Response(response, body(packet, envelope), source);
  }

  /**
   * @throws MalformedMessage also for a response, and for a request without the headers every
   *     request has
   */
  public Request request(byte[] packet, Envelope envelope, Target source) throws MalformedMessage {
    if (!(parse(packet, envelope) instanceof SIPRequest request)) {
      throw new MalformedMessage("not a request");
    }
    if (!request.getMethod().equals(request.getCSeq().getMethod())) {
      throw new MalformedMessage("CSeq is of another method");
    }
    return new Request(request, body(packet, envelope), envelope.version2(), source);
  }

  private SIPMessage parse(byte[] packet, Envelope envelope) throws MalformedMessage {
    HeaderBlock.check(packet, envelope);
    SIPMessage message;
    try {
      // The body is cut by Envelope: the parser would make a String of it.
      message = parser.parseSIPMessage(packet, false, false, MessageParser::fault);
    } catch (ParseException e) {
      // The parser's own text repeats the header it stumbled over.
      throw new MalformedMessage("does not parse");
    } catch (RuntimeException | StackOverflowError e) {
      // Hostile input finds null pointers and deep recursion in it.
      throw new MalformedMessage("breaks the parser: " + e.getClass().getSimpleName());
    }
    if (message == null
        || message.getFrom() == null
        || message.getTo() == null
        || message.getCallId() == null
        || message.getCSeq() == null
        || message.getTopmostVia() == null
        || message.getTopmostVia().getHost() == null
        || message.getCSeq().getMethod() == null) {
      throw new MalformedMessage("lacks a header every message has");
    }
    int port = message.getTopmostVia().getPort();
    if (port == 0 || port > 65_535) {
      throw new MalformedMessage("Via names no port there is");
    }
    if (Tokens.MAGIC_COOKIE.equalsIgnoreCase(message.getTopmostVia().getBranch())) {
      throw new MalformedMessage("a branch that is only its cookie");
    }
    // Tables and workers go by the envelope's Call-ID: there must be no second opinion.
    if (!envelope.callId().equals(message.getCallId().getCallId())) {
      throw new MalformedMessage("Call-ID is ambiguous");
    }
    return message;
  }

  private static void fault(
      ParseException fault, SIPMessage message, Class<?> header, String text, String packet)
      throws ParseException {
    if (header != null && ESSENTIAL.contains(header)) {
      throw fault;
    }
    message.addUnparsed(text);
  }

  private static byte[] body(byte[] packet, Envelope envelope) {
    return Arrays.copyOfRange(
        packet, envelope.bodyStart(), envelope.bodyStart() + envelope.bodyLength());
  }
}
