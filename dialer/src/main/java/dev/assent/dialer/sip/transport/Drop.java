package dev.assent.dialer.sip.transport;

/** Why something received or asked for was not taken. */
public enum Drop {
  /** From outside the signalling networks; never parsed. */
  STRANGER,
  /** Larger than the limit; never parsed. */
  OVERSIZE,
  /** No SIP message, or one without the headers every message needs. */
  MALFORMED,
  /** The worker had too many packets waiting. */
  OVERLOAD,
  /** An answer to nothing we asked. */
  STRAY_RESPONSE,
  /** An ACK for nothing we answered. */
  STRAY_ACK,
  /** An answer whose top Via is not ours. */
  FOREIGN_VIA,
  /** A call beyond the bound on calls. */
  TOO_MANY_CALLS,
  /** A request beyond the bound on retained server transactions; answered 503. */
  TOO_MANY_REQUESTS,
  /** The network layer refused to send. */
  UNSENDABLE,
  /** There was no connection to send it on, and none could be had. */
  NOT_UP,
  /** Too much was waiting to be sent on its connection. */
  QUEUE_FULL,
  /** A connection closed because its messages could not be told apart. */
  FRAMING,
  /** A connection closed because its far end sent or read too slowly. */
  SLOW_PEER,
  /** A connection to us beyond the bound on them. */
  CONNECTION_LIMIT,
  /** Handling it failed by a defect; it is logged. */
  DEFECT
}
