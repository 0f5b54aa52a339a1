package dev.assent.dialer.sip;

import dev.assent.dialer.sip.message.Header;
import dev.assent.dialer.sip.message.MessageText;
import dev.assent.dialer.sip.message.RequestHead;
import java.util.List;

/**
 * One INVITE as it is sent.
 *
 * @param authorization the credentials in it, which the ACK of a 2xx repeats
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record InviteText(RequestHead head, List<Header> authorization, byte[] message) {

  /** Request-URI of a call, which digest authentication signs. */
  static String uri(CallSpec spec) {
    return "sip:" + spec.toUser() + "@" + spec.domain();
  }

  /**
   * @param target where it goes
   * @param more headers this attempt needs besides those of the spec
   */
  static InviteText write(
      Endpoint endpoint,
      CallSpec spec,
      Target target,
      String callId,
      String localTag,
      int cseq,
      List<Header> authorization,
      List<Header> more) {
    String uri = uri(spec);
    RequestHead head =
        new RequestHead(
            "INVITE",
            uri,
            endpoint.via(target, endpoint.tokens.branch()),
            "<sip:" + spec.fromUser() + "@" + spec.domain() + ">;tag=" + localTag,
            "<" + uri + ">",
            callId,
            cseq,
            List.of());
    MessageText text =
        endpoint
            .begin(head)
            .header("Contact", endpoint.contact(target))
            .header("Allow", Endpoint.ALLOW)
            .headers(authorization)
            .headers(more);
    spec.extraHeaders().forEach(text::header);
    return new InviteText(head, authorization, text.withSdp(spec.sdpOffer()));
  }
}
