package dev.assent.dialer.sip.transport;

import dev.assent.dialer.Timers;
import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.address.Transport;
import dev.assent.dialer.sip.message.Envelope;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One TCP or TLS connection: messages in and out, and its health. Everything runs on the socket
 * loop.
 */
final class Connection extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final byte[] PING = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] PONG = "\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final long NEVER = Long.MIN_VALUE;

  /** Whose connection it is. */
  interface Owner {
    void ready(Connection connection, Connected connected);

    /** Before it was ready: nothing was sent. */
    void failed(Connection connection, Throwable cause);

    /** After it was ready. Comes once. */
    void closed(Connection connection, Throwable cause);

    /** The far end answers pings. */
    void ponged();

    /** Nanoseconds of silence until the next ping; 0 for none. */
    long nextPing();

    /** Must a ping be answered? */
    boolean expectsPong();
  }

  private enum Phase {
    OPENING,
    READY,
    CLOSED
  }

  private final Target peer;
  private final SipFramer framer;
  private final StreamLimits limits;
  private final Timers timers;
  private final Traffic traffic;
  private final PacketSink sink;
  private final Owner owner;
  private final long openedAt;
  private Phase phase = Phase.OPENING;
  private @Nullable Channel channel;
  private @Nullable Throwable cause;
  private long receivedAt;
  private boolean receivedMessage;
  private long messageBegan = NEVER;
  private long unwritableSince = NEVER;
  private long pingAfter;
  private long pingedAt = NEVER;
  private long queued;
  private boolean flushing;
  private boolean halfPing;

  Connection(
      Target peer,
      SipFramer framer,
      StreamLimits limits,
      Timers timers,
      Traffic traffic,
      PacketSink sink,
      Owner owner) {
    this.peer = peer;
    this.framer = framer;
    this.limits = limits;
    this.timers = timers;
    this.traffic = traffic;
    this.sink = sink;
    this.owner = owner;
    this.openedAt = timers.nanoTime();
    this.receivedAt = openedAt;
  }

  SipFramer framer() {
    return framer;
  }

  Target peer() {
    return peer;
  }

  /** Our end. */
  InetSocketAddress local() {
    Channel open = channel;
    if (open == null || !(open.localAddress() instanceof InetSocketAddress address)) {
      throw new IllegalStateException("not open");
    }
    return address;
  }

  long receivedAt() {
    return receivedAt;
  }

  /** Is there room for this many bytes more? */
  boolean hasRoom(int bytes) {
    return queued + bytes <= limits.queue();
  }

  /** Sends as soon as what waits before it is sent. What becomes of it, the far end says. */
  void send(byte[] message) {
    Channel open = channel;
    if (open == null || phase != Phase.READY) {
      return; // whoever sent it is told of the loss
    }
    if (LOG.isTraceEnabled()) {
      LOG.trace("> {}", StartLine.redacted(message));
    }
    write(open, message);
    traffic.sent();
  }

  /** Ends it; the owner is told. */
  void close(String why) {
    close(new IOException(why));
  }

  private void close(Throwable why) {
    if (cause == null) {
      cause = why;
    }
    Channel open = channel;
    if (open == null) {
      end();
    } else {
      var _ = open.close();
    }
  }

  /** It could not even be opened. */
  void unopened(Throwable why) {
    if (cause == null) {
      cause = why;
    }
    end();
  }

  /** Looks after itself; called every second or so. */
  void patrol(long now) {
    switch (phase) {
      case OPENING -> {
        if (now - openedAt > limits.connect().toNanos()) {
          close(
              "no connection within "
                  + limits.connect().toSeconds()
                  + " s; is a firewall between?");
        }
      }
      case READY -> {
        if (isOver(messageBegan, now, limits.message().toNanos())) {
          traffic.dropped(Drop.SLOW_PEER, peer.address().getAddress());
          close("a message that did not end");
        } else if (isOver(unwritableSince, now, limits.write().toNanos())) {
          traffic.dropped(Drop.SLOW_PEER, peer.address().getAddress());
          close("the far end reads nothing");
        } else {
          ping(now);
        }
      }
      case CLOSED -> {}
    }
  }

  /** Has it been silent for so long that, unless somebody wants to keep it, it can go? */
  boolean isIdle(long now) {
    long limit = (receivedMessage ? limits.idle() : limits.firstMessage()).toNanos();
    return now - receivedAt > limit;
  }

  private static boolean isOver(long since, long now, long limit) {
    return since != NEVER && now - since > limit;
  }

  private void ping(long now) {
    Channel open = channel;
    if (pingAfter == 0 || open == null) {
      return;
    }
    if (pingedAt == NEVER) {
      if (now - receivedAt > pingAfter) {
        pingedAt = now;
        write(open, PING);
      }
    } else if (now - pingedAt > limits.pong().toNanos()) {
      if (owner.expectsPong()) {
        close("no answer to a keep-alive");
      } else if (now - pingedAt > pingAfter) {
        pingedAt = now; // a peer that knows no keep-alive: its NAT may, so go on
        write(open, PING);
      }
    }
  }

  /** From now on pings are sent. */
  void keepAlive() {
    pingAfter = owner.nextPing();
  }

  private void write(Channel open, byte[] bytes) {
    queued += bytes.length;
    open.write(Unpooled.wrappedBuffer(bytes)).addListener(_ -> queued -= bytes.length);
    if (!flushing) {
      // After what else is to be sent in this turn of the loop: one system call, one TLS record.
      flushing = true;
      open.eventLoop()
          .execute(
              () -> {
                flushing = false;
                open.flush();
              });
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    channel = context.channel();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (peer.transport() != Transport.TLS) {
      ready(context);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      if (handshake.isSuccess()) {
        ready(context);
      } else {
        close(handshake.cause());
      }
    }
  }

  private void ready(ChannelHandlerContext context) {
    if (phase == Phase.OPENING) {
      phase = Phase.READY;
      receivedAt = timers.nanoTime();
      owner.ready(this, connected(context));
    }
  }

  private Connected connected(ChannelHandlerContext context) {
    SslHandler tls = context.pipeline().get(SslHandler.class);
    if (tls == null) {
      return new Connected(peer, "", null);
    }
    SSLSession session = tls.engine().getSession();
    return new Connected(
        peer, session.getProtocol() + " " + session.getCipherSuite(), certificate(session));
  }

  private static @Nullable PeerCertificate certificate(SSLSession session) {
    try {
      return session.getPeerCertificates()[0] instanceof X509Certificate certificate
          ? PeerCertificate.of(certificate)
          : null;
    } catch (SSLPeerUnverifiedException e) {
      return null; // on a connection made to us, none is asked for
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    receivedAt = timers.nanoTime();
    pingedAt = NEVER;
    switch (message) {
      case SipFramer.KeepAlive keepAlive -> keepAlive(context.channel(), keepAlive);
      case byte[] bytes -> message(bytes);
      default -> throw new IllegalStateException("Not from the framer: " + message.getClass());
    }
  }

  private void keepAlive(Channel open, SipFramer.KeepAlive keepAlive) {
    switch (keepAlive) {
      case PING -> write(open, PONG);
      case PONG -> {
        if (pingAfter != 0) {
          owner.ponged();
          pingAfter = owner.nextPing();
        } else {
          // We sent no ping: it is half of one of theirs, cut by the network.
          halfPing = !halfPing;
          if (!halfPing) {
            write(open, PONG);
          }
        }
      }
    }
  }

  private void message(byte[] message) {
    halfPing = false;
    receivedMessage = true;
    messageBegan = NEVER;
    Envelope envelope = Envelope.of(message);
    if (envelope == null) {
      traffic.dropped(Drop.MALFORMED, peer.address().getAddress());
    } else {
      if (LOG.isTraceEnabled()) {
        LOG.trace("< {}", StartLine.redacted(message));
      }
      sink.packet(message, envelope, peer);
    }
    // Last, so that whoever compares this with what was sent finds the message handed over.
    traffic.received();
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (framer.isWithinMessage() && messageBegan == NEVER) {
      messageBegan = timers.nanoTime();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    unwritableSince = context.channel().isWritable() ? NEVER : timers.nanoTime();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable thrown) {
    if (thrown instanceof SipFramer.Unframed unframed) {
      traffic.dropped(Drop.FRAMING, peer.address().getAddress());
      LOG.info("{}: connection closed: {}", peer, unframed.getMessage());
    }
    if (cause == null) {
      cause = thrown;
    }
    var _ = context.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    end();
  }

  private void end() {
    Phase before = phase;
    phase = Phase.CLOSED;
    Throwable why = cause == null ? new IOException("closed by the far end") : cause;
    switch (before) {
      case OPENING -> owner.failed(this, why);
      case READY -> owner.closed(this, why);
      case CLOSED -> {}
    }
  }
}
