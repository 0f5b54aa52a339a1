package dev.assent.dialer.sip.transport;

import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.message.Envelope;

/** Takes the packets that passed the first checks. */
public interface PacketSink {

  /** Called on the socket loop: hands over to the worker of the Call-ID and returns. */
  void packet(byte[] packet, Envelope envelope, Target source);
}
