package dev.assent.dialer.sip;

import dev.assent.dialer.sip.message.Request;
import dev.assent.dialer.sip.message.Response;
import dev.assent.dialer.sip.transport.LostFlow;

/** All that goes on under one Call-ID. Called by its worker only. */
interface Session {
  String callId();

  /** Is this a Via host and port of an earlier process whose requests this session continues? */
  default boolean alsoSentFrom(String sentBy) {
    return false;
  }

  /** Did the far end begin it? Then requests without a To tag are its affair too. */
  default boolean isIncoming() {
    return false;
  }

  /** A response whose top Via is ours. */
  void response(Response response);

  /** A request with a To tag; of a session that is incoming, any. */
  void request(Request request);

  /** A connection broke, by which something of this session may have gone. */
  void flowLost(LostFlow lost);

  /** The user agent is closing: say so to whoever waits. */
  void lost();
}
