package dev.assent.testsip.carrier.sip;

import dev.assent.testsip.carrier.loop.Loop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/** One UDP socket for SIP. Loop thread only, after {@link #open}. */
public final class UdpSocket implements SipSocket {
  private static final int LARGEST = 65_535;
  private static final int RECEIVE_BUFFER = 1 << 20;

  private final DatagramChannel channel;
  private final InetSocketAddress local;
  private final ByteBuffer buffer = ByteBuffer.allocate(LARGEST);
  private long malformed;

  private UdpSocket(DatagramChannel channel) throws IOException {
    this.channel = channel;
    this.local = (InetSocketAddress) channel.getLocalAddress();
  }

  /**
   * @throws IOException if the address cannot be bound
   */
  public static UdpSocket open(InetSocketAddress address) throws IOException {
    DatagramChannel channel = DatagramChannel.open();
    try {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
      channel.bind(address);
      return new UdpSocket(channel);
    } catch (IOException e) {
      channel.close();
      throw new IOException("cannot listen on " + address + ": " + e.getMessage(), e);
    }
  }

  @Override
  public InetSocketAddress local() {
    return local;
  }

  @Override
  public String transport() {
    return "UDP";
  }

  @Override
  public long malformed() {
    return malformed;
  }

  /** Gives every message that comes in to {@code receiver}, with where to answer it. */
  public void receive(Loop loop, BiConsumer<SipMessage, Peer> receiver) throws IOException {
    loop.listen(channel, () -> readAll(receiver));
  }

  private void readAll(BiConsumer<SipMessage, Peer> receiver) {
    try {
      while (true) {
        buffer.clear();
        InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
        if (from == null) {
          return;
        }
        buffer.flip();
        if (buffer.remaining() <= 4) {
          // A keep-alive of line ends (RFC 5626).
          continue;
        }
        SipMessage message = SipMessage.parse(buffer);
        if (message == null) {
          malformed++;
        } else {
          receiver.accept(message, new Peer(this, from));
        }
      }
    } catch (PortUnreachableException e) {
      // The caller has gone; its calls end by their timers.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void send(String text, InetSocketAddress to) {
    try {
      channel.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), to);
    } catch (PortUnreachableException e) {
      // As a loss on the way: retransmission decides.
    } catch (IOException e) {
      throw new UncheckedIOException("cannot send to " + to, e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
