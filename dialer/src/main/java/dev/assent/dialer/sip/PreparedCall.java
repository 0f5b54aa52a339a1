package dev.assent.dialer.sip;

/** A call with its identifiers, of which nothing has been sent. */
public interface PreparedCall {
  String callId();

  String localTag();

  /**
   * Sends the INVITE. To be called once; any thread.
   *
   * @throws IllegalStateException on a second call
   * @throws IllegalArgumentException if the target lies outside the signalling networks
   */
  OutgoingCall invite(CallSpec spec, CallEvents events);
}
