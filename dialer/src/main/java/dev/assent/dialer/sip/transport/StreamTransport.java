package dev.assent.dialer.sip.transport;

import dev.assent.dialer.Timers;
import dev.assent.dialer.sip.address.SignallingNetworks;
import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.address.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIP over TCP and TLS: one connection a target, and those that the trunk's networks make to us.
 * One thread reads, cuts and hands on; it never parses.
 */
public final class StreamTransport implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamTransport.class);
  private static final long PATROL = Duration.ofSeconds(1).toNanos();
  private static final int FLOWS = 1024;

  private final MultiThreadIoEventLoopGroup group;
  private final EventLoop loop;
  private final SignallingNetworks networks;
  private final TlsContexts tls;
  private final StreamLimits limits;
  private final InetAddress from;
  private final Timers timers;
  private final RandomGenerator random;
  private final Traffic traffic;
  private final StreamSink sink;
  private final Map<Target, Flow> flows = new ConcurrentHashMap<>();
  private final Map<Target, Connection> accepted = new HashMap<>();
  private final AtomicLong losses = new AtomicLong();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Opener opener = new Opener();
  private boolean patrolling;
  private volatile boolean closed;

  /**
   * @param from connections of ours leave from this address, where the target's family allows
   * @param bodyLimit bytes of a message's body
   */
  public StreamTransport(
      InetAddress from,
      SignallingNetworks networks,
      Map<String, TlsPeer> peers,
      int bodyLimit,
      Timers timers,
      RandomGenerator random,
      Traffic traffic,
      StreamSink sink) {
    this.group =
        new MultiThreadIoEventLoopGroup(
            1,
            Thread.ofPlatform().daemon().name("sip-stream").factory(),
            NioIoHandler.newFactory());
    this.loop = group.next();
    this.from = from;
    this.networks = networks;
    this.tls = new TlsContexts(peers);
    this.limits = StreamLimits.of(bodyLimit);
    this.timers = timers;
    this.random = random;
    this.traffic = traffic;
    this.sink = sink;
  }

  /**
   * Accepts connections from the networks; others are closed unread.
   *
   * @param own our certificate; null for TCP
   * @return the bound address
   * @throws IOException if the address cannot be bound, or the certificate not used
   */
  public InetSocketAddress listen(InetSocketAddress address, @Nullable TlsPeer own)
      throws IOException {
    SslContext serving = own == null ? null : TlsContexts.serving(own);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<SocketChannel>() {
                  @Override
                  protected void initChannel(SocketChannel channel) {
                    accept(channel, serving);
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException("Cannot bind TCP " + address, bound.cause());
    }
    return (InetSocketAddress) bound.channel().localAddress();
  }

  /**
   * Brings a connection up and keeps it up from now on, with growing pauses between attempts. Any
   * thread.
   *
   * @param silence after which a keep-alive is sent; zero for none
   * @return completed on the socket loop; fails with {@link ConnectProblem} if this attempt does
   */
  public CompletableFuture<Connected> connect(Target target, Duration silence) {
    CompletableFuture<Connected> result = new CompletableFuture<>();
    onLoop(
        () -> {
          Flow flow = flow(target);
          if (flow == null) {
            result.completeExceptionally(new ConnectProblem(target + ": too many targets", null));
          } else {
            flow.keep(silence, result);
          }
        },
        result::completeExceptionally);
    return result;
  }

  /** Keeps it up no longer; the patrol closes it when it has been idle. Any thread. */
  public void release(Target target) {
    onLoop(
        () -> {
          Flow flow = flows.get(target);
          if (flow != null) {
            flow.release();
          }
        },
        _ -> {});
  }

  /** Any thread. */
  public boolean isUp(Target target) {
    Flow flow = flows.get(target);
    return flow != null && flow.isUp();
  }

  /** How many connections were lost so far: see {@link LostFlow#number}. Any thread. */
  public long losses() {
    return losses.get();
  }

  /**
   * Sends one message. Any thread.
   *
   * @param open bring a connection up if there is none
   * @param failed told on the socket loop if not one byte left, and will not
   */
  public void send(byte[] message, Target to, boolean open, Consumer<Throwable> failed) {
    onLoop(() -> sendNow(message, to, open, failed), failed);
  }

  private void sendNow(byte[] message, Target to, boolean open, Consumer<Throwable> failed) {
    Connection theirs = accepted.get(to);
    if (theirs != null) {
      if (theirs.hasRoom(message.length)) {
        theirs.send(message);
      } else {
        traffic.dropped(Drop.QUEUE_FULL);
        failed.accept(new ConnectProblem(to + ": too much is waiting to be sent", null));
      }
      return;
    }
    Flow flow = open ? flow(to) : flows.get(to);
    if (flow == null) {
      traffic.dropped(Drop.NOT_UP);
      failed.accept(new ConnectProblem(to + ": no connection", null));
    } else {
      flow.send(message, failed);
    }
  }

  /** Messages and commands waiting for the socket loop, or in work. */
  public int waiting() {
    return waiting.get();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      loop.submit(() -> flows.values().forEach(Flow::close)).awaitUninterruptibly();
    } finally {
      group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
  }

  private @Nullable Flow flow(Target target) {
    Flow known = flows.get(target);
    if (known != null) {
      return known;
    }
    if (flows.size() >= FLOWS) {
      return null;
    }
    Flow made = new Flow(target, opener, traffic, random, limits.queue());
    flows.put(target, made);
    patrolFromNowOn();
    return made;
  }

  private void onLoop(Runnable task, Consumer<Throwable> failed) {
    waiting.incrementAndGet();
    try {
      loop.execute(
          () -> {
            try {
              task.run();
            } finally {
              waiting.decrementAndGet();
            }
          });
    } catch (RejectedExecutionException e) {
      waiting.decrementAndGet();
      failed.accept(e);
    }
  }

  private void patrolFromNowOn() {
    if (!patrolling) {
      patrolling = true;
      timers.after(PATROL, () -> onLoop(this::patrol, _ -> {}));
    }
  }

  private void patrol() {
    patrolling = false;
    if (closed) {
      return;
    }
    long now = timers.nanoTime();
    for (Flow flow : List.copyOf(flows.values())) {
      if (flow.isIdle(now)) {
        flows.remove(flow.target(), flow);
        flow.close();
      } else {
        flow.patrol(now);
      }
    }
    for (Connection theirs : List.copyOf(accepted.values())) {
      if (theirs.isIdle(now)) {
        theirs.close("idle");
      } else {
        theirs.patrol(now);
      }
    }
    if (!flows.isEmpty() || !accepted.isEmpty()) {
      patrolFromNowOn();
    }
  }

  private void accept(SocketChannel channel, @Nullable SslContext serving) {
    InetSocketAddress far = channel.remoteAddress();
    if (far == null || !networks.contains(far.getAddress())) {
      if (far != null) {
        traffic.dropped(Drop.STRANGER, far.getAddress());
      }
      var _ = channel.close();
      return;
    }
    if (accepted.size() >= limits.accepted()) {
      traffic.dropped(Drop.CONNECTION_LIMIT, far.getAddress());
      LOG.warn("{} connections are open to us: one more is refused", accepted.size());
      var _ = channel.close();
      return;
    }
    Target peer = new Target(serving == null ? Transport.TCP : Transport.TLS, far, "");
    SipFramer framer = new SipFramer(limits.body());
    Connection connection =
        new Connection(peer, framer, limits, timers, traffic, sink, new Accepted());
    accepted.put(peer, connection);
    if (serving != null) {
      SslHandler handler = serving.newHandler(channel.alloc());
      handler.setHandshakeTimeoutMillis(0); // the patrol looks
      channel.pipeline().addLast(handler);
    }
    channel.pipeline().addLast(framer, connection);
    patrolFromNowOn();
  }

  /** Connections that others made. */
  private final class Accepted implements Connection.Owner {
    @Override
    public void ready(Connection connection, Connected connected) {
      LOG.info("{}: connected to us {}", connection.peer(), connected.protocol());
    }

    @Override
    public void failed(Connection connection, Throwable cause) {
      LOG.info("{}: no TLS with it: {}", connection.peer(), cause.getMessage());
      accepted.remove(connection.peer(), connection);
    }

    @Override
    public void closed(Connection connection, Throwable cause) {
      accepted.remove(connection.peer(), connection);
      sink.lost(new LostFlow(connection.peer(), losses.incrementAndGet(), cause));
    }

    @Override
    public void ponged() {
      // We send them no pings.
    }

    @Override
    public long nextPing() {
      return 0;
    }

    @Override
    public boolean expectsPong() {
      return false;
    }
  }

  private final class Opener implements Flow.Opener {
    @Override
    public Connection prepare(Flow flow) {
      SipFramer framer = new SipFramer(limits.body());
      return new Connection(flow.target(), framer, limits, timers, traffic, sink, flow);
    }

    @Override
    public void open(Flow flow, Connection connection) {
      Target target = flow.target();
      SslContext context;
      try {
        context = target.transport() == Transport.TLS ? tls.towards(target.tlsName()) : null;
      } catch (SSLException e) {
        connection.unopened(e);
        return;
      }
      Bootstrap bootstrap =
          new Bootstrap()
              .group(group)
              .channel(NioSocketChannel.class)
              .option(ChannelOption.TCP_NODELAY, true)
              .option(ChannelOption.SO_KEEPALIVE, true)
              .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0) // the patrol looks
              .handler(
                  new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                      if (context != null) {
                        channel.pipeline().addLast(handler(context, channel, target));
                      }
                      channel.pipeline().addLast(connection.framer(), connection);
                    }
                  });
      InetSocketAddress local = local(target);
      ChannelFuture connecting =
          local == null
              ? bootstrap.connect(target.address())
              : bootstrap.connect(target.address(), local);
      connecting.addListener(
          done -> {
            if (!done.isSuccess()) {
              connection.unopened(done.cause());
            }
          });
    }

    @Override
    public void up(Flow flow, Connection connection) {
      sink.up(flow.target(), connection.local());
    }

    @Override
    public void lost(Flow flow, Throwable cause) {
      traffic.lost();
      sink.lost(new LostFlow(flow.target(), losses.incrementAndGet(), cause));
    }

    @Override
    public long nanoTime() {
      return timers.nanoTime();
    }
  }

  /** With the name as SNI where it is one: the far end may have many certificates. */
  private static SslHandler handler(SslContext context, Channel channel, Target target) {
    SslHandler handler =
        context.newHandler(channel.alloc(), target.tlsName(), target.address().getPort());
    handler.setHandshakeTimeoutMillis(0); // the patrol looks
    return handler;
  }

  /** Carriers know us by our address: the one SIP is bound to, if it is of the same family. */
  private @Nullable InetSocketAddress local(Target target) {
    boolean same =
        !from.isAnyLocalAddress()
            && from.getAddress().length == target.address().getAddress().getAddress().length;
    return same ? new InetSocketAddress(from, 0) : null;
  }
}
