package dev.assent.dialer.sip;

import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.message.Header;
import dev.assent.dialer.sip.message.MessageText;
import dev.assent.dialer.sip.message.RequestHead;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
   * @param timer the session timer asked for, or null for none
   */
  static InviteText write(
      Endpoint endpoint,
      CallSpec spec,
      Target target,
      String callId,
      String localTag,
      int cseq,
      List<Header> authorization,
      @Nullable TimerWish timer) {
    String uri = uri(spec);
    String caller = "<sip:" + spec.fromUser() + "@" + spec.domain() + ">";
    RequestHead head =
        new RequestHead(
            "INVITE",
            uri,
            endpoint.via(target, endpoint.tokens.branch()),
            caller + ";tag=" + localTag,
            "<" + uri + ">",
            callId,
            cseq,
            List.of());
    MessageText text =
        endpoint
            .begin(head)
            .header("Contact", endpoint.addresses.contact(target))
            .header("Allow", Endpoint.ALLOW)
            .headers(authorization)
            .headers(profile(spec.profile(), caller, timer));
    spec.extraHeaders().forEach(text::header);
    return new InviteText(head, authorization, text.withSdp(spec.sdpOffer()));
  }

  private static List<Header> profile(
      InviteProfile profile, String caller, @Nullable TimerWish timer) {
    List<Header> headers = new ArrayList<>();
    switch (profile.identity()) {
      case NONE -> {}
      case PAI -> headers.add(new Header("P-Asserted-Identity", caller));
      case PPI -> headers.add(new Header("P-Preferred-Identity", caller));
    }
    if (profile.privacyNone()) {
      headers.add(new Header("Privacy", "none"));
    }
    List<String> supported = new ArrayList<>(2);
    switch (profile.reliableProvisional()) {
      case OFF -> {}
      case SUPPORTED -> supported.add("100rel");
      case REQUIRED -> headers.add(new Header("Require", "100rel"));
    }
    if (timer != null) {
      supported.add("timer");
      headers.addAll(timer.headers());
    }
    if (!supported.isEmpty()) {
      headers.add(new Header("Supported", String.join(", ", supported)));
    }
    return headers;
  }
}
