package dev.assent.dialer.sip;

import dev.assent.dialer.sip.message.Header;
import dev.assent.dialer.sip.message.MessageText;
import dev.assent.dialer.sip.message.Request;
import java.util.List;
import java.util.Set;

/**
 * The answers we give to one request.
 *
 * @param tag our To tag if the request has none
 */
record Answers(Endpoint endpoint, Request request, String tag) {
  /** 100rel: no answer of ours is provisional, so there is nothing to send reliably. */
  private static final Set<String> UNDERSTOOD = Set.of("timer", "100rel");

  byte[] plain(int status, String phrase) {
    return begin(status, phrase).withoutBody();
  }

  /** To OPTIONS: what we understand. */
  byte[] capabilities() {
    return begin(200, "OK")
        .header("Allow", Endpoint.ALLOW)
        .header("Accept", "application/sdp")
        .header("Contact", endpoint.addresses.contact(request.replyTo()))
        .withoutBody();
  }

  /**
   * To a re-INVITE or UPDATE that changes the session.
   *
   * @param more what else is agreed, such as a session timer
   */
  byte[] session(byte[] sdp, List<Header> more) {
    return begin(200, "OK")
        .header("Contact", endpoint.addresses.contact(request.replyTo()))
        .header("Allow", Endpoint.ALLOW)
        .headers(more)
        .withSdp(sdp);
  }

  /** To an UPDATE without a session description. */
  byte[] refreshed(List<Header> more) {
    return begin(200, "OK")
        .header("Contact", endpoint.addresses.contact(request.replyTo()))
        .headers(more)
        .withoutBody();
  }

  /** A session timer we do not follow (RFC 4028 section 9). */
  byte[] tooShort(long seconds) {
    return begin(422, "Session Interval Too Small")
        .header("Min-SE", Long.toString(seconds))
        .withoutBody();
  }

  /** To an INVITE that had better go elsewhere. */
  byte[] moved(String uri) {
    return begin(302, "Moved Temporarily").header("Contact", "<" + uri + ">").withoutBody();
  }

  byte[] unknownCall() {
    return plain(481, "Call/Transaction Does Not Exist");
  }

  byte[] notAllowed() {
    return begin(405, "Method Not Allowed").header("Allow", Endpoint.ALLOW).withoutBody();
  }

  /** The option tags it requires of which we do not know what they mean. */
  List<String> unsupported() {
    return request.tokens("Require").stream().filter(tag -> !UNDERSTOOD.contains(tag)).toList();
  }

  byte[] badExtension() {
    return begin(420, "Bad Extension")
        .header("Unsupported", String.join(", ", unsupported()))
        .withoutBody();
  }

  byte[] badContent() {
    return begin(415, "Unsupported Media Type").header("Accept", "application/sdp").withoutBody();
  }

  byte[] notAcceptable() {
    return plain(488, "Not Acceptable Here");
  }

  /** Our own offer is unanswered (RFC 3261 section 14.2, RFC 3311 section 5.2). */
  byte[] pending() {
    return plain(491, "Request Pending");
  }

  /** Out of order, or before the last one is done; to be tried again after some seconds. */
  byte[] later() {
    return begin(500, "Server Internal Error").header("Retry-After", "2").withoutBody();
  }

  byte[] overloaded() {
    return begin(503, "Service Unavailable").header("Retry-After", "5").withoutBody();
  }

  private MessageText begin(int status, String phrase) {
    return request.answer(status, phrase, tag).header("Server", endpoint.settings.product());
  }
}
