package dev.assent.media.rtp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The RTP socket of a call and the one source it listens to (symmetric RTP). Media thread only.
 *
 * <p>At first packets are taken from the address of the SDP, any port of it, and from the trunk's
 * media networks; the first valid one fixes the source, and once the socket's queue is empty the
 * socket is connected to it: from then on the kernel drops strangers, reports ICMP errors, and
 * sends cheaper.
 */
final class RemoteSource {
  static final int NOTHING = -1;
  static final int STRANGER = -2;

  /** A source silent for this long may have moved without telling: others are heard again. */
  static final long RELATCH_NANOS = 3_000_000_000L;

  private final DatagramChannel channel;
  private final List<IpNetwork> networks;
  private InetSocketAddress described;
  private InetSocketAddress target;
  private @Nullable InetSocketAddress candidate;
  private boolean fixed;
  private long lastHeardNanos;

  RemoteSource(DatagramChannel channel, InetSocketAddress described, List<IpNetwork> networks) {
    this.channel = channel;
    this.described = described;
    this.target = described;
    this.networks = networks;
  }

  /** Where packets go now. */
  InetSocketAddress target() {
    return target;
  }

  /** Whether the kernel drops what others send. */
  boolean connected() {
    return channel.isConnected();
  }

  /** A new address in the SDP frees the source; the same one keeps it. */
  void describe(InetSocketAddress address) throws IOException {
    if (!address.equals(described)) {
      described = address;
      if (!address.getAddress().isAnyLocalAddress()) {
        release();
        target = address;
      }
    }
  }

  /**
   * Reads one packet to the start of the buffer.
   *
   * @return its length, {@link #NOTHING} or {@link #STRANGER}
   * @throws IOException an ICMP error of a packet sent before, or a broken socket
   */
  int receive(ByteBuffer in, long nowNanos) throws IOException {
    in.clear();
    if (channel.isConnected()) {
      int length = channel.read(in);
      if (length > 0) {
        return length;
      }
      if (nowNanos - lastHeardNanos > RELATCH_NANOS) {
        release();
      }
      return NOTHING;
    }
    InetSocketAddress source = (InetSocketAddress) channel.receive(in);
    if (source == null) {
      // Connecting throws away what is queued, so it waits for an empty queue.
      if (fixed) {
        channel.connect(target);
      }
      return NOTHING;
    }
    if (fixed ? !source.equals(target) : !allows(source.getAddress())) {
      return STRANGER;
    }
    candidate = source;
    return in.position();
  }

  /** The packet just received was valid: its sender is our peer. */
  void confirm(long nowNanos) {
    lastHeardNanos = nowNanos;
    if (!fixed && candidate != null) {
      target = candidate;
      fixed = true;
    }
  }

  /**
   * Sends the buffer from position to limit.
   *
   * @return false if the socket is full
   */
  boolean send(ByteBuffer out) throws IOException {
    return (channel.isConnected() ? channel.write(out) : channel.send(out, target)) > 0;
  }

  /** Whether media of this call may come from there: the SDP's address or the trunk's networks. */
  boolean allows(InetAddress source) {
    if (source.equals(described.getAddress())) {
      return true;
    }
    for (int i = 0; i < networks.size(); i++) {
      if (networks.get(i).contains(source)) {
        return true;
      }
    }
    return false;
  }

  private void release() throws IOException {
    fixed = false;
    candidate = null;
    if (channel.isConnected()) {
      channel.disconnect();
    }
  }
}
