package dev.assent.dialer.sip.transport;

import dev.assent.dialer.sip.address.SignallingNetworks;
import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.message.Envelope;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIP over one UDP socket. Its loop reads, drops what need not be parsed, and hands on; it never
 * parses.
 */
public final class UdpTransport implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UdpTransport.class);

  /** Room for a burst of some thousand packets while the loop is not scheduled. */
  private static final int SOCKET_BUFFER = 4 << 20;

  private final MultiThreadIoEventLoopGroup loop;
  private final Channel channel;
  private final InetSocketAddress local;
  private final Traffic traffic;

  private UdpTransport(MultiThreadIoEventLoopGroup loop, Channel channel, Traffic traffic) {
    this.loop = loop;
    this.channel = channel;
    this.local = (InetSocketAddress) channel.localAddress();
    this.traffic = traffic;
  }

  /**
   * @param packetLimit bytes; larger packets are dropped
   * @throws IOException if the address cannot be bound
   */
  public static UdpTransport bind(
      InetSocketAddress address,
      SignallingNetworks networks,
      int packetLimit,
      Traffic traffic,
      PacketSink sink)
      throws IOException {
    MultiThreadIoEventLoopGroup loop =
        new MultiThreadIoEventLoopGroup(
            1, Thread.ofPlatform().daemon().name("sip-udp").factory(), NioIoHandler.newFactory());
    ChannelFuture bound =
        new Bootstrap()
            .group(loop)
            .channel(NioDatagramChannel.class)
            .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER)
            .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER)
            // One byte more than the limit, so that a cut packet shows.
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new FixedRecvByteBufAllocator(packetLimit + 1).maxMessagesPerRead(64))
            .handler(new Reader(networks, packetLimit, traffic, sink))
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
      throw new IOException("Cannot bind UDP " + address, bound.cause());
    }
    warnOfSmallBuffer(bound.channel());
    return new UdpTransport(loop, bound.channel(), traffic);
  }

  private static void warnOfSmallBuffer(Channel channel) {
    Integer granted = channel.config().getOption(ChannelOption.SO_RCVBUF);
    if (granted != null && granted < SOCKET_BUFFER) {
      LOG.info(
          "The system grants SIP a receive buffer of {} bytes, not {}: bursts may be lost."
              + " Raise net.core.rmem_max",
          granted,
          SOCKET_BUFFER);
    }
  }

  public InetSocketAddress local() {
    return local;
  }

  /**
   * Sends one datagram. Any thread.
   *
   * @param failed told on the socket loop if it could not leave
   */
  public void send(byte[] message, InetSocketAddress to, Consumer<Throwable> failed) {
    if (LOG.isTraceEnabled()) {
      LOG.trace("> {}", StartLine.redacted(message));
    }
    channel
        .writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(message), to))
        .addListener(
            done -> {
              if (done.isSuccess()) {
                traffic.sent();
              } else {
                traffic.dropped(Drop.UNSENDABLE);
                failed.accept(done.cause());
              }
            });
  }

  @Override
  public void close() {
    channel.close().awaitUninterruptibly();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private static final class Reader extends SimpleChannelInboundHandler<DatagramPacket> {
    private final SignallingNetworks networks;
    private final int packetLimit;
    private final Traffic traffic;
    private final PacketSink sink;

    Reader(SignallingNetworks networks, int packetLimit, Traffic traffic, PacketSink sink) {
      this.networks = networks;
      this.packetLimit = packetLimit;
      this.traffic = traffic;
      this.sink = sink;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket datagram) {
      take(datagram);
      // Last, so that whoever compares this with what was sent finds the packet handed over.
      traffic.received();
    }

    private void take(DatagramPacket datagram) {
      InetSocketAddress source = datagram.sender();
      if (!networks.contains(source.getAddress())) {
        traffic.dropped(Drop.STRANGER, source.getAddress());
        return;
      }
      int length = datagram.content().readableBytes();
      if (length > packetLimit) {
        traffic.dropped(Drop.OVERSIZE, source.getAddress());
        return;
      }
      byte[] packet = new byte[length];
      datagram.content().readBytes(packet);
      Envelope envelope = Envelope.of(packet);
      if (envelope == null) {
        if (!Envelope.isKeepAlive(packet)) {
          traffic.dropped(Drop.MALFORMED, source.getAddress());
        }
        return;
      }
      if (LOG.isTraceEnabled()) {
        LOG.trace("< {}", StartLine.redacted(packet));
      }
      sink.packet(packet, envelope, Target.udp(source));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
      // For example an ICMP error of an earlier packet: one packet's trouble, never the socket's.
      LOG.debug("UDP: {}", thrown.toString());
    }
  }
}
