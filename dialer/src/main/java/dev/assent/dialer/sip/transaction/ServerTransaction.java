package dev.assent.dialer.sip.transaction;

import dev.assent.dialer.sip.message.Request;

/** A request of the far end that has been taken, kept for its copies and its ACK. */
public sealed interface ServerTransaction permits InviteServer, NonInviteServer {

  /** A copy of the request, or the ACK of a refusal. */
  void receive(Request request);
}
