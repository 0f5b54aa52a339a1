package dev.assent.media.rtp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/** Two bound sockets, even port for RTP and the next for RTCP, on loan from {@link PortPool}. */
final class PortPair {
  private final PortPool pool;
  private final int port;
  private final DatagramChannel rtp;
  private final DatagramChannel rtcp;

  PortPair(PortPool pool, int port, DatagramChannel rtp, DatagramChannel rtcp) {
    this.pool = pool;
    this.port = port;
    this.rtp = rtp;
    this.rtcp = rtcp;
  }

  int port() {
    return port;
  }

  DatagramChannel rtp() {
    return rtp;
  }

  DatagramChannel rtcp() {
    return rtcp;
  }

  /** Throws away what came before the call was open. Bounded; not on the media thread. */
  void drain() {
    ByteBuffer in = ByteBuffer.allocate(2048);
    try {
      for (int i = 0; i < 1000 && rtp.receive(in.clear()) != null; i++) {}
      for (int i = 0; i < 1000 && rtcp.receive(in.clear()) != null; i++) {}
    } catch (IOException e) {
      // A broken socket shows itself at the first packet; there is nothing to save here.
      return;
    }
  }

  /** Closes the sockets; the port rests before it is used again. */
  void release(long nowNanos) {
    close(rtp);
    close(rtcp);
    pool.released(port, nowNanos);
  }

  static void close(DatagramChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // The descriptor is gone either way.
      return;
    }
  }
}
