package dev.assent.testsip.carrier.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import org.jspecify.annotations.Nullable;

/** An even port for RTP and the odd one above it for RTCP (RFC 3550 §11), bound. */
final class MediaPorts implements AutoCloseable {
  private static final int TRIES = 500;

  final DatagramChannel rtp;
  final DatagramChannel rtcp;

  private MediaPorts(DatagramChannel rtp, DatagramChannel rtcp) {
    this.rtp = rtp;
    this.rtcp = rtcp;
  }

  /** Takes the next free pair of {@code range}. */
  static MediaPorts open(InetAddress address, PortRange range) throws IOException {
    for (int i = 0; i < TRIES; i++) {
      int port = range.next();
      DatagramChannel rtp = bound(address, port);
      if (rtp == null) {
        continue;
      }
      DatagramChannel rtcp = bound(address, port + 1);
      if (rtcp != null) {
        return new MediaPorts(rtp, rtcp);
      }
      rtp.close();
    }
    throw new IOException("no free pair of media ports on " + address + " after " + TRIES);
  }

  private static @Nullable DatagramChannel bound(InetAddress address, int port) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.configureBlocking(false);
      channel.bind(new InetSocketAddress(address, port));
      return channel;
    } catch (BindException e) {
      channel.close();
      return null;
    }
  }

  InetSocketAddress local() {
    try {
      return (InetSocketAddress) rtp.getLocalAddress();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      rtp.close();
      rtcp.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
