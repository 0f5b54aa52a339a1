package dev.assent.dialer.sip;

import dev.assent.dialer.sip.message.Request;
import dev.assent.dialer.sip.transport.Drop;
import java.util.Set;

/**
 * Answers requests that belong to no call of ours, without keeping any state (RFC 3261 section
 * 8.2.7): a copy gets the same answer, a flood finds nothing to fill.
 */
final class OutsideDialog {
  private static final Set<String> NOT_FOR_US =
      Set.of("REGISTER", "SUBSCRIBE", "NOTIFY", "REFER", "MESSAGE", "PUBLISH", "PRACK");

  private final Endpoint endpoint;

  OutsideDialog(Endpoint endpoint) {
    this.endpoint = endpoint;
  }

  void answer(Request request, SipWorker worker) {
    if (request.method().equals("ACK")) {
      endpoint.traffic.dropped(Drop.STRAY_ACK, request.replyTo().address().getAddress());
      return;
    }
    if (request.method().equals("INVITE")
        && request.toTag().isEmpty()
        && request.isVersion2()
        && endpoint.inbound().treatment(request.replyTo().address().getAddress())
            instanceof InboundCalls.Treatment.Ring
        && rings(request, worker)) {
      return;
    }
    String tag = endpoint.tokens.steadyTag(request.callId(), request.branch());
    worker.send(choose(new Answers(endpoint, request, tag)), request.replyTo());
  }

  private boolean rings(Request request, SipWorker worker) {
    return new Answers(endpoint, request, "").unsupported().isEmpty()
        && (!request.hasBody() || request.sdp() != null)
        && ServerCall.ring(worker, request, endpoint.inbound());
  }

  /** In the order of RFC 3261 section 8.2: version, method, dialog, options, then the request. */
  private byte[] choose(Answers answers) {
    Request request = answers.request();
    if (!request.isVersion2()) {
      return answers.plain(505, "Version Not Supported");
    }
    return switch (request.method()) {
      case "OPTIONS" -> !request.toTag().isEmpty() ? answers.unknownCall() : options(answers);
      case "INVITE" -> !request.toTag().isEmpty() ? answers.unknownCall() : refuse(answers);
      case "BYE", "CANCEL", "UPDATE", "INFO" -> answers.unknownCall();
      default -> unsupported(answers);
    };
  }

  private static byte[] options(Answers answers) {
    return answers.unsupported().isEmpty() ? answers.capabilities() : answers.badExtension();
  }

  private byte[] refuse(Answers answers) {
    if (!answers.unsupported().isEmpty()) {
      return answers.badExtension();
    }
    return switch (endpoint
        .inbound()
        .treatment(answers.request().replyTo().address().getAddress())) {
      case InboundCalls.Treatment.Unavailable _ -> answers.plain(480, "Temporarily Unavailable");
      case InboundCalls.Treatment.Redirect(String uri) -> answers.moved(uri);
      // It would ring, but for its body or for want of room.
      case InboundCalls.Treatment.Ring _ ->
          answers.request().hasBody() && answers.request().sdp() == null
              ? answers.badContent()
              : answers.overloaded();
    };
  }

  /** 405 for a method SIP knows but we do not serve, 501 for one we never heard of. */
  static byte[] unsupported(Answers answers) {
    return NOT_FOR_US.contains(answers.request().method())
        ? answers.notAllowed()
        : answers.plain(501, "Not Implemented");
  }
}
