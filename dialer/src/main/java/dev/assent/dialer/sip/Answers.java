package dev.assent.dialer.sip;

import dev.assent.dialer.sip.message.MessageText;
import dev.assent.dialer.sip.message.Request;

/**
 * The answers we give to one request.
 *
 * @param tag our To tag if the request has none
 */
record Answers(Endpoint endpoint, Request request, String tag) {

  byte[] plain(int status, String phrase) {
    return begin(status, phrase).withoutBody();
  }

  /** To OPTIONS: what we understand. */
  byte[] capabilities() {
    return begin(200, "OK")
        .header("Allow", Endpoint.ALLOW)
        .header("Accept", "application/sdp")
        .header("Contact", endpoint.contact(request.replyTo()))
        .withoutBody();
  }

  /** To a re-INVITE or UPDATE that changes the session. */
  byte[] session(byte[] sdp) {
    return begin(200, "OK")
        .header("Contact", endpoint.contact(request.replyTo()))
        .header("Allow", Endpoint.ALLOW)
        .withSdp(sdp);
  }

  /** To an UPDATE without a session description. */
  byte[] refreshed() {
    return begin(200, "OK").header("Contact", endpoint.contact(request.replyTo())).withoutBody();
  }

  byte[] unknownCall() {
    return plain(481, "Call/Transaction Does Not Exist");
  }

  byte[] notAllowed() {
    return begin(405, "Method Not Allowed").header("Allow", Endpoint.ALLOW).withoutBody();
  }

  byte[] badExtension() {
    return begin(420, "Bad Extension")
        .header("Unsupported", String.join(", ", request.required()))
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
