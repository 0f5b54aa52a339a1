package dev.assent.dialer.sip.transport;

import dev.assent.dialer.sip.address.Target;
import java.net.InetSocketAddress;

/** Takes what comes over connections, and learns of their beginning and end. */
public interface StreamSink extends PacketSink {

  /**
   * A connection of ours is up. Called on the socket loop.
   *
   * @param local our end of it
   */
  void up(Target target, InetSocketAddress local);

  /**
   * A connection that was up broke. Called on the socket loop, before anything is sent on its
   * successor.
   */
  void lost(LostFlow lost);
}
