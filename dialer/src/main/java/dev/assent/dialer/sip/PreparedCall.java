package dev.assent.dialer.sip;

import dev.assent.dialer.sip.address.Target;
import java.net.InetAddress;
import java.util.Optional;

/** A call with its identifiers, of which nothing has been sent. */
public interface PreparedCall {
  String callId();

  String localTag();

  /** What this far end is shown as our address in place of the bound one. */
  Optional<InetAddress> publicAddress(Target target);

  /**
   * Sends the INVITE. To be called once; any thread.
   *
   * @throws IllegalStateException on a second call
   * @throws IllegalArgumentException if the target lies outside the signalling networks
   */
  OutgoingCall invite(CallSpec spec, CallEvents events);
}
