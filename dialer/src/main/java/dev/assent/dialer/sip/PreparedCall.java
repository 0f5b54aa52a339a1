package dev.assent.dialer.sip;

/** A call with its identifiers, of which nothing has been sent. */
public interface PreparedCall {
  String callId();

  String localTag();

  /**
   * Sends the INVITE. To be called once; any thread.
   *
   * @throws IllegalStateException on a second call
   */
  OutgoingCall invite(CallEvents events);
}
