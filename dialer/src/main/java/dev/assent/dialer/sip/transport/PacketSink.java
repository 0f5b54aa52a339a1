package dev.assent.dialer.sip.transport;

import dev.assent.dialer.sip.message.Envelope;
import java.net.InetSocketAddress;

/** Takes the packets that passed the first checks. */
public interface PacketSink {

  /** Called on the socket loop: hands over to the worker of the Call-ID and returns. */
  void packet(byte[] packet, Envelope envelope, InetSocketAddress source);
}
