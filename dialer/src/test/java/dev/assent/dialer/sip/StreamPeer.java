package dev.assent.dialer.sip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.sip.address.Target;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/** The far end over TCP or TLS: one connection at a time, blocking. */
final class StreamPeer extends RawPeer {
  private static final int LIMIT_MILLIS = 10_000;

  private final ServerSocket listener;
  private final String tlsName;
  private final List<SocketChannel> backlog = new ArrayList<>();
  private volatile Socket connection;

  static StreamPeer tcp() {
    return new StreamPeer(ServerSocketFactory.getDefault(), "127.0.0.1", "", false);
  }

  static StreamPeer tcp6() {
    return new StreamPeer(ServerSocketFactory.getDefault(), "::1", "", false);
  }

  /**
   * @param name the name our certificate is looked up by
   */
  static StreamPeer tls(SSLContext context, String name, boolean wantsCertificate) {
    return new StreamPeer(context.getServerSocketFactory(), "127.0.0.1", name, wantsCertificate);
  }

  private StreamPeer(
      ServerSocketFactory factory, String host, String tlsName, boolean wantsCertificate) {
    this.tlsName = tlsName;
    try {
      listener = factory.createServerSocket(0, 50, InetAddress.ofLiteral(host));
      listener.setSoTimeout(LIMIT_MILLIS);
      if (listener instanceof SSLServerSocket tls) {
        tls.setNeedClientAuth(wantsCertificate);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A listener whose backlog is full: connections to it are neither accepted nor refused. */
  static StreamPeer full() {
    StreamPeer peer = new StreamPeer(1);
    for (int i = 0; i < 8; i++) {
      try {
        SocketChannel waiting = SocketChannel.open();
        waiting.configureBlocking(false);
        waiting.connect(peer.address());
        peer.backlog.add(waiting);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return peer;
  }

  private StreamPeer(int backlog) {
    tlsName = "";
    try {
      listener = new ServerSocket(0, backlog, InetAddress.ofLiteral("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Only these protocols of TLS. */
  StreamPeer speaking(String... protocols) {
    ((SSLServerSocket) listener).setEnabledProtocols(protocols);
    return this;
  }

  @Override
  public InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  @Override
  public Target target() {
    return tlsName.isEmpty() ? Target.tcp(address()) : Target.tls(address(), tlsName);
  }

  @Override
  public String contact() {
    return "<sip:far@" + hostPort() + ";transport=" + (tlsName.isEmpty() ? "tcp" : "tls") + ">";
  }

  /** Takes the next connection made to us. */
  StreamPeer accept() {
    try {
      connection = listener.accept();
      connection.setSoTimeout(LIMIT_MILLIS);
      connection.setTcpNoDelay(true);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Finishes TLS, if it is TLS. */
  StreamPeer handshake() {
    if (connection instanceof SSLSocket tls) {
      try {
        tls.startHandshake();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return this;
  }

  /** Makes a connection to somebody. */
  StreamPeer connect(InetSocketAddress to) {
    return connect(to, "127.0.0.1");
  }

  /** Makes a connection from one of this machine's addresses. */
  StreamPeer connect(InetSocketAddress to, String from) {
    try {
      connection = new Socket(to.getAddress(), to.getPort(), InetAddress.ofLiteral(from), 0);
      connection.setSoTimeout(LIMIT_MILLIS);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a TLS connection to somebody. */
  void connectTls(InetSocketAddress to, SSLContext context) {
    try {
      connection = context.getSocketFactory().createSocket(to.getAddress(), to.getPort());
      connection.setSoTimeout(LIMIT_MILLIS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    handshake();
  }

  /** Breaks the connection. */
  void hangUp() {
    try {
      connection.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Was the connection closed by the other side? */
  boolean isClosed() {
    try {
      return connection.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** The next bytes as they come, one read. */
  String raw(int count) {
    try {
      return new String(connection.getInputStream().readNBytes(count), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String receive() {
    try {
      InputStream in = connection.getInputStream();
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
        int next = in.read();
        assertThat(next).as("connection is open after " + head).isGreaterThanOrEqualTo(0);
        head.write(next);
      }
      String text = head.toString(StandardCharsets.UTF_8);
      int length = Integer.parseInt(header(text, "Content-Length"));
      return text + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("nothing came within " + LIMIT_MILLIS + " ms", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void send(byte[] bytes) {
    try {
      connection.getOutputStream().write(bytes);
      connection.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean isSilent() {
    try {
      connection.setSoTimeout(100);
      connection.getInputStream().read();
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      try {
        connection.setSoTimeout(LIMIT_MILLIS);
      } catch (IOException e) {
        // closed meanwhile
      }
    }
  }

  /** Nobody is there any more. */
  void stopListening() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    super.close();
    stopListening();
    for (SocketChannel waiting : backlog) {
      try {
        waiting.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    if (connection != null) {
      hangUp();
    }
  }
}
